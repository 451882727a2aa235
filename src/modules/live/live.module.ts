import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AnalyticsModule } from '../analytics/analytics.module.js';
import { CatalogModule } from '../catalog/catalog.module.js';
import { ExclusionsModule } from '../exclusions/exclusions.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { ParkUseModule } from '../park-use/park-use.module.js';
import { SnapshotsModule } from '../snapshots/snapshots.module.js';
import { DayUseReader } from './freshness/day-use-reader.service.js';
import { FreshnessRepository } from './freshness/freshness.sql.js';
import { FreshnessService } from './freshness/freshness.service.js';
import { LiveUseRepository } from './freshness/live-use.repository.js';
import { LiveUseHandler, LiveUseService } from './freshness/live-use.service.js';
import { ParksInUse } from './freshness/parks-in-use.service.js';
import { LiveService } from './live.service.js';
import { LiveController, ParkController, ParkLiveController } from './live.controller.js';
import { LiveRepository } from './live.sql.js';
import { ParkNowService } from './park-now.service.js';
import { ParkLiveUse } from './park-live-use.entity.js';
import { SearchController } from './search.controller.js';
import { SearchRepository } from './search.sql.js';
import { SearchService } from './search.service.js';

/** The newest state of parks and rides, and the search by name. */
@Module({
  imports: [
    TypeOrmModule.forFeature([ParkLiveUse]),
    AnalyticsModule,
    CatalogModule,
    ExclusionsModule,
    JobsModule,
    ParkUseModule,
    SnapshotsModule,
  ],
  controllers: [LiveController, ParkController, ParkLiveController, SearchController],
  providers: [
    DayUseReader,
    FreshnessRepository,
    FreshnessService,
    LiveService,
    LiveRepository,
    LiveUseHandler,
    LiveUseRepository,
    LiveUseService,
    ParkNowService,
    ParksInUse,
    SearchRepository,
    SearchService,
  ],
  exports: [FreshnessService],
})
export class LiveModule {}
