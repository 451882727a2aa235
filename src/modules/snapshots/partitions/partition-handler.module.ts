import { Module } from '@nestjs/common';
import { JobsModule } from '../../jobs/jobs.module.js';
import { SnapshotsModule } from '../snapshots.module.js';
import { PartitionHandler } from './partition-handler.js';

/** The serving process's part. */
@Module({ imports: [JobsModule, SnapshotsModule], providers: [PartitionHandler] })
export class PartitionHandlerModule {}
