import { Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { MINUTE_MS } from '../../../common/time/durations.js';
import { Job, type JobHandler } from '../../jobs/job.decorator.js';
import { JobLeaseService } from '../../jobs/job-lease.service.js';
import { FeedHealth } from './feed-suspicion.service.js';

export const FEED_HEALTH_JOB = 'feed-health';
const LEASE_MS = 60_000;

/** The scheduled look at feeds that are not to be believed, apart from the cycle: it costs the collection nothing. */
@Injectable()
export class FeedHealthHandler implements JobHandler {
  constructor(
    private readonly feedHealth: FeedHealth,
    private readonly leases: JobLeaseService,
  ) {}

  // Between two cycles of the default schedule. Nights and frozen feeds are a matter of hours.
  @Cron('0 7,37 * * * *', { name: FEED_HEALTH_JOB, timeZone: 'UTC' })
  @Job({
    description: 'Searches live feeds for stale and invalid data',
    timeoutMs: 10 * MINUTE_MS,
    needsRightClock: true,
    isEnabled: ({ COLLECT_ENABLED }) => COLLECT_ENABLED,
  })
  async run(signal: AbortSignal): Promise<void> {
    await this.leases.runExclusive({
      name: FEED_HEALTH_JOB,
      ttlMs: LEASE_MS,
      work: (lost) => this.feedHealth.look(AbortSignal.any([signal, lost])),
      describe: (parks) => `${parks} suspicious parks`,
    });
  }
}
