import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { TaskTracker } from '../../common/async/task-tracker.js';
import { withDatabaseRetry } from '../../common/database/retry.js';
import { Clock } from '../../common/time/clock.js';
import type { ActiveLease } from '../jobs/job-lease.entity.js';
import { type ExclusiveResult, JobLeaseService } from '../jobs/job-lease.service.js';
import { LINKED_DAY } from '../snapshots/local-days.js';
import { ObservationWriter } from '../snapshots/writing/observation-writer.js';
import { type LoadedRange, ParkRangeService } from './park-range.service.js';
import { type InvalidatedRange, InvalidationLogRepository } from './storage/invalidation-log.repository.js';
import { RollupRepository } from './storage/rollup.repository.js';
import { ZoneRules } from './zone-rules.service.js';

/** Days that are to be computed although no observation of theirs has been written. */
@Injectable()
export class DayInvalidation {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly ranges: ParkRangeService,
    private readonly zoneRules: ZoneRules,
    private readonly writer: ObservationWriter,
    private readonly clock: Clock,
  ) {}

  /** Days of parks whose time zone has other rules than those by which they are stored. */
  async invalidateRecut(): Promise<void> {
    await this.zoneRules.invalidateRecutDays();
  }

  /** Days of other parks for which observations of these count. @returns these parks */
  async invalidateLinked(range: InvalidatedRange): Promise<ReadonlySet<number>> {
    if (range.days.every(({ reason }) => reason === LINKED_DAY)) return new Set();
    const days = await this.ranges.linkedDays(range);
    if (days.length === 0) return new Set();
    await this.dataSource.transaction((manager) =>
      this.writer.invalidateParkDays(manager, days, LINKED_DAY, this.clock.now().getTime()),
    );
    return new Set(days.map(({ parkId }) => parkId));
  }
}

export const STATISTICS_JOB = 'statistics';
const LEASE_MS = 60_000;

export interface RefreshProgress {
  parkDays: number;
  snapshots: number;
  /** Park-days that are still marked. */
  left: number;
}

export interface RefreshReport extends Omit<RefreshProgress, 'left'> {
  /** Parks whose days could not be computed; their marks are still there. */
  failedParkIds: number[];
}

export interface RefreshRequest {
  signal?: AbortSignal | undefined;
  /** Only days of these parks, and of parks that rides of theirs are linked to. */
  parkIds?: readonly number[] | undefined;
  onProgress?: ((progress: RefreshProgress) => void) | undefined;
}

/**
 * Brings the statistics in step with the observations: computes every marked park-day anew and removes its mark in the
 * transaction that writes its figures. Killed at any point it leaves whole days and the marks of the others.
 */
@Injectable()
export class StatisticsRefreshService implements OnModuleDestroy {
  private readonly logger = new Logger(StatisticsRefreshService.name);
  private readonly inHand = new TaskTracker();

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly ranges: ParkRangeService,
    private readonly invalidations: InvalidationLogRepository,
    private readonly rollups: RollupRepository,
    private readonly invalidation: DayInvalidation,
    private readonly leases: JobLeaseService,
    private readonly clock: Clock,
  ) {}

  /**
   * Until no day is marked any more, or the signal ends it between two stretches of days; one process at a time, and none
   * that ends.
   */
  async refresh(request: RefreshRequest = {}): Promise<ExclusiveResult<RefreshReport>> {
    if (this.inHand.isEnding) return { ran: false };
    const work = this.leases.runExclusive({
      name: STATISTICS_JOB,
      ttlMs: LEASE_MS,
      work: (lost) => this.refreshAll(this.inHand.signalWith(lost, request.signal), request),
      describe: ({ parkDays, snapshots, failedParkIds }) =>
        `${failedParkIds.length === 0 ? '' : 'FAILED in part: '}${parkDays} park-days of ${snapshots} snapshots`,
    });
    return this.inHand.follow(work);
  }

  /** Whether some process is at it now. */
  async isRunning(): Promise<boolean> {
    return this.leases.isRunning(STATISTICS_JOB);
  }

  /** Since when some process is at it; null where none is. */
  async findLease(): Promise<ActiveLease | null> {
    return this.leases.findActive(STATISTICS_JOB);
  }

  async onModuleDestroy(): Promise<void> {
    await this.inHand.end();
  }

  private async refreshAll(signal: AbortSignal, { parkIds, onProgress }: RefreshRequest): Promise<RefreshReport> {
    const parks = parkIds === undefined ? null : new Set(parkIds);
    const report: RefreshReport = { parkDays: 0, snapshots: 0, failedParkIds: [] };
    await this.withRetry(() => this.invalidation.invalidateRecut());
    let [next, atWork] = [this.loadNext(parks, [], report), 0];
    try {
      while (!signal.aborted) {
        const loaded = await next;
        // What was marked again while it was at work is done once more.
        if (loaded === null && atWork === 0) break;
        const ranges = loaded === null ? [] : [loaded.range];
        // The next days are read while these are computed and written.
        [next, atWork] = [this.loadNext(parks, ranges, report), ranges.length];
        next.catch(() => undefined);
        if (loaded === null) continue;
        await this.runOrLog(loaded.range, report, () => this.settle(loaded, report));
        if (onProgress !== undefined) onProgress({ ...report, left: await this.invalidations.count() });
      }
    } finally {
      // Nothing is read any more once the lease is given back, or the connections are closed.
      await next.catch(() => undefined);
    }
    if (report.parkDays > 0) this.logger.log(`${report.parkDays} park-days of ${report.snapshots} snapshots computed`);
    return report;
  }

  private async loadNext(
    parks: Set<number> | null,
    atWork: readonly InvalidatedRange[],
    report: RefreshReport,
  ): Promise<LoadedRange | null> {
    for (;;) {
      const range = await this.withRetry(() => this.invalidations.findNext(parks, report.failedParkIds, atWork));
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

  private async settle(loaded: LoadedRange, report: RefreshReport): Promise<void> {
    const statistics = await this.ranges.compute(loaded);
    const isKept = await this.withRetry(() =>
      this.dataSource
        .transaction(async (manager) => {
          await this.rollups.replace(manager, loaded.place, statistics);
          if (!(await this.invalidations.settle(manager, loaded.range))) throw new ConcurrentRefreshError();
          return true;
        })
        .catch((error: unknown) => {
          if (error instanceof ConcurrentRefreshError) return false;
          throw error;
        }),
    );
    if (!isKept) return;
    report.parkDays += loaded.range.days.length;
    report.snapshots += loaded.rowCount;
  }

  /** A park that there is not any more has no figures. */
  private async forget(range: InvalidatedRange): Promise<void> {
    await this.withRetry(() => this.dataSource.transaction((manager) => this.invalidations.settle(manager, range)));
  }

  /** What goes wrong with one park must not keep the others from their figures. */
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

/** Another process has computed these days meanwhile, from newer observations. */
class ConcurrentRefreshError extends Error {}
