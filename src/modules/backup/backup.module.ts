import { Module } from '@nestjs/common';
import { JobsModule } from '../jobs/jobs.module.js';
import { BackupTablesRepository } from './backup-tables.sql.js';
import { MonthRestoreService } from './month-restore.service.js';
import { MonthRestoreRepository } from './month-restore.sql.js';
import { SnapshotsModule } from '../snapshots/snapshots.module.js';
import { BackupService } from './backup.service.js';

/** Backups of the whole database into a folder or a bucket. A restore of the whole needs no running application: see restore-backup.ts. */
@Module({
  imports: [JobsModule, SnapshotsModule],
  providers: [BackupService, BackupTablesRepository, MonthRestoreRepository, MonthRestoreService],
  exports: [BackupService, MonthRestoreService],
})
export class BackupModule {}
