import { Module } from '@nestjs/common';
import { CatalogModule } from '../catalog/catalog.module.js';
import { ClockModule } from '../clock/clock.module.js';
import { ExclusionsModule } from '../exclusions/exclusions.module.js';
import { FindingsModule } from '../findings/findings.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { MetricsModule } from '../metrics/metrics.module.js';
import { SnapshotsModule } from '../snapshots/snapshots.module.js';
import { ThemeparksApiModule } from '../wiki-api/wiki-api.module.js';
import { ClockRepairEnvironment } from './clock-repair/clock-repair-environment.js';
import { ClockRepairRepository } from './clock-repair/clock-repair.repository.js';
import { ClockRepairService } from './clock-repair/clock-repair.service.js';
import { CollectionService } from './collection.service.js';
import { CollectionCycle } from './cycle/collection-cycle.js';
import { CollectionRunRepository } from './cycle/collection-run.repository.js';
import { CommitEnvironment } from './cycle/commit-environment.js';
import { DestinationCollector } from './cycle/destination-collector.js';
import { LiveCommitter } from './cycle/live-committer.js';
import { LiveRegistrar } from './cycle/live-registrar.js';
import { LiveDetailRepository } from './live-details/live-detail.repository.js';
import { DeadFeedDetector } from './suspicion/dead-feed.detector.js';
import { FeedHealth } from './suspicion/feed-suspicion.service.js';
import { NeverOperatingDetector } from './suspicion/never-operating.detector.js';
import { StaleRowDetector } from './suspicion/stale-row.detector.js';
import { FeedHealthDetectors } from './suspicion/suspicion-detectors.js';
import { FeedHealthHistoryRepository } from './suspicion/suspicion-history.repository.js';
import { UnwatchedExclusions } from './suspicion/unwatched-exclusions.service.js';
import { UnwatchedRepository } from './suspicion/unwatched.repository.js';
import { VerdictSettlement } from './suspicion/verdict-settlement.service.js';
import { WatchedParks } from './suspicion/watched-parks.js';
import { ParkUseModule } from '../park-use/park-use.module.js';
import { FeedHealthRepository } from './suspicion/suspicion.repository.js';
import { ZeroWaitsDetector } from './suspicion/zero-waits.detector.js';

/** Live collection as such: what the schedule, the API and the command line share. */
@Module({
  imports: [
    CatalogModule,
    ClockModule,
    ExclusionsModule,
    JobsModule,
    MetricsModule,
    FindingsModule,
    SnapshotsModule,
    ThemeparksApiModule,
    ParkUseModule,
  ],
  providers: [
    ClockRepairEnvironment,
    ClockRepairRepository,
    ClockRepairService,
    CollectionCycle,
    CollectionRunRepository,
    CollectionService,
    CommitEnvironment,
    DestinationCollector,
    DeadFeedDetector,
    FeedHealth,
    LiveCommitter,
    LiveDetailRepository,
    LiveRegistrar,
    NeverOperatingDetector,
    StaleRowDetector,
    FeedHealthDetectors,
    FeedHealthHistoryRepository,
    FeedHealthRepository,
    UnwatchedExclusions,
    UnwatchedRepository,
    VerdictSettlement,
    WatchedParks,
    ZeroWaitsDetector,
  ],
  exports: [ClockRepairService, CollectionService, FeedHealth],
})
export class CollectorModule {}
