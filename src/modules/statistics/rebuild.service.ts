import { Injectable, Logger } from '@nestjs/common';
import { chunksOf } from '../../common/collections.js';
import { AppConfig } from '../../common/config/app-config.js';
import { TransactionService } from '../../common/database/transaction.service.js';
import { DomainError, ParkNotFoundError } from '../../common/domain-error.js';
import { dayAfter, MINUTE_MS } from '../../common/time/calendar.js';
import { Clock } from '../../common/time/clock.js';
import { checkDateRange } from '../../common/time/date-range.js';
import { LocalDays } from '../snapshots/local-days.js';
import type { ParkDay } from '../snapshots/touched-days.js';
import { ObservationWriter } from '../snapshots/writing/observation-writer.js';
import { rounded } from './derived-metrics.js';
import type { RebuildBody, RebuildView } from './rebuild.dto.js';
import { type RebuildRecord, RebuildRepository, type RebuildScope } from './rebuild.repository.js';
import type { ParkSpan } from './rebuild.sql.js';
import { StatisticsRefreshService } from './refresh.service.js';
import { InvalidationLogRepository } from './queries/invalidation-log.repository.js';

export class RebuildNotFoundError extends DomainError {
  constructor(rebuildId: number) {
    super('REBUILD_NOT_FOUND', `Rebuild ${rebuildId} does not exist`, { rebuildId });
  }
}

const INVALIDATIONS_PER_STATEMENT = 2_000;

const reasonOf = (rebuildId: number): string => `REBUILD ${rebuildId}`;

/**
 * Recomputes statistics by invalidating their days; the refresh then computes them like any other invalidated day. An
 * interrupted rebuild therefore continues by itself, and readers get the old statistics of a day until the new ones replace them.
 */
@Injectable()
export class StatisticsRebuildService {
  private readonly logger = new Logger(StatisticsRebuildService.name);

  constructor(
    private readonly transactions: TransactionService,
    private readonly repository: RebuildRepository,
    private readonly invalidations: InvalidationLogRepository,
    private readonly writer: ObservationWriter,
    private readonly refreshes: StatisticsRefreshService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** Invalidates the days and refreshes them in the background. Without ROLE worker, a worker does so within a minute. */
  async start({ parkId, from, to }: RebuildBody): Promise<RebuildView> {
    const record = await this.request({ parkId: parkId ?? null, from: from ?? null, to: to ?? null });
    if (this.config.runsWorkers) {
      this.refreshes.refresh().catch((error: unknown) => this.logger.error(`the rebuild stopped: ${String(error)}`));
    }
    return this.viewOf(record);
  }

  /** @throws RebuildNotFoundError */
  async status(rebuildId: number): Promise<RebuildView> {
    return this.viewOf(await this.get(rebuildId));
  }

  /** Invalidates the days without refreshing them. @throws ParkNotFoundError, DateRangeError */
  async request(scope: RebuildScope): Promise<RebuildRecord> {
    const { parkId, from, to } = scope;
    if (from !== null && to !== null) checkDateRange({ from, to });
    if (parkId !== null && !(await this.repository.hasPark(parkId))) throw new ParkNotFoundError(parkId);
    const now = this.clock.now();
    const rebuildId = await this.invalidate(scope, now);
    return this.get(rebuildId);
  }

  /** @throws RebuildNotFoundError */
  async get(rebuildId: number): Promise<RebuildRecord> {
    const record = await this.repository.find(rebuildId);
    if (record === null) throw new RebuildNotFoundError(rebuildId);
    return record;
  }

  /** The number of days still to compute. Days invalidated again after their recomputation do not count. */
  async left(record: RebuildRecord): Promise<number> {
    return this.invalidations.countWaitingSince(record, record.requestedAt);
  }

  private invalidate(scope: RebuildScope, now: Date): Promise<number> {
    return this.transactions.run(async (manager) => {
      const rebuildId = await this.repository.insert(manager, scope, now);
      const spans = await this.repository.findSpans(scope.parkId, manager);
      const days = spans.flatMap((span) => this.daysOf(span, scope));
      for (const chunk of chunksOf(days, INVALIDATIONS_PER_STATEMENT)) {
        await this.writer.invalidateParkDays(manager, chunk, reasonOf(rebuildId), now.getTime());
      }
      await this.repository.setTotal(manager, rebuildId, days.length);
      return rebuildId;
    });
  }

  /** Adds one day on both sides: statistics computed with another time zone or day start may lie there. */
  private daysOf({ parkId, timezone, firstMs, lastMs }: ParkSpan, { from, to }: RebuildScope): ParkDay[] {
    const carryForwardMs = this.config.ARCHIVE_MAX_CARRY_FORWARD_MINUTES * MINUTE_MS;
    const localDays = new LocalDays(timezone, this.config.parkDayStartMinutes);
    const dates = localDays.datesBetween(firstMs, lastMs + carryForwardMs);
    return [dayAfter(dates[0]!, -1), ...dates, dayAfter(dates.at(-1)!, 1)]
      .filter((date) => (from === null || date >= from) && (to === null || date <= to))
      .map((localDate) => ({ parkId, localDate }));
  }

  private async viewOf(record: RebuildRecord): Promise<RebuildView> {
    const left = await this.left(record);
    const parkDaysDone = Math.max(0, record.parkDaysTotal - left);
    const percent = record.parkDaysTotal === 0 ? 100 : rounded((parkDaysDone / record.parkDaysTotal) * 100);
    return { ...record, status: left === 0 ? 'COMPLETED' : 'IN_PROGRESS', parkDaysDone, percent };
  }
}
