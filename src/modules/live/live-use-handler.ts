import { Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { Clock } from '../../common/time/clock.js';
import { MINUTE_MS } from '../../common/time/durations.js';
import { Job, type JobHandler } from '../jobs/job.decorator.js';
import { JobLeaseService } from '../jobs/job-lease.service.js';
import { ParksInUse } from './freshness/parks-in-use.service.js';

export const LIVE_USE_JOB = 'live-use';
const LEASE_MS = 60_000;

/** Keeps what the observations tell of the use of parks now. */
@Injectable()
export class LiveUseHandler implements JobHandler {
  constructor(
    private readonly parks: ParksInUse,
    private readonly leases: JobLeaseService,
    private readonly clock: Clock,
  ) {}

  // What a poll observed shows in live answers within a minute; only parks with news are read.
  @Cron('45 * * * * *', { name: LIVE_USE_JOB, timeZone: 'UTC' })
  @Job({
    description: 'Judges by the observations of the day which parks are in use now',
    timeoutMs: 5 * MINUTE_MS,
    needsRightClock: true,
    isEnabled: ({ COLLECT_ENABLED }) => COLLECT_ENABLED,
  })
  async run(signal: AbortSignal): Promise<void> {
    await this.leases.runExclusive({
      name: LIVE_USE_JOB,
      ttlMs: LEASE_MS,
      work: (lost) => this.parks.refresh(this.clock.now(), AbortSignal.any([signal, lost])),
      describe: (count) => `${count} parks judged`,
    });
  }
}
