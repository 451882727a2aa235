import { Module } from '@nestjs/common';
import { JobsModule } from '../../jobs/jobs.module.js';
import { PartitionStatusService } from './partition-status.service.js';
import { PartitionRepository } from './partition.sql.js';
import { PartitionService } from './partition.service.js';

/** Separate from SnapshotsModule for those who only look at partitions, such as health and storage. */
@Module({
  imports: [JobsModule],
  providers: [PartitionRepository, PartitionService, PartitionStatusService],
  exports: [PartitionService, PartitionStatusService],
})
export class PartitionsModule {}
