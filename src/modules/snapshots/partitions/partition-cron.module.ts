import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { JobsModule } from '../../jobs/jobs.module.js';
import { SnapshotsModule } from '../snapshots.module.js';
import { PartitionCron } from './partition-cron.js';

/** The serving process's part. */
@Module({
  imports: [ScheduleModule.forRoot(), JobsModule, SnapshotsModule],
  providers: [PartitionCron],
})
export class PartitionCronModule {}
