import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { AppConfig } from '../config/app-config.js';
import { Clock, TimeModule } from '../time/clock.js';
import { AdminAccess } from './access/admin-access.js';
import { AuditInterceptor } from './access/audit.interceptor.js';
import { AuditTrail } from './access/audit-trail.js';
import { BootstrapKey } from './access/bootstrap-key.js';
import { RefusedKeys } from './access/refused-keys.js';
import { QueryAddressInterceptor } from './addresses/query-address.js';
import { CachedResponses } from './cached-responses.js';
import { ResponseCacheInterceptor } from './response-cache.interceptor.js';
import { ErrorFilter } from './error.filter.js';
import { PublicCors } from './public-cors.js';
import { RateLimitGuard, RateLimits } from './rate-limit.js';
import { ReadSourceInterceptor } from './read-source.interceptor.js';
import { RequestDurations } from './request-durations.js';
import { ResponseCache } from './response-cache.js';
import { UnexpectedBodyInterceptor } from './unexpected-body.interceptor.js';
import { RequestValidationPipe, UnknownQueryInterceptor } from './validation.pipe.js';

const MAX_CACHED_BYTES = 32_000_000;

/** Applies to every HTTP route: errors, validation, rate limits, cached responses, and the admin key. */
@Global()
@Module({
  imports: [TimeModule],
  providers: [
    AdminAccess,
    AuditTrail,
    BootstrapKey,
    RateLimits,
    RefusedKeys,
    {
      provide: ResponseCache,
      useFactory: (clock: Clock, config: AppConfig) =>
        new ResponseCache(clock, config.PUBLIC_RESPONSE_CACHE_MS, MAX_CACHED_BYTES, {
          isForSessions: config.DATABASE_REPLICA_URL === undefined,
        }),
      inject: [Clock, AppConfig],
    },
    CachedResponses,
    PublicCors,
    RequestDurations,
    { provide: APP_FILTER, useClass: ErrorFilter },
    { provide: APP_PIPE, useClass: RequestValidationPipe },
    { provide: APP_GUARD, useClass: RateLimitGuard },
    { provide: APP_INTERCEPTOR, useClass: AuditInterceptor },
    { provide: APP_INTERCEPTOR, useClass: UnknownQueryInterceptor },
    { provide: APP_INTERCEPTOR, useClass: UnexpectedBodyInterceptor },
    { provide: APP_INTERCEPTOR, useClass: ResponseCacheInterceptor },
    { provide: APP_INTERCEPTOR, useClass: ReadSourceInterceptor },
    { provide: APP_INTERCEPTOR, useClass: QueryAddressInterceptor },
  ],
  exports: [AdminAccess, AuditTrail, BootstrapKey, RefusedKeys, RequestDurations],
})
export class HttpModule {}
