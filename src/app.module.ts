import { Module } from '@nestjs/common';
import { HttpModule } from './common/http/http.module.js';
import { CoreModule } from './core.module.js';
import { CatalogSyncCronModule } from './modules/catalog/sync/catalog-sync-cron.module.js';
import { CatalogApiModule } from './modules/catalog/catalog-api.module.js';
import { CollectorApiModule } from './modules/collector/collector-api.module.js';
import { HealthModule } from './modules/health/health.module.js';
import { ImportApiModule } from './modules/import/import-api.module.js';
import { LiveApiModule } from './modules/live/live-api.module.js';
import { MetadataApiModule } from './modules/metadata/metadata-api.module.js';
import { MetricsApiModule } from './modules/metrics/metrics-api.module.js';
import { HistoryApiModule } from './modules/snapshots/history/history-api.module.js';
import { PartitionCronModule } from './modules/snapshots/partitions/partition-cron.module.js';

/** The HTTP application. */
@Module({
  imports: [
    CoreModule,
    HttpModule,
    HealthModule,
    MetadataApiModule,
    CatalogApiModule,
    CollectorApiModule,
    CatalogSyncCronModule,
    HistoryApiModule,
    ImportApiModule,
    LiveApiModule,
    MetricsApiModule,
    PartitionCronModule,
  ],
})
export class AppModule {}
