import { Module } from '@nestjs/common';
import { AlertsModule } from '../alerts/alerts.module.js';
import { FreshnessModule } from '../live/freshness/freshness.module.js';
import { DiskModule } from '../storage/disk/disk.module.js';
import { DatabaseMetrics } from './database-figures.js';
import { ImportMetricsRepository } from './import-figures.repository.js';
import { MetricsController } from './metrics.controller.js';
import { MetricsModule } from './metrics.module.js';
import { MetricsTextService } from './metrics-text.service.js';

/** `/metrics`. */
@Module({
  imports: [AlertsModule, DiskModule, FreshnessModule, MetricsModule],
  controllers: [MetricsController],
  providers: [DatabaseMetrics, ImportMetricsRepository, MetricsTextService],
})
export class MetricsApiModule {}
