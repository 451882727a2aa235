import { Injectable, Logger } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { MINUTE_MS } from '../../../common/time/calendar.js';
import { Clock } from '../../../common/time/clock.js';
import { type ExclusiveResult, JobLeaseService } from '../../jobs/job-lease.service.js';
import { Job, type JobHandler } from '../../jobs/job.decorator.js';
import type { ActiveLease } from '../../jobs/job-lease.entity.js';
import { PastSchedules } from '../schedule/past-schedules.service.js';
import { type RefreshReport, ScheduleRefresh } from '../schedule/schedule-sync.service.js';
import { CatalogSync, type SyncOptions } from './catalog-sync.service.js';
import { describeReport, scheduleTroubles, type SyncReport } from './sync-report.js';

const CATALOG_SYNC_JOB = 'catalog-sync';
const SYNC_LEASE_MS = 120_000;

/** Runs at most one synchronisation at a time across all processes. */
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

  /** The lease of a running synchronisation; null: none is running. */
  async findActiveLease(): Promise<ActiveLease | null> {
    return this.leases.findActive(CATALOG_SYNC_JOB);
  }

  /** Whether the catalogue exists: the last synchronisation succeeded. */
  async hasCatalogue(): Promise<boolean> {
    return this.leases.lastRunEndedWell(CATALOG_SYNC_JOB);
  }
}

/** The scheduled synchronisation. Also runs at start if there is no catalogue yet or the last attempt failed. */
@Injectable()
export class CatalogSyncHandler implements JobHandler {
  constructor(private readonly job: CatalogSyncJob) {}

  async isDueAtStart(): Promise<boolean> {
    return !(await this.job.hasCatalogue());
  }

  // Before the first European parks open, and after the last American ones close.
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

/** The scheduled refresh. It is skipped during a catalogue synchronisation, which reads every schedule anyway. */
@Injectable()
export class ScheduleRefreshHandler implements JobHandler {
  private readonly logger = new Logger(ScheduleRefreshHandler.name);

  constructor(
    private readonly refresh: ScheduleRefresh,
    private readonly leases: JobLeaseService,
    private readonly clock: Clock,
  ) {}

  // One request per park in use: 150 parks take three minutes at a quarter of the request budget.
  @Cron('50 1-23/2 * * *', { name: SCHEDULE_REFRESH_JOB, timeZone: 'UTC' })
  @Job({
    description: 'Refreshes the schedules of parks that are open or will open soon',
    timeoutMs: 60 * MINUTE_MS,
    needsRightClock: true,
    setting: 'SCHEDULE_REFRESH_CRON',
    isEnabled: ({ COLLECT_ENABLED }) => COLLECT_ENABLED,
  })
  async run(signal: AbortSignal): Promise<void> {
    if (await this.leases.isRunning(CATALOG_SYNC_JOB)) {
      await this.leases.recordRun(SCHEDULE_REFRESH_JOB, this.clock.now(), null, 'skipped: the catalogue is being read');
      return;
    }
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

const PAST_SCHEDULES_JOB = 'schedule-past';
/** Four minutes' worth of the background budget; the months of all parks since 2019 are read within a month. */
const MONTHS_PER_RUN = 300;

/** Reads the schedules of past months of which nothing was observed, some every day. */
@Injectable()
export class PastSchedulesHandler implements JobHandler {
  constructor(
    private readonly past: PastSchedules,
    private readonly leases: JobLeaseService,
  ) {}

  @Cron('20 9 * * *', { name: PAST_SCHEDULES_JOB, timeZone: 'UTC' })
  @Job({
    description: 'Reads the published schedules of past months in which none was observed',
    timeoutMs: 60 * MINUTE_MS,
    needsRightClock: true,
    isEnabled: ({ COLLECT_ENABLED }) => COLLECT_ENABLED,
  })
  async run(signal: AbortSignal): Promise<void> {
    await this.leases.runExclusive({
      name: PAST_SCHEDULES_JOB,
      ttlMs: REFRESH_LEASE_MS,
      work: (lost) => this.past.fill({ maxMonths: MONTHS_PER_RUN, signal: AbortSignal.any([signal, lost]) }),
      describe: ({ months, entriesAdded, failed, left }) =>
        `${months} months: +${entriesAdded}; ${failed} failed, ${left} left`,
    });
  }
}
