import { Module } from '@nestjs/common';
import { AlertsModule } from '../../alerts/alerts.module.js';
import { DatabaseDiskRepository } from './database-disk.repository.js';
import { DiskWatchHandler } from './disk-watch-handler.js';
import { DiskWatch } from './disk-watch.service.js';

/** The room that the database has left. */
@Module({
  imports: [AlertsModule],
  providers: [DatabaseDiskRepository, DiskWatch, DiskWatchHandler],
  exports: [DiskWatch],
})
export class DiskModule {}
