import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import type { Response } from 'express';
import { type Observable, tap } from 'rxjs';

/** Set once the handler has an answer: an error must not be kept by any cache. */
class CacheControlInterceptor implements NestInterceptor {
  constructor(private readonly value: string) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const response = context.switchToHttp().getResponse<Response>();
    return next.handle().pipe(tap(() => response.setHeader('Cache-Control', this.value)));
  }
}

/** Lets caches keep the successful answers of a controller or handler for so long; their ETag makes asking again cheap. */
export function PublicCache(maxAgeSeconds: number): MethodDecorator & ClassDecorator {
  return applyDecorators(UseInterceptors(new CacheControlInterceptor(`public, max-age=${maxAgeSeconds}`)));
}
