import { Module } from '@nestjs/common';
import { CatalogSyncCron } from './catalog-sync-cron.js';
import { CatalogSyncModule } from './catalog-sync.module.js';

/** The daily synchronisation of a serving process. */
@Module({ imports: [CatalogSyncModule], providers: [CatalogSyncCron] })
export class CatalogSyncCronModule {}
