import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { TaskTracker } from '../../common/async/task-tracker.js';
import { withDatabaseRetry } from '../../common/database/retry.js';
import { TransactionService } from '../../common/database/transaction.service.js';
import { MINUTE_MS } from '../../common/time/calendar.js';
import { Clock } from '../../common/time/clock.js';
import { Job, type JobHandler } from '../jobs/job.decorator.js';
import type { ActiveLease } from '../jobs/job-lease.entity.js';
import { type ExclusiveResult, JobLeaseService } from '../jobs/job-lease.service.js';
import { DayInvalidation } from './day-invalidation.service.js';
import type { ParkDaysStatistics } from './days/park-days.js';
import { type LoadedRange, ParkRangeService } from './park-range.service.js';
import { type InvalidatedRange, InvalidationLogRepository } from './queries/invalidation-log.repository.js';
import { RollupRepository } from './queries/rollup.sql.js';

export const STATISTICS_JOB = 'statistics';
const LEASE_MS = 60_000;

export interface RefreshProgress {
  parkDays: number;
  snapshots: number;
  /** Park-days that are still invalidated. */
  left: number;
}

export interface RefreshReport extends Omit<RefreshProgress, 'left'> {
  /** Parks whose days could not be computed; these days stay invalidated. */
  failedParkIds: number[];
}

export interface RefreshRequest {
  signal?: AbortSignal | undefined;
  /** Restricts the refresh to these parks and the parks that their rides are linked to. */
  parkIds?: readonly number[] | undefined;
  onProgress?: ((progress: RefreshProgress) => void) | undefined;
}

/**
 * Recomputes every invalidated park-day and removes its invalidation in the transaction that writes its statistics. A
 * process killed at any point leaves complete days, and the other days stay invalidated.
 */
@Injectable()
export class StatisticsRefreshService implements JobHandler, OnModuleDestroy {
  private readonly logger = new Logger(StatisticsRefreshService.name);
  private readonly tasks = new TaskTracker();

