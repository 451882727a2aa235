import { Injectable, Module } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { MINUTE_MS } from '../../../common/time/calendar.js';
import { JobLeaseService } from '../../jobs/job-lease.service.js';
import { Job, type JobHandler } from '../../jobs/job.decorator.js';
import { JobsModule } from '../../jobs/jobs.module.js';
import { SnapshotsModule } from '../snapshots.module.js';
import { PartitionStatusService } from './partition-status.service.js';
import { PartitionStatusRepository } from './partition.repository.js';
import { PartitionService } from './partition.service.js';

const JOB = 'partitions';
const LEASE_MS = 60_000;

/** Keeps the partitions ahead: when a working process starts, and every day. */
@Injectable()
export class PartitionHandler implements JobHandler {
  constructor(
    private readonly partitions: PartitionService,
    private readonly leases: JobLeaseService,
  ) {}

  isDueAtStart(): Promise<boolean> {
    return Promise.resolve(true);
  }

  // Any hour does: each change of the schema takes hundredths of a second, and cannot be interrupted by the signal.
  @Cron('0 25 3 * * *', { name: JOB, timeZone: 'UTC' })
  @Job({
    description: 'Creates the monthly partitions of the months ahead',
    timeoutMs: 30 * MINUTE_MS,
  })
  async run(): Promise<void> {
    await this.leases.runExclusive({
      name: JOB,
      ttlMs: LEASE_MS,
      work: () => this.partitions.ensure(),
      describe: (reports) =>
        reports.map(({ table, created, strandedRows }) => `${table} +${created} (${strandedRows} stranded)`).join(', '),
    });
  }
}

/** The serving process's part. */
@Module({ imports: [JobsModule, SnapshotsModule], providers: [PartitionHandler] })
export class PartitionHandlerModule {}

@Module({ providers: [PartitionStatusRepository, PartitionStatusService], exports: [PartitionStatusService] })
export class PartitionStatusModule {}
