import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AlertsModule } from '../alerts/alerts.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { PartitionsModule } from '../snapshots/partitions/partitions.module.js';
import { CapacityService } from './capacity.service.js';
import { DatabaseDiskRepository } from './database-disk.sql.js';
import { DiskWatch } from './disk-watch.service.js';
import { StorageAlert } from './storage-alert.entity.js';
import { StorageMeasurement, StorageMetric, StorageRowCount } from './storage-metric.entity.js';
import { FirstRatesReader } from './growth/first-rates.js';
import { GrowthRepository } from './growth/growth.sql.js';
import { GrowthService } from './growth/growth.service.js';
import { KnownCountRepository } from './measure/known-count.repository.js';
import { Measurer, MeasureService } from './measure/measure.service.js';
import { MeasurementRepository } from './measure/measurement.repository.js';
import { MeasuredStorage } from './measure/measured-storage.service.js';
import { MetricRepository } from './measure/metric.repository.js';
import { RowCountRepository } from './measure/row-count.sql.js';
import { RowCounter } from './measure/row-counter.js';
import { SystemTablesRepository, UnitSizes } from './measure/system-tables.sql.js';
import { PartitionMetricsService } from './partition-metrics.service.js';
import { ReferenceQueryRepository } from './reference-query.sql.js';
import { ReferenceQueryService, RetentionService } from './retention.service.js';
import { StorageAlertRepository } from './storage-alert.repository.js';
import { StorageAlertService } from './storage-alert.service.js';
import { StorageDatabase } from './storage-database.sql.js';
import { StorageController } from './storage.controller.js';
import { StorageService } from './storage.service.js';

const REPOSITORIES = [
  GrowthRepository,
  KnownCountRepository,
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
  imports: [
    TypeOrmModule.forFeature([StorageAlert, StorageMeasurement, StorageMetric, StorageRowCount]),
    AlertsModule,
    JobsModule,
    PartitionsModule,
  ],
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
