import { Module } from '@nestjs/common';
import { EntityClient, LiveClient } from './api-clients.js';
import { ApiExchange } from './api-exchange.js';
import { MonotonicTimer, RequestScheduler } from './request-scheduler.js';

/** The ThemeParks.wiki API: all requests share one budget. */
@Module({
  providers: [ApiExchange, EntityClient, LiveClient, MonotonicTimer, RequestScheduler],
  exports: [EntityClient, LiveClient, MonotonicTimer],
})
export class ThemeparksApiModule {}
