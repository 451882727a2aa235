import { Module } from '@nestjs/common';
import { AlertsModule } from '../alerts/alerts.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { PartitionStatusModule } from '../snapshots/partitions/partitions.module.js';
import { CapacityService } from './capacity.service.js';
import { DatabaseDiskRepository } from './database-disk.repository.js';
import { DiskWatch, DiskWatchHandler } from './disk-watch.service.js';
import { FirstRatesReader } from './growth/first-rates.js';
import { GrowthRepository } from './growth/growth.repository.js';
import { GrowthService } from './growth/growth.service.js';
import { MeasureHandler, Measurer, MeasureService } from './measure/measure.service.js';
import { MeasuredStorage, MeasurementRepository } from './measure/measurement.repository.js';
import { MetricRepository } from './measure/metric.repository.js';
import { RowCountRepository } from './measure/row-count.repository.js';
import { RowCounter } from './measure/row-counter.js';
import { SystemTablesRepository, UnitSizes } from './measure/system-tables.repository.js';
import { PartitionMetricsService } from './partition-metrics.service.js';
import { ReferenceQueryRepository } from './reference-query.repository.js';
import { ReferenceQueryService, RetentionService } from './retention.service.js';
import { StorageAlertRepository } from './storage-alert.repository.js';
import { StorageAlertService } from './storage-alert.service.js';
import { StorageDatabase } from './storage-database.js';
import { StorageController } from './storage.controller.js';
import { StorageReportService, StorageService } from './storage.service.js';

const REPOSITORIES = [
  GrowthRepository,
  MeasurementRepository,
  MetricRepository,
  ReferenceQueryRepository,
  RowCountRepository,
  StorageAlertRepository,
  StorageDatabase,
  SystemTablesRepository,
];

/** What the warehouse weighs, how it grows, when it is full, and what keeping less would cost. */
@Module({
  imports: [AlertsModule, JobsModule, PartitionStatusModule],
  providers: [
    ...REPOSITORIES,
    CapacityService,
    FirstRatesReader,
    GrowthService,
    MeasureHandler,
    MeasureService,
    MeasuredStorage,
    Measurer,
    PartitionMetricsService,
    ReferenceQueryService,
    RetentionService,
    RowCounter,
    StorageAlertService,
    StorageService,
    StorageReportService,
    UnitSizes,
  ],
  exports: [MeasureService, StorageService],
})
export class StorageModule {}

/** The serving process's part: the admin API. */
@Module({ imports: [StorageModule], controllers: [StorageController] })
export class StorageApiModule {}

/** The room that the database has left. */
@Module({
  imports: [AlertsModule],
  providers: [DatabaseDiskRepository, DiskWatch, DiskWatchHandler],
  exports: [DiskWatch],
})
export class DiskModule {}
