import { Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { AppConfig } from '../../common/config/app-config.js';
import { MINUTE_MS } from '../../common/time/calendar.js';
import { Job, type JobHandler } from '../jobs/job.decorator.js';
import { JobLeaseService } from '../jobs/job-lease.service.js';
import { GapFilling } from './gap-filling.service.js';
import { HistoryRecheck } from './recheck.service.js';

export const HISTORY_GAPS_JOB = 'history-gaps';
export const HISTORY_RECHECK_JOB = 'history-recheck';
const LEASE_MS = 60_000;

/** Begins imports of the days of gaps; the next run determines how far they are filled. Any free worker runs the imports. */
@Injectable()
export class HistoryGapsHandler implements JobHandler {
  constructor(
    private readonly filling: GapFilling,
    private readonly leases: JobLeaseService,
    private readonly config: AppConfig,
  ) {}

  // Some minutes after the hourly check, which finds the gaps.
  @Cron('22,52 * * * *', { name: HISTORY_GAPS_JOB, timeZone: 'UTC' })
  @Job({
    description: 'Fills gaps of live collection from the History API',
    timeoutMs: 10 * MINUTE_MS,
    needsRightClock: true,
    isEnabled: (config) => config.areHistoryJobsEnabled,
  })
  async run(): Promise<void> {
    await this.leases.runExclusive({
      name: HISTORY_GAPS_JOB,
      ttlMs: LEASE_MS,
      work: async () => ({ report: await this.filling.assess(), begun: await this.begin() }),
      describe: ({ report: { gaps, filled, partlyFilled, notHeld, provisional, filledMinutes }, begun }) =>
        `${gaps} gaps: ${filled} filled, ${partlyFilled} partly, ${notHeld} not held, ${provisional} provisional ` +
        `(${filledMinutes} minutes); ` +
        `${begun} imports begun`,
    });
  }

  private async begin(): Promise<number> {
    const { HISTORY_JOB_MAX_DAYS: maxDays } = this.config;
    return (await this.filling.begin({ origin: 'api', parkIds: null, maxDays, isUrgent: false })).length;
  }
}

@Injectable()
export class HistoryRecheckHandler implements JobHandler {
  constructor(
    private readonly recheck: HistoryRecheck,
    private readonly leases: JobLeaseService,
    private readonly config: AppConfig,
  ) {}

  @Cron('0 35 7 * * *', { name: HISTORY_RECHECK_JOB, timeZone: 'UTC' })
  @Job({
    description: 'Imports provisional days of the History API again, and compares a sample of final ones',
    timeoutMs: 10 * MINUTE_MS,
    needsRightClock: true,
    isEnabled: (config) => config.areHistoryJobsEnabled,
  })
  async run(): Promise<void> {
    const { HISTORY_JOB_MAX_DAYS: maxProvisional, HISTORY_RECHECK_DAYS: sample } = this.config;
    await this.leases.runExclusive({
      name: HISTORY_RECHECK_JOB,
      ttlMs: LEASE_MS,
      work: () => this.recheck.begin({ origin: 'api', maxProvisional, sample }),
      describe: ({ provisional, final, imports }) =>
        `${provisional} provisional and ${final} final days, ${imports.length} imports begun`,
    });
  }
}
