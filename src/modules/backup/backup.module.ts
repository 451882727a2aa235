import { Module } from '@nestjs/common';
import { JobsModule } from '../jobs/jobs.module.js';
import { BackupTablesRepository } from './backup-tables.sql.js';
import { BackupService } from './backup.service.js';

/** Backups of the whole database into a folder. A restore needs no running application: see restore-backup.ts. */
@Module({
  imports: [JobsModule],
  providers: [BackupService, BackupTablesRepository],
  exports: [BackupService],
})
export class BackupModule {}
