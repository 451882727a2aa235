import { Module } from '@nestjs/common';
import { AnalyticsReadsModule } from '../analytics/reads/analytics-reads.module.js';
import { CatalogModule } from '../catalog/catalog.module.js';
import { SnapshotsModule } from '../snapshots/snapshots.module.js';
import { HistoryController } from './history.controller.js';
import { QueueHistoryRepository } from './queues/queue-history.repository.js';
import { QueuesController } from './queues/queues.controller.js';
import { RideQueuesService } from './queues/ride-queues.service.js';
import { RideHistoryService } from './ride-history.service.js';

/** Observations over HTTP. */
@Module({
  imports: [AnalyticsReadsModule, CatalogModule, SnapshotsModule],
  controllers: [HistoryController, QueuesController],
  providers: [QueueHistoryRepository, RideHistoryService, RideQueuesService],
})
export class HistoryApiModule {}
