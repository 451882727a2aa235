import { Injectable } from '@nestjs/common';
import type { JobHandler } from '../../jobs/job-handler.js';
import { JobLeaseService } from '../../jobs/job-lease.service.js';
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

  /** Changes of the schema, hundredths of a second each, which cannot be broken off: the signal has no use for it. */
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
