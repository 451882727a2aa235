import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { Clock } from '../../time/clock.js';
import { setHeaders } from '../header-list.js';
import { isCacheable } from '../public-cache.js';
import { rateTierOf } from '../rate-limit.guard.js';
import { ageHeader } from './age-header.js';
import { ResponseCache } from './answer-memory.js';
import { cachedResponse } from './kept-answer.js';
import { isPlainRead } from './plain-read.js';

/**
 * Remembers what every cache between here and the client might keep as well, for {@link CacheMiddleware} to answer the same
 * request again. It stands behind the rate limit and the checks of the request, and before the database: a page that goes
 * around the world costs one query a second.
 */
@Injectable()
export class ResponseCacheInterceptor implements NestInterceptor {
  constructor(
    private readonly memory: ResponseCache,
    private readonly clock: Clock,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const isForEverybody = isCacheable(context) && rateTierOf(context) === 'public' && isPlainRead(request);
    if (!this.memory.isOn || !isForEverybody) return next.handle();
    return from(this.cached(request, http.getResponse<Response>(), next));
  }

  private async cached(request: Request, response: Response, next: CallHandler): Promise<string> {
    const { cached, ageMs } = this.memory.getOrLoad(request.originalUrl, this.clock.now().getTime(), async () =>
      cachedResponse(await lastValueFrom(next.handle() as Observable<unknown>), response),
    );
    const { body, headers } = await cached;
    setHeaders(response, [...headers, ...ageHeader(ageMs)]);
    return body.toString();
  }
}
