import { Module } from '@nestjs/common';
import { AlertsModule } from '../alerts/alerts.module.js';
import { LiveModule } from '../live/live.module.js';
import { DiskModule } from '../storage/storage.module.js';
import { ImportMetricsRepository } from './import-metrics.sql.js';
import { DatabaseMetrics, MetricsTextService } from './metrics-text.service.js';
import { MetricsController } from './metrics.controller.js';
import { MetricsService } from './metrics.service.js';

/**
 * The registry in which other modules count. Apart from {@link MetricsApiModule}, so that the collector does not load alerts, disk
 * and freshness.
 */
@Module({ providers: [MetricsService], exports: [MetricsService] })
export class MetricsModule {}

/** The endpoint `/metrics`. */
@Module({
  imports: [AlertsModule, DiskModule, LiveModule, MetricsModule],
  controllers: [MetricsController],
  providers: [DatabaseMetrics, ImportMetricsRepository, MetricsTextService],
})
export class MetricsApiModule {}
