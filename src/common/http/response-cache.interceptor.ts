import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  StreamableFile,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { ageHeader, isSimpleRead } from './cached-responses.js';
import { isCacheable } from './public-controller.js';
import { rateTierOf } from './rate-limit.js';
import { setHeaders } from './request-headers.js';
import { cachedResponse, encodedFor, ResponseCache } from './response-cache.js';

/**
 * Sends responses that HTTP caches may keep with their ETag and the time of their last change, compressed if the client accepts it.
 * Those without a key are cached for {@link CachedResponses}. Runs after the rate limit and the validation of the request, and before
 * the handler: however many clients send a request, it is computed once a second.
 */
@Injectable()
export class ResponseCacheInterceptor implements NestInterceptor {
  constructor(private readonly cache: ResponseCache) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (!isCacheable(context)) return next.handle();
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const isForEverybody = rateTierOf(context) === 'public' && isSimpleRead(request) && this.cache.isFor(request);
    return from(this.respond(request, http.getResponse<Response>(), next, this.cache.isOn && isForEverybody));
  }

  private async respond(
    request: Request,
    response: Response,
    next: CallHandler,
    isCached: boolean,
  ): Promise<string | StreamableFile> {
    const url = request.originalUrl;
    const load = async () =>
      cachedResponse(await lastValueFrom(next.handle() as Observable<unknown>), response, this.cache);
    const { value, ageMs } = isCached ? this.cache.findOrLoad(url, load) : { value: load(), ageMs: 0 };
    const cached = await value;
    setHeaders(response, [...cached.headers, ...ageHeader(ageMs)]);
    // the framework responds to conditional requests, and to those for the uncompressed form
    const encoded = request.fresh ? null : await encodedFor(cached, request.headers['accept-encoding']);
    if (encoded === null) return cached.body.toString();
    setHeaders(response, encoded.headers);
    return new StreamableFile(encoded.body);
  }
}
