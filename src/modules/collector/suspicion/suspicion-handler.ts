import { Injectable } from '@nestjs/common';
import type { JobHandler } from '../../jobs/job-handler.js';
import { JobLeaseService } from '../../jobs/job-lease.service.js';
import { FeedSuspicion } from './feed-suspicion.service.js';

export const SUSPICION_JOB = 'feed-suspicion';
const LEASE_MS = 60_000;

/** The scheduled look at feeds that are not to be believed, apart from the cycle: it costs the collection nothing. */
@Injectable()
export class SuspicionHandler implements JobHandler {
  constructor(
    private readonly suspicion: FeedSuspicion,
    private readonly leases: JobLeaseService,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    await this.leases.runExclusive({
      name: SUSPICION_JOB,
      ttlMs: LEASE_MS,
      work: (lost) => this.suspicion.look(AbortSignal.any([signal, lost])),
      describe: (parks) => `${parks} suspicious parks`,
    });
  }
}
