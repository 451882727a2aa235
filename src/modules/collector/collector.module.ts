import { Module } from '@nestjs/common';
import { CatalogModule } from '../catalog/catalog.module.js';
import { FindingsModule } from '../findings/findings.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { MetricsModule } from '../metrics/metrics.module.js';
import { SnapshotsModule } from '../snapshots/snapshots.module.js';
import { WikiApiModule } from '../wiki-api/wiki-api.module.js';
import { CollectionService } from './collection.service.js';
import { CollectionCycle } from './cycle/collection-cycle.js';
import { CollectionRunRepository } from './cycle/collection-run.repository.js';
import { CommitEnvironment } from './cycle/commit-environment.js';
import { DestinationCollector } from './cycle/destination-collector.js';
import { LiveCommitter } from './cycle/live-committer.js';
import { LiveRegistrar } from './cycle/live-registrar.js';
import { LiveDetailRepository } from './live-details/live-detail.repository.js';
import { FeedSuspicion } from './suspicion/feed-suspicion.service.js';
import { SuspicionRepository } from './suspicion/suspicion.repository.js';

/** Live collection as such: what the schedule, the API and the command line share. */
@Module({
  imports: [CatalogModule, JobsModule, MetricsModule, FindingsModule, SnapshotsModule, WikiApiModule],
  providers: [
    CollectionCycle,
    CollectionRunRepository,
    CollectionService,
    CommitEnvironment,
    DestinationCollector,
    FeedSuspicion,
    LiveCommitter,
    LiveDetailRepository,
    LiveRegistrar,
    SuspicionRepository,
  ],
  exports: [CollectionService, FeedSuspicion],
})
export class CollectorModule {}
