import { Injectable, Logger } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { MINUTE_MS } from '../../../../common/time/durations.js';
import { Job, type JobHandler } from '../../../jobs/job.decorator.js';
import { JobLeaseService } from '../../../jobs/job-lease.service.js';
import { CATALOG_SYNC_JOB } from '../catalog-sync-job.js';
import { scheduleTroubles } from '../sync-report.js';
import { type RefreshReport, ScheduleRefresh } from './schedule-refresh.service.js';

export const SCHEDULE_REFRESH_JOB = 'schedule-refresh';
const LEASE_MS = 60_000;

/** The scheduled refresh. Skipped during a synchronisation of the catalogue, which reads every schedule anyway. */
@Injectable()
export class ScheduleRefreshHandler implements JobHandler {
  private readonly logger = new Logger(ScheduleRefreshHandler.name);

  constructor(
    private readonly refresh: ScheduleRefresh,
    private readonly leases: JobLeaseService,
  ) {}

  // A request for each park in use: 150 parks take three minutes at a quarter of the request budget.
  @Cron('50 1-23/2 * * *', { name: SCHEDULE_REFRESH_JOB, timeZone: 'UTC' })
  @Job({
    description: 'Reads the schedules of parks in use again',
    timeoutMs: 60 * MINUTE_MS,
    needsRightClock: true,
    setting: 'SCHEDULE_REFRESH_CRON',
    isEnabled: ({ COLLECT_ENABLED }) => COLLECT_ENABLED,
  })
  async run(signal: AbortSignal): Promise<void> {
    if (await this.leases.isRunning(CATALOG_SYNC_JOB)) return;
    const result = await this.leases.runExclusive({
      name: SCHEDULE_REFRESH_JOB,
      ttlMs: LEASE_MS,
      work: (lost) => this.refresh.refresh(AbortSignal.any([signal, lost])),
      describe: describeRefresh,
    });
    if (result.ran) this.logger.log(`schedules: ${describeRefresh(result.result)}`);
  }
}

function describeRefresh(report: RefreshReport): string {
  const { parks, failed, scheduleEntriesAdded: added, scheduleEntriesWithdrawn: withdrawn } = report;
  return `${parks} parks in use or soon to open: +${added} -${withdrawn}${scheduleTroubles(report)}; ${failed} failed`;
}
