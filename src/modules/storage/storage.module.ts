import { Module } from '@nestjs/common';
import { AlertsModule } from '../alerts/alerts.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { PartitionsModule } from '../snapshots/partitions/partitions.module.js';
import { CapacityService } from './capacity.service.js';
import { DatabaseDiskRepository } from './database-disk.repository.js';
import { DiskWatch } from './disk-watch.service.js';
import { FirstRatesReader } from './growth/first-rates.js';
import { GrowthRepository } from './growth/growth.repository.js';
import { GrowthService } from './growth/growth.service.js';
import { Measurer, MeasureService } from './measure/measure.service.js';
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
import { StorageService } from './storage.service.js';

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

/** Sizes of tables and partitions, their growth, the time until the disk is full, and a comparison of retention strategies. */
@Module({
  imports: [AlertsModule, JobsModule, PartitionsModule],
  controllers: [StorageController],
  providers: [
    ...REPOSITORIES,
    CapacityService,
    FirstRatesReader,
    GrowthService,
    MeasureService,
    MeasuredStorage,
    Measurer,
    PartitionMetricsService,
    ReferenceQueryService,
    RetentionService,
    RowCounter,
    StorageAlertService,
    StorageService,
    UnitSizes,
  ],
  exports: [MeasureService, StorageService],
})
export class StorageModule {}

/** The free space of the database's disk. Apart from {@link StorageModule}, because health, metrics and doctor need only this. */
@Module({
  imports: [AlertsModule],
  providers: [DatabaseDiskRepository, DiskWatch],
  exports: [DiskWatch],
})
export class DiskModule {}
