import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { ageHeader, isSimpleRead } from './cached-responses.js';
import { isCacheable } from './public-cache.js';
import { rateTierOf } from './rate-limit.js';
import { setHeaders } from './request-headers.js';
import { cachedResponse, ResponseCache } from './response-cache.js';

/**
 * Caches responses that HTTP caches may keep too, for {@link CachedResponses}. Runs after the rate limit and the validation of the
 * request, and before the handler: however many clients send a request, it is computed once a second.
 */
@Injectable()
export class ResponseCacheInterceptor implements NestInterceptor {
  constructor(private readonly cache: ResponseCache) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const isForEverybody = isCacheable(context) && rateTierOf(context) === 'public' && isSimpleRead(request);
    if (!this.cache.isOn || !isForEverybody) return next.handle();
    return from(this.cached(request, http.getResponse<Response>(), next));
  }

  private async cached(request: Request, response: Response, next: CallHandler): Promise<string> {
    const { value, ageMs } = this.cache.findOrLoad(request.originalUrl, async () =>
      cachedResponse(await lastValueFrom(next.handle() as Observable<unknown>), response),
    );
    const { body, headers } = await value;
    setHeaders(response, [...headers, ...ageHeader(ageMs)]);
    return body.toString();
  }
}
