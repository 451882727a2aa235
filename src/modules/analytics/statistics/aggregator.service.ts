import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { WorkInHand } from '../../../common/async/work-in-hand.js';
import { withDatabaseRetry } from '../../../common/database/retry.js';
import { Clock } from '../../../common/time/clock.js';
import { type ExclusiveResult, JobLeaseService } from '../../jobs/job-lease.service.js';
import type { LeaseHold } from '../../jobs/lease-hold.js';
import { DayInvalidation } from './day-invalidation.service.js';
import { type LoadedStretch, ParkStretch } from './park-stretch.service.js';
import { DirtyDaysRepository, type DirtyStretch } from './storage/dirty-days.repository.js';
import { FiguresRepository } from './storage/figures.repository.js';

export const STATISTICS_JOB = 'statistics';
const LEASE_MS = 60_000;

export interface DrainProgress {
  parkDays: number;
  snapshots: number;
  /** Park-days that are still marked. */
  left: number;
}

export interface DrainReport extends Omit<DrainProgress, 'left'> {
  /** Parks whose days could not be computed; their marks are still there. */
  failedParkIds: number[];
}

export interface DrainRequest {
  signal?: AbortSignal | undefined;
  /** Only days of these parks, and of parks that rides of theirs are linked to. */
  parkIds?: readonly number[] | undefined;
  onProgress?: ((progress: DrainProgress) => void) | undefined;
}

/**
 * Brings the statistics in step with the observations: computes every marked park-day anew and removes its mark in the
 * transaction that writes its figures. Killed at any point it leaves whole days and the marks of the others.
 */
@Injectable()
export class StatisticsAggregator implements OnModuleDestroy {
  private readonly logger = new Logger(StatisticsAggregator.name);
  private readonly inHand = new WorkInHand();

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly stretches: ParkStretch,
    private readonly dirtyDays: DirtyDaysRepository,
    private readonly figures: FiguresRepository,
    private readonly invalidation: DayInvalidation,
    private readonly leases: JobLeaseService,
    private readonly clock: Clock,
  ) {}

  /**
   * Until no day is marked any more, or the signal ends it between two stretches of days; one process at a time, and none
   * that ends.
   */
  async drain(request: DrainRequest = {}): Promise<ExclusiveResult<DrainReport>> {
    if (this.inHand.isEnding) return { ran: false };
    const work = this.leases.runExclusive({
      name: STATISTICS_JOB,
      ttlMs: LEASE_MS,
      work: (lost) => this.drainAll(this.inHand.signalWith(lost, request.signal), request),
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
  async findHold(): Promise<LeaseHold | null> {
    return this.leases.findHold(STATISTICS_JOB);
  }

  async onModuleDestroy(): Promise<void> {
    await this.inHand.end();
  }

  private async drainAll(signal: AbortSignal, { parkIds, onProgress }: DrainRequest): Promise<DrainReport> {
    const parks = parkIds === undefined ? null : new Set(parkIds);
    const report: DrainReport = { parkDays: 0, snapshots: 0, failedParkIds: [] };
    await this.patiently(() => this.invalidation.invalidateRecut());
    let [next, atWork] = [this.loadNext(parks, [], report), 0];
    try {
      while (!signal.aborted) {
        const loaded = await next;
        // What was marked again while it was at work is done once more.
        if (loaded === null && atWork === 0) break;
        const stretches = loaded === null ? [] : [loaded.stretch];
        // The next days are read while these are computed and written.
        [next, atWork] = [this.loadNext(parks, stretches, report), stretches.length];
        next.catch(() => undefined);
        if (loaded === null) continue;
        await this.guarded(loaded.stretch, report, () => this.settle(loaded, report));
        if (onProgress !== undefined) onProgress({ ...report, left: await this.dirtyDays.count() });
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
    atWork: readonly DirtyStretch[],
    report: DrainReport,
  ): Promise<LoadedStretch | null> {
    for (;;) {
      const stretch = await this.patiently(() => this.dirtyDays.findNext(parks, report.failedParkIds, atWork));
      if (stretch === null) return null;
      const loaded = await this.guarded(stretch, report, async () => {
        const linked = await this.patiently(() => this.invalidation.invalidateLinked(stretch));
        for (const parkId of linked) parks?.add(parkId);
        return this.patiently(() => this.stretches.load(stretch));
      });
      if (loaded !== undefined && loaded !== null) return loaded;
      if (loaded === null) await this.forget(stretch);
    }
  }

  private async settle(loaded: LoadedStretch, report: DrainReport): Promise<void> {
    const figures = await this.stretches.compute(loaded);
    const isKept = await this.patiently(() =>
      this.dataSource
        .transaction(async (manager) => {
          await this.figures.replace(manager, loaded.place, figures);
          if (!(await this.dirtyDays.settle(manager, loaded.stretch))) throw new DaysTakenError();
          return true;
        })
        .catch((error: unknown) => {
          if (error instanceof DaysTakenError) return false;
          throw error;
        }),
    );
    if (!isKept) return;
    report.parkDays += loaded.stretch.days.length;
    report.snapshots += loaded.rowCount;
  }

  /** A park that there is not any more has no figures. */
  private async forget(stretch: DirtyStretch): Promise<void> {
    await this.patiently(() => this.dataSource.transaction((manager) => this.dirtyDays.settle(manager, stretch)));
  }

  /** What goes wrong with one park must not keep the others from their figures. */
  private async guarded<T>(stretch: DirtyStretch, report: DrainReport, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!report.failedParkIds.includes(stretch.parkId)) report.failedParkIds.push(stretch.parkId);
      const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.logger.error(`park ${stretch.parkId}, ${stretch.days[0]!.localDate}: ${why}`);
      return undefined;
    }
  }

  private patiently<T>(work: () => Promise<T>): Promise<T> {
    return withDatabaseRetry(work, { nowMs: () => this.clock.now().getTime() });
  }
}

/** Another process has computed these days meanwhile, from newer observations. */
class DaysTakenError extends Error {}
