import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CatalogModule } from '../catalog/catalog.module.js';
import { ClockWatchModule } from './clock-watch.module.js';
import { ExclusionsModule } from '../exclusions/exclusions.module.js';
import { FindingsModule } from '../findings/findings.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { MetricsModule } from '../metrics/metrics.module.js';
import { ParkUseModule } from '../park-use/park-use.module.js';
import { SnapshotsModule } from '../snapshots/snapshots.module.js';
import { ThemeparksApiModule } from '../themeparks-api/themeparks-api.module.js';
import { ClockRepairLease } from './clock-repair-lease.js';
import { ClockRepairRepository } from './clock-repair.repository.js';
import { ClockRepairEnvironment, ClockRepairService } from './clock-repair.service.js';
import { ClockRepairWriter } from './clock-repair-writer.js';
import { ClockRestoreService } from './clock-restore.service.js';
import { CollectionService } from './collection.service.js';
import { CollectorApiService } from './collector-api.service.js';
import { CollectorStatusRepository } from './collector-status.repository.js';
import { CollectorController } from './collector.controller.js';
import { CollectionCycle } from './cycle/collection-cycle.js';
import { CollectionRunRepository } from './cycle/collection-run.repository.js';
import { DestinationCollector } from './cycle/destination-collector.js';
import { CommitEnvironment, LiveCommitter } from './cycle/live-committer.js';
import { LiveDetailRepository } from './cycle/live-detail.sql.js';
import { LiveRegistrar } from './cycle/live-registrar.js';
import { ResponseConfirmer } from './cycle/response-confirmer.js';
import { ClockRepair, ClockRepairRow } from './clock-repair.entity.js';
import { CollectionRun, CollectionRunDestination } from './collection-run.entity.js';
import { FeedHealthHistoryRepository, FeedHealthRepository } from './feed-health/feed-health.sql.js';
import { FeedHealth, FeedHealthDetectors, FeedHealthHandler } from './feed-health/feed-health.service.js';
import { NeverOperatingDetector } from './feed-health/never-operating.detector.js';
import { StaleFeedDetector } from './feed-health/stale-feed.detector.js';
import { StaleRowDetector } from './feed-health/stale-row.detector.js';
import { UnwatchedExclusions } from './feed-health/unwatched-exclusions.service.js';
import { UnwatchedRepository } from './feed-health/unwatched.sql.js';
import { VerdictWriter } from './feed-health/verdict-writer.service.js';
import { WatchedParks } from './feed-health/watched-parks.js';
import { ZeroWaitsDetector } from './feed-health/zero-waits.detector.js';
import { RestoredRowsRepository } from './restored-rows.sql.js';
import { RowsAheadRepository } from './rows-ahead.sql.js';

/** Live collection: its cycles, its checks of the feeds, its schedules and its API. */
@Module({
  imports: [
    TypeOrmModule.forFeature([ClockRepair, ClockRepairRow, CollectionRun, CollectionRunDestination]),
    CatalogModule,
    ClockWatchModule,
    ExclusionsModule,
    JobsModule,
    MetricsModule,
    FindingsModule,
    SnapshotsModule,
    ThemeparksApiModule,
    ParkUseModule,
  ],
  controllers: [CollectorController],
  providers: [
    ClockRepairEnvironment,
    ClockRepairLease,
    ClockRepairRepository,
    ClockRepairService,
    ClockRepairWriter,
    ClockRestoreService,
    CollectionCycle,
    CollectionRunRepository,
    CollectionService,
    CollectorApiService,
    CollectorStatusRepository,
    CommitEnvironment,
    DestinationCollector,
    StaleFeedDetector,
    FeedHealth,
    FeedHealthHandler,
    LiveCommitter,
    LiveDetailRepository,
    LiveRegistrar,
    NeverOperatingDetector,
    ResponseConfirmer,
    RestoredRowsRepository,
    RowsAheadRepository,
    StaleRowDetector,
    FeedHealthDetectors,
    FeedHealthHistoryRepository,
    FeedHealthRepository,
    UnwatchedExclusions,
    UnwatchedRepository,
    VerdictWriter,
    WatchedParks,
    ZeroWaitsDetector,
  ],
  exports: [ClockRepairService, ClockRestoreService, CollectionService, FeedHealth],
})
export class CollectorModule {}
