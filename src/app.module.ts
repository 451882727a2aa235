import { Module } from '@nestjs/common';
import { HttpModule } from './common/http/http.module.js';
import { CoreModule } from './core.module.js';
import { AnalyticsApiModule } from './modules/analytics/analytics-api.module.js';
import { StatisticsApiModule } from './modules/analytics/statistics/statistics-api.module.js';
import { CatalogApiModule } from './modules/catalog-api/catalog-api.module.js';
import { CatalogAdminApiModule } from './modules/catalog/catalog-admin-api.module.js';
import { CatalogSyncModule } from './modules/catalog/sync/catalog-sync.module.js';
import { ClockModule } from './modules/clock/clock.module.js';
import { CollectorApiModule } from './modules/collector/collector-api.module.js';
import { ExclusionsApiModule } from './modules/exclusions/exclusions-api.module.js';
import { ExportApiModule } from './modules/export/export-api.module.js';
import { HealthModule } from './modules/health/health.module.js';
import { HistoryApiModule } from './modules/history-api/history-api.module.js';
import { ImportApiModule } from './modules/import/import-api.module.js';
import { SchedulerModule } from './modules/jobs/scheduler.module.js';
import { LiveApiModule } from './modules/live/live-api.module.js';
import { MetadataApiModule } from './modules/metadata/metadata-api.module.js';
import { MetricsApiModule } from './modules/metrics/metrics-api.module.js';
import { QualityApiModule } from './modules/quality/api/quality-api.module.js';
import { PartitionHandlerModule } from './modules/snapshots/partitions/partition-handler.module.js';
import { DiskModule } from './modules/storage/disk/disk.module.js';
import { StorageApiModule } from './modules/storage/storage-api.module.js';

/** The HTTP application. */
@Module({
  imports: [
    CoreModule,
    HttpModule,
    HealthModule,
    AnalyticsApiModule,
    MetadataApiModule,
    CatalogApiModule,
    CatalogAdminApiModule,
    ClockModule,
    CollectorApiModule,
    CatalogSyncModule,
    ExclusionsApiModule,
    ExportApiModule,
    HistoryApiModule,
    ImportApiModule,
    LiveApiModule,
    MetricsApiModule,
    PartitionHandlerModule,
    StatisticsApiModule,
    QualityApiModule,
    DiskModule,
    StorageApiModule,
    SchedulerModule,
  ],
})
export class AppModule {}
