import { Module } from '@nestjs/common';
import { AppModule } from '../app.module.js';
import { ImportSessionModule } from '../cli/import/import-session.module.js';
import { StatisticsStepModule } from '../cli/statistics/statistics-step.module.js';
import { CatalogSyncModule } from '../modules/catalog/sync/catalog-sync.module.js';
import { CollectorModule } from '../modules/collector/collector.module.js';
import { ImportModule } from '../modules/import/import.module.js';
import { DemoImport } from './demo-import.js';
import { DemoLive } from './demo-live.js';

/** The HTTP application as it is, and the means to fill it at once. */
@Module({
  imports: [AppModule, CatalogSyncModule, CollectorModule, ImportModule, ImportSessionModule, StatisticsStepModule],
  providers: [DemoImport, DemoLive],
})
export class DemoModule {}
