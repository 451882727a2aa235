import { Module } from '@nestjs/common';
import { HttpModule } from './common/http/http.module.js';
import { CoreModule } from './core.module.js';
import { AccessModule } from './modules/access/access.module.js';
import { AuditModule } from './modules/audit/audit.module.js';
import { AnalyticsModule } from './modules/analytics/analytics.module.js';
import { BackupModule } from './modules/backup/backup.module.js';
import { CatalogModule } from './modules/catalog/catalog.module.js';
import { ClockWatchModule } from './modules/collector/clock-watch.module.js';
import { CollectorModule } from './modules/collector/collector.module.js';
import { DriftModule } from './modules/drift/drift.module.js';
import { ExclusionsModule } from './modules/exclusions/exclusions.module.js';
import { EventsModule } from './modules/events/events.module.js';
import { ExportModule } from './modules/export/export.module.js';
import { HealthModule } from './modules/health/health.module.js';
import { HistoryUpkeepModule } from './modules/history-upkeep/history-upkeep.module.js';
import { ReconciliationModule } from './modules/history-api/reconciliation/reconciliation.module.js';
import { ImportWorkerModule } from './modules/import/import.module.js';
import { JobWatchModule } from './modules/job-watch/job-watch.module.js';
import { SchedulerModule } from './modules/jobs/jobs.module.js';
import { LiveModule } from './modules/live/live.module.js';
import { MetadataModule } from './modules/metadata/metadata.module.js';
import { MetricsApiModule } from './modules/metrics/metrics.module.js';
import { QualityModule } from './modules/quality/quality.module.js';
import { OwnCatalogModule } from './modules/own-catalog/own-catalog.module.js';
import { PartitionsModule } from './modules/snapshots/partitions/partitions.module.js';
import { ReplicaWatchModule } from './modules/replica/replica.module.js';
import { ShowsModule } from './modules/shows/shows.module.js';
import { StatisticsModule } from './modules/statistics/statistics.module.js';
import { DiskModule, StorageModule } from './modules/storage/storage.module.js';

/** The HTTP application. */
@Module({
  imports: [
    CoreModule,
    HttpModule,
    AccessModule,
    AuditModule,
    HealthModule,
    HistoryUpkeepModule,
    AnalyticsModule,
    BackupModule,
    MetadataModule,
    CatalogModule,
    ClockWatchModule,
    CollectorModule,
    DriftModule,
    ExclusionsModule,
    EventsModule,
    ExportModule,
    ImportWorkerModule,
    JobWatchModule,
    LiveModule,
    MetricsApiModule,
    OwnCatalogModule,
    PartitionsModule,
    ShowsModule,
    StatisticsModule,
    QualityModule,
    ReconciliationModule,
    ReplicaWatchModule,
    DiskModule,
    StorageModule,
    SchedulerModule,
  ],
})
export class AppModule {}
