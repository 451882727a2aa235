import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { TimeModule } from '../time/time.module.js';
import { AdminKeyService } from './admin-key.service.js';
import { AnswerMemoryInterceptor } from './answer-memory/answer-memory.interceptor.js';
import { ErrorFilter } from './error.filter.js';
import { RateLimitGuard } from './rate-limit.guard.js';
import { UnknownQueryInterceptor } from './unknown-query.interceptor.js';
import { createValidationPipe } from './validation.pipe.js';

/** What holds for every HTTP route: errors, validation, rate limits, and the key that admin controllers need. */
@Global()
@Module({
  imports: [TimeModule],
  providers: [
    AdminKeyService,
    { provide: APP_FILTER, useClass: ErrorFilter },
    { provide: APP_PIPE, useFactory: createValidationPipe },
    { provide: APP_GUARD, useClass: RateLimitGuard },
    { provide: APP_INTERCEPTOR, useClass: UnknownQueryInterceptor },
    { provide: APP_INTERCEPTOR, useClass: AnswerMemoryInterceptor },
  ],
  exports: [AdminKeyService],
})
export class HttpModule {}
