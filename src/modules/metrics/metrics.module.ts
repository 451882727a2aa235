import { Module } from '@nestjs/common';
import { AlertsModule } from '../alerts/alerts.module.js';
import { JobsModule, SchedulerModule } from '../jobs/jobs.module.js';
import { LiveModule } from '../live/live.module.js';
import { DiskModule } from '../storage/storage.module.js';
import { DataMetrics } from './data-metrics.js';
import { StoredMetricsRepository } from './metrics.sql.js';
import { MetricsTextService } from './metrics-text.service.js';
import { MetricsController } from './metrics.controller.js';
import { MetricsService } from './metrics.service.js';
import { OperationsMetrics } from './operations-metrics.js';
import { ProcessMetrics } from './process-metrics.js';
import { ReplicaMetrics } from './replica-metrics.js';

/**
 * The registry in which other modules count. Apart from {@link MetricsApiModule}, so that the collector does not load alerts, disk
 * and freshness.
 */
@Module({ providers: [MetricsService], exports: [MetricsService] })
export class MetricsModule {}

/** The endpoint `/metrics`. */
@Module({
  imports: [AlertsModule, DiskModule, JobsModule, LiveModule, MetricsModule, SchedulerModule],
  controllers: [MetricsController],
  providers: [
    DataMetrics,
    MetricsTextService,
    OperationsMetrics,
    ProcessMetrics,
    ReplicaMetrics,
    StoredMetricsRepository,
  ],
})
export class MetricsApiModule {}
