import { Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { MINUTE_MS } from '../../../common/time/durations.js';
import { Job, type JobHandler } from '../../jobs/job.decorator.js';
import { CATALOG_SYNC_JOB, CatalogSyncJob } from './catalog-sync-job.js';

/** The scheduled synchronisation; also at a start at which there is no catalogue yet, or the last attempt failed. */
@Injectable()
export class CatalogSyncHandler implements JobHandler {
  constructor(private readonly job: CatalogSyncJob) {}

  async isDueAtStart(): Promise<boolean> {
    return !(await this.job.hasCatalogue());
  }

  // Before the morning of the first parks of the day in Europe, after the night of the last in America.
  @Cron('0 40 4 * * *', { name: CATALOG_SYNC_JOB, timeZone: 'UTC' })
  @Job({
    description: 'Brings destinations, parks, rides and schedules in line with the live API',
    timeoutMs: 120 * MINUTE_MS,
    needsRightClock: true,
    isEnabled: ({ COLLECT_ENABLED }) => COLLECT_ENABLED,
  })
  async run(signal: AbortSignal): Promise<void> {
    await this.job.run({ signal });
  }
}
