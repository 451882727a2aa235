import { Module } from '@nestjs/common';
import { ApiExchange } from './api-exchange.js';
import { EntityClient } from './entity-client.js';
import { LiveClient } from './live-client.js';
import { Pace } from './pace.js';
import { RequestTurns } from './request-turns.js';

/** The ThemeParks.wiki API: everything that asks it shares one budget. */
@Module({
  providers: [ApiExchange, EntityClient, LiveClient, Pace, RequestTurns],
  exports: [EntityClient, LiveClient, Pace],
})
export class WikiApiModule {}
