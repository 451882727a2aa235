import { Injectable, Logger } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { MINUTE_MS } from '../../../common/time/calendar.js';
import { type ExclusiveResult, JobLeaseService } from '../../jobs/job-lease.service.js';
import { Job, type JobHandler } from '../../jobs/job.decorator.js';
import type { ActiveLease } from '../../jobs/job-lease.entity.js';
import { type RefreshReport, ScheduleRefresh } from '../schedule/schedule-sync.service.js';
import { CatalogSync, type SyncOptions } from './catalog-sync.service.js';
import { describeReport, scheduleTroubles, type SyncReport } from './sync-report.js';

const CATALOG_SYNC_JOB = 'catalog-sync';
const SYNC_LEASE_MS = 120_000;

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
      ttlMs: SYNC_LEASE_MS,
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
  async findHold(): Promise<ActiveLease | null> {
    return this.leases.findActive(CATALOG_SYNC_JOB);
  }

  /** There is a catalogue, as new as the schedule keeps it. */
  async hasCatalogue(): Promise<boolean> {
    return this.leases.lastRunEndedWell(CATALOG_SYNC_JOB);
  }
}

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

const SCHEDULE_REFRESH_JOB = 'schedule-refresh';
const REFRESH_LEASE_MS = 60_000;

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
      ttlMs: REFRESH_LEASE_MS,
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
