import { Module } from '@nestjs/common';
import { AlertsModule } from '../alerts/alerts.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { PartitionStatusModule } from '../snapshots/partitions/partition-status.module.js';
import { StorageAlertRepository } from './alerts/storage-alert.repository.js';
import { StorageAlertService } from './alerts/storage-alert.service.js';
import { StorageApiService } from './api/storage-api.service.js';
import { CapacityService } from './capacity/capacity.service.js';
import { FirstRatesReader } from './growth/first-rates.js';
import { GrowthRepository } from './growth/growth.repository.js';
import { GrowthService } from './growth/growth.service.js';
import { MeasureHandler } from './measure/measure-handler.js';
import { MeasureService } from './measure/measure.service.js';
import { MeasurementRepository } from './measure/measurement.repository.js';
import { Measurer } from './measure/measurer.js';
import { MetricRepository } from './measure/metric.repository.js';
import { RowCountRepository } from './measure/row-count.repository.js';
import { RowCounter } from './measure/row-counter.js';
import { SystemTablesRepository } from './measure/system-tables.repository.js';
import { UnitSizes } from './measure/unit-sizes.js';
import { MeasuredStorage } from './measured-storage.js';
import { PartitionMetricsService } from './partitions/partition-figures.service.js';
import { ReferenceQueryRepository } from './retention/reference-query.repository.js';
import { ReferenceQueryService } from './retention/reference-query.service.js';
import { RetentionService } from './retention/retention.service.js';
import { StorageDatabase } from './storage-database.js';
import { StorageReportService } from './storage-report.service.js';

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
    StorageApiService,
    StorageReportService,
    UnitSizes,
  ],
  exports: [MeasureService, StorageApiService],
})
export class StorageModule {}
