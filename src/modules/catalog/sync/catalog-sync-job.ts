import { Injectable, Logger } from '@nestjs/common';
import { type ExclusiveResult, JobLeaseService } from '../../jobs/job-lease.service.js';
import type { LeaseHold } from '../../jobs/lease-hold.js';
import { CatalogSync, type SyncOptions } from './catalog-sync.service.js';
import { describeReport, type SyncReport } from './sync-report.js';

export const CATALOG_SYNC_JOB = 'catalog-sync';
const LEASE_MS = 120_000;

/** One synchronisation at a time, whatever the number of processes. */
@Injectable()
export class CatalogSyncJob {
  private readonly logger = new Logger(CatalogSyncJob.name);

  constructor(
    private readonly catalog: CatalogSync,
    private readonly leases: JobLeaseService,
  ) {}

  async run(options: SyncOptions = {}): Promise<ExclusiveResult<SyncReport>> {
    const result = await this.leases.runExclusive({
      name: CATALOG_SYNC_JOB,
      ttlMs: LEASE_MS,
      work: (lost) => {
        const signal = options.signal ? AbortSignal.any([options.signal, lost]) : lost;
        return this.catalog.sync({ ...options, signal });
      },
      describe: describeReport,
    });
    if (result.ran) this.logger.log(`catalogue: ${describeReport(result.result)}`);
    return result;
  }

  /** Since when another synchronisation is under way; null where none is. */
  async findHold(): Promise<LeaseHold | null> {
    return this.leases.findHold(CATALOG_SYNC_JOB);
  }

  /** There is a catalogue, as new as the schedule keeps it. */
  async hasCatalogue(): Promise<boolean> {
    return this.leases.lastRunEndedWell(CATALOG_SYNC_JOB);
  }
}
