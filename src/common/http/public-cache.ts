import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
  SetMetadata,
  UseInterceptors,
} from '@nestjs/common';
import type { Response } from 'express';
import { type Observable, tap } from 'rxjs';

const CACHEABLE = 'public-cache';

/** Whether the answers of a route may be kept by caches. */
export const isCacheable = (context: ExecutionContext): boolean =>
  [context.getHandler(), context.getClass()].some((target) => Reflect.getMetadata(CACHEABLE, target) === true);

/** Set once the handler has an answer: an error must not be kept by any cache. */
class CacheControlInterceptor<ResponseBody> implements NestInterceptor<ResponseBody, ResponseBody> {
  constructor(private readonly maxAgeSecondsOf: (body: ResponseBody) => number) {}

  intercept(context: ExecutionContext, next: CallHandler<ResponseBody>): Observable<ResponseBody> {
    const response = context.switchToHttp().getResponse<Response>();
    return next
      .handle()
      .pipe(tap((body) => response.setHeader('Cache-Control', `public, max-age=${this.maxAgeSecondsOf(body)}`)));
  }
}

/**
 * Lets caches keep the successful answers of a controller or handler for so long, which may depend on the answer; their
 * ETag makes asking again cheap.
 */
export function PublicCache<ResponseBody = unknown>(
  maxAgeSeconds: number | ((body: ResponseBody) => number),
): MethodDecorator & ClassDecorator {
  const secondsOf = typeof maxAgeSeconds === 'number' ? () => maxAgeSeconds : maxAgeSeconds;
  return applyDecorators(
    SetMetadata(CACHEABLE, true),
    UseInterceptors(new CacheControlInterceptor<ResponseBody>(secondsOf)),
  );
}

const RECENT_SECONDS = 60;
/** Only an import can still change what is settled. */
const FINAL_SECONDS = 3600;

/** Answers about a time that is over may be kept for longer than those that include today. */
export function FinalPeriodCache<ResponseBody>(
  isFinal: (body: ResponseBody) => boolean,
): MethodDecorator & ClassDecorator {
  return PublicCache<ResponseBody>((body) => (isFinal(body) ? FINAL_SECONDS : RECENT_SECONDS));
}
