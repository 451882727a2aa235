import {
  applyDecorators,
  type CallHandler,
  Controller,
  type ExecutionContext,
  type NestInterceptor,
  SetMetadata,
  UseInterceptors,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { type Observable, tap } from 'rxjs';
import { ApiErrors } from './openapi/api-errors.js';

/** A public read-only controller below `/api/<path>`, within the rate limit of public requests, which is the default. */
export function PublicController(path: string, tag = path): ClassDecorator {
  return applyDecorators(
    Controller(path),
    ApiTags(tag),
    ApiErrors('VALIDATION_FAILED', 'UNAUTHORIZED', 'RATE_LIMITED', 'INTERNAL_ERROR', 'DATABASE_UNAVAILABLE'),
  );
}

const CACHEABLE = 'public-cache';

/** Whether caches may keep the responses of a route. */
export const isCacheable = (context: ExecutionContext): boolean =>
  [context.getHandler(), context.getClass()].some((target) => Reflect.getMetadata(CACHEABLE, target) === true);

/** Sets the header only after the handler has succeeded: no cache may keep an error. */
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
 * Lets caches keep the successful responses of a controller or handler for a time that may depend on the response. The ETag
 * makes later requests cheap.
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
/** Only an import can still change final data. */
const FINAL_SECONDS = 3600;

/** Caches may keep responses about a past period for longer than those that include today. */
export function FinalPeriodCache<ResponseBody>(
  isFinal: (body: ResponseBody) => boolean,
): MethodDecorator & ClassDecorator {
  return PublicCache<ResponseBody>((body) => (isFinal(body) ? FINAL_SECONDS : RECENT_SECONDS));
}
