import { Module } from '@nestjs/common';
import { CatalogModule } from '../catalog/catalog.module.js';
import { ExclusionsModule } from '../exclusions/exclusions.module.js';
import { FreshnessModule } from './freshness/freshness.module.js';
import { LiveUseHandler } from './live-use-handler.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { LiveApiService } from './park/live-api.service.js';
import { LiveController, ParkLiveController } from './park/live.controllers.js';
import { LiveRepository } from './park/live.repository.js';
import { SearchController } from './search/search.controller.js';
import { SearchRepository } from './search/search.repository.js';
import { SearchService } from './search/search.service.js';

/** What is going on now, and finding things by name, over HTTP. */
@Module({
  imports: [CatalogModule, ExclusionsModule, FreshnessModule, JobsModule],
  controllers: [LiveController, ParkLiveController, SearchController],
  providers: [LiveApiService, LiveRepository, LiveUseHandler, SearchRepository, SearchService],
})
export class LiveApiModule {}
