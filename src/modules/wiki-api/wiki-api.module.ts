import { Module } from '@nestjs/common';
import { ApiExchange } from './api-exchange.js';
import { EntityClient } from './entity-client.js';
import { LiveClient } from './live-client.js';
import { MonotonicTimer } from './pace.js';
import { RequestScheduler } from './request-turns.js';

/** The ThemeParks.wiki API: everything that asks it shares one budget. */
@Module({
  providers: [ApiExchange, EntityClient, LiveClient, MonotonicTimer, RequestScheduler],
  exports: [EntityClient, LiveClient, MonotonicTimer],
})
export class ThemeparksApiModule {}
