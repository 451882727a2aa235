import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { chunksOf } from '../../../../common/collections/chunks-of.js';
import { AppConfig } from '../../../../common/config/app-config.js';
import { withDatabaseRetry } from '../../../../common/database/retry.js';
import { dayAfter } from '../../../../common/time/calendar-day.js';
import { Clock } from '../../../../common/time/clock.js';
import { MINUTE_MS } from '../../../../common/time/durations.js';
import { LocalDays, type ParkDay } from '../../../snapshots/local-days.js';
import { ObservationWriter } from '../../../snapshots/observation-writer.js';
import { RebuildNotFoundError, RebuildParkNotFoundError, RebuildRangeError } from './rebuild-errors.js';
import type { ParkSpan, RebuildRecord, RebuildScope } from './rebuild-record.js';
import { RebuildRepository } from './rebuild.repository.js';

const INVALIDATIONS_PER_STATEMENT = 2_000;

const reasonOf = (rebuildId: number): string => `REBUILD ${rebuildId}`;

/**
 * A rebuild is nothing but marks: the aggregator computes the days as it does any others, so that a rebuild that is cut off
 * goes on by itself, and readers find the old figures of a day until the new ones take their place.
 */
@Injectable()
export class StatisticsRebuild {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly repository: RebuildRepository,
    private readonly writer: ObservationWriter,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** Marks the days; who drains them is the caller's business. @throws RebuildParkNotFoundError, RebuildRangeError */
  async request(scope: RebuildScope): Promise<RebuildRecord> {
    const { parkId, from, to } = scope;
    if (from !== null && to !== null && from > to) throw new RebuildRangeError(from, to);
    if (parkId !== null && !(await this.repository.hasPark(parkId))) throw new RebuildParkNotFoundError(parkId);
    const now = this.clock.now();
    const rebuildId = await withDatabaseRetry(() => this.mark(scope, now), { nowMs: () => this.clock.now().getTime() });
    return this.get(rebuildId);
  }

  /** @throws RebuildNotFoundError */
  async get(rebuildId: number): Promise<RebuildRecord> {
    const record = await this.repository.find(rebuildId);
    if (record === null) throw new RebuildNotFoundError(rebuildId);
    return record;
  }

  /** Days that are still to be computed. What was marked again once it had been is not among them. */
  async left(record: RebuildRecord): Promise<number> {
    return this.repository.countWaitingSince(record, record.requestedAt);
  }

  private mark(scope: RebuildScope, now: Date): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      const rebuildId = await this.repository.insert(manager, scope, now);
      const spans = await this.repository.findSpans(manager, scope.parkId);
      const days = spans.flatMap((span) => this.daysOf(span, scope));
      for (const chunk of chunksOf(days, INVALIDATIONS_PER_STATEMENT)) {
        await this.writer.invalidateParkDays(manager, chunk, reasonOf(rebuildId), now.getTime());
      }
      await this.repository.setTotal(manager, rebuildId, days.length);
      return rebuildId;
    });
  }

  /** With a day to spare on both sides: figures that were cut by another clock lie there. */
  private daysOf({ parkId, timezone, firstMs, lastMs }: ParkSpan, { from, to }: RebuildScope): ParkDay[] {
    const carryForwardMs = this.config.ARCHIVE_MAX_CARRY_FORWARD_MINUTES * MINUTE_MS;
    const localDays = new LocalDays(timezone, this.config.parkDayStartMinutes);
    const dates = localDays.datesBetween(firstMs, lastMs + carryForwardMs);
    return [dayAfter(dates[0]!, -1), ...dates, dayAfter(dates.at(-1)!, 1)]
      .filter((date) => (from === null || date >= from) && (to === null || date <= to))
      .map((localDate) => ({ parkId, localDate }));
  }
}