  constructor(
    private readonly transactions: TransactionService,
    private readonly ranges: ParkRangeService,
    private readonly invalidations: InvalidationLogRepository,
    private readonly rollups: RollupRepository,
    private readonly invalidation: DayInvalidation,
    private readonly leases: JobLeaseService,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs until no day is invalidated, or until the signal aborts it between two ranges of days. Only one process refreshes
   * at a time, and a process that is shutting down does not start.
   */
  async refresh(request: RefreshRequest = {}): Promise<ExclusiveResult<RefreshReport>> {
    if (this.tasks.isEnding) return { ran: false };
    const work = this.leases.runExclusive({
      name: STATISTICS_JOB,
      ttlMs: LEASE_MS,
      work: (lost) => this.refreshAll(this.tasks.signalWith(lost, request.signal), request),
      describe: ({ parkDays, snapshots, failedParkIds }) =>
        `${failedParkIds.length === 0 ? '' : 'FAILED in part: '}${parkDays} park-days of ${snapshots} snapshots`,
    });
    return this.tasks.follow(work);
  }

  /** Whether any process is refreshing now. */
  async isRunning(): Promise<boolean> {
    return this.leases.isRunning(STATISTICS_JOB);
  }

  /** The lease of the refresh in progress; null if there is none. */
  async findLease(): Promise<ActiveLease | null> {
    return this.leases.findActive(STATISTICS_JOB);
  }

  /** A crash or an import by command line may have left invalidated days. */
  isDueAtStart(): Promise<boolean> {
    return Promise.resolve(true);
  }

  // New observations are in the statistics within a minute. A run that finds nothing invalidated costs one query.
  @Cron('30 * * * * *', { name: STATISTICS_JOB, timeZone: 'UTC' })
  @Job({
    description: 'Computes the statistics of invalidated park-days',
    // A rebuild of many years may take this long.
    timeoutMs: 120 * MINUTE_MS,
  })
  async run(signal: AbortSignal): Promise<void> {
    await this.refresh({ signal });
  }

  async onModuleDestroy(): Promise<void> {
    await this.tasks.end();
  }

  private async refreshAll(signal: AbortSignal, { parkIds, onProgress }: RefreshRequest): Promise<RefreshReport> {
    const parks = parkIds === undefined ? null : new Set(parkIds);
    const report: RefreshReport = { parkDays: 0, snapshots: 0, failedParkIds: [] };
    await this.withRetry(() => this.invalidation.invalidateRecut());
    let next = this.loadNext(parks, [], report);
    let inProgress: InvalidatedRange[] = [];
    let [writing, written] = [Promise.resolve(), [] as InvalidatedRange[]];
    try {
      while (!signal.aborted) {
        const loaded = await next;
        if (loaded === null) await writing;
        // Days invalidated again during their computation are computed once more.
        if (loaded === null && inProgress.length === 0) break;
        // One range is written while the next one is computed and the one after it is read.
        inProgress = loaded === null ? [] : [...written, loaded.range];
        next = this.loadNext(parks, inProgress, report);
        next.catch(() => undefined);
        if (loaded === null) continue;
        const statistics = await this.runOrLog(loaded.range, report, () => this.ranges.compute(loaded));
        await writing;
        if (statistics === undefined) continue;
        [writing, written] = [this.write(loaded, statistics, report, onProgress), [loaded.range]];
        writing.catch(() => undefined);
      }
      await writing;
    } finally {
      // No read or write may continue after the lease is released or the connections are closed.
      await Promise.allSettled([next, writing]);
    }
    if (report.parkDays > 0) this.logger.log(`${report.parkDays} park-days of ${report.snapshots} snapshots computed`);
    return report;
  }

  private async loadNext(
    parks: Set<number> | null,
    inProgress: readonly InvalidatedRange[],
    report: RefreshReport,
  ): Promise<LoadedRange | null> {
    for (;;) {
      const range = await this.withRetry(() => this.invalidations.findNext(parks, report.failedParkIds, inProgress));
      if (range === null) return null;
      const loaded = await this.runOrLog(range, report, async () => {
        const linked = await this.withRetry(() => this.invalidation.invalidateLinked(range));
        for (const parkId of linked) parks?.add(parkId);
        return this.withRetry(() => this.ranges.load(range));
      });
      if (loaded !== undefined && loaded !== null) return loaded;
      if (loaded === null) await this.forget(range);
    }
  }

  private async write(
    loaded: LoadedRange,
    statistics: ParkDaysStatistics,
    report: RefreshReport,
    onProgress: RefreshRequest['onProgress'],
  ): Promise<void> {
    await this.runOrLog(loaded.range, report, () => this.replace(loaded, statistics, report));
    if (onProgress !== undefined) onProgress({ ...report, left: await this.invalidations.count() });
  }

  /** Replaces the statistics of the days, unless another process has just done so. */
  private async replace(loaded: LoadedRange, statistics: ParkDaysStatistics, report: RefreshReport): Promise<void> {
    try {
      await this.transactions.run(async (manager) => {
        await this.rollups.replace(manager, loaded.scope, statistics);
        if (!(await this.invalidations.settle(manager, loaded.range))) throw new ConcurrentRefreshError();
      });
    } catch (error) {
      if (error instanceof ConcurrentRefreshError) return;
      throw error;
    }
    report.parkDays += loaded.range.days.length;
    report.snapshots += loaded.rowCount;
  }

  /** Deleted parks have no statistics, so their invalidations are only removed. */
  private async forget(range: InvalidatedRange): Promise<void> {
    await this.transactions.run((manager) => this.invalidations.settle(manager, range));
  }

  /** A failure in one park must not stop the others. */
  private async runOrLog<T>(
    range: InvalidatedRange,
    report: RefreshReport,
    work: () => Promise<T>,
  ): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!report.failedParkIds.includes(range.parkId)) report.failedParkIds.push(range.parkId);
      const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.logger.error(`park ${range.parkId}, ${range.days[0]!.localDate}: ${why}`);
      return undefined;
    }
  }

  private withRetry<T>(work: () => Promise<T>): Promise<T> {
    return withDatabaseRetry(work, { nowMs: () => this.clock.now().getTime() });
  }
}

/** Another process computed these days in the meantime, from newer observations. */
class ConcurrentRefreshError extends Error {}
