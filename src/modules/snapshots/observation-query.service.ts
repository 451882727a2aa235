import { Injectable } from '@nestjs/common';
import type { HistoryPosition, HistoryWindow } from './history-window.js';
import { AppConfig } from '../../common/config/app-config.js';
import { DAY_MS, MINUTE_MS } from '../../common/time/calendar.js';
import { type HistoryRecord, type LiveSpan, ObservationQueryRepository } from './observation-query.sql.js';
import type { DataSource } from './observations.js';

/** Limit of the search for earlier rows, because each query must name the months that it reads. */
export const STATE_LOOK_BACK_DAYS = 400;

/** How long a state is carried forward without another observation of its ride, by source. */
export function carryForwardMinutesOf(config: AppConfig): Record<DataSource, number> {
  return {
    LIVE: config.LIVE_MAX_CARRY_FORWARD_MINUTES,
    ARCHIVE: config.ARCHIVE_MAX_CARRY_FORWARD_MINUTES,
    HISTORY_API: config.ARCHIVE_MAX_CARRY_FORWARD_MINUTES,
  };
}

/** The range [fromMs, toMs) in which the state at an instant may have started; null before 1970. */
export function lookBackFrom(instantMs: number): { fromMs: number; toMs: number } | null {
  const fromMs = Math.max(0, instantMs - STATE_LOOK_BACK_DAYS * DAY_MS);
  return fromMs < instantMs ? { fromMs, toMs: instantMs } : null;
}

/**
 * Picks the row that was confirmed last before the instant and is still carried forward then, by the limit of its source. Null
 * if there is none.
 */
export function stateAt(
  instantMs: number,
  newest: readonly HistoryRecord[],
  maxCarryForwardMinutes: Readonly<Record<DataSource, number>>,
): HistoryRecord | null {
  const seenMs = ({ lastConfirmedAt, recordedAt }: HistoryRecord): number =>
    Math.min(instantMs, (lastConfirmedAt ?? recordedAt).getTime());
  const holding = newest.filter((row) => seenMs(row) + maxCarryForwardMinutes[row.dataSource] * MINUTE_MS >= instantMs);
  holding.sort((a, b) => seenMs(b) - seenMs(a) || b.recordedAt.getTime() - a.recordedAt.getTime());
  return holding[0] ?? null;
}

export interface HistoryPage {
  points: HistoryRecord[];
  /** The last point of the page, for the next one; null at the end. */
  nextAfter: HistoryPosition | null;
}

export type { LiveSpan as LiveRun };

/** Reads stored observations of a time range. */
@Injectable()
export class ObservationQueryService {
  private readonly carryForwardMinutes: Readonly<Record<DataSource, number>>;

  constructor(
    private readonly repository: ObservationQueryRepository,
    config: AppConfig,
  ) {
    this.carryForwardMinutes = carryForwardMinutesOf(config);
  }

  /** One page of a time range, with all rides merged in time order. */
  async page(window: HistoryWindow, after: HistoryPosition | null, limit: number): Promise<HistoryPage> {
    const points = await this.repository.findPoints(window, after, limit + 1);
    if (points.length <= limit) return { points, nextAfter: null };
    const shown = points.slice(0, limit);
    const { recordedAt, rideId } = shown.at(-1)!;
    return { points: shown, nextAfter: { recordedAtMs: recordedAt.getTime(), rideId } };
  }

  /** The observation of any of the rides that is valid at an instant and started before it; null if there is none. */
  async stateAt(rideIds: readonly number[], instantMs: number): Promise<HistoryRecord | null> {
    const window = lookBackFrom(instantMs);
    const newest = window === null ? [] : await this.repository.findLastRows({ rideIds, ...window });
    return stateAt(instantMs, newest, this.carryForwardMinutes);
  }

  /** The rows of a source that begin in the range, by ride in time order. */
  async spans(window: HistoryWindow, source: DataSource): Promise<LiveSpan[]> {
    return this.repository.findSpans(window, source);
  }

  /** The rows that polls wrote in the range, by ride in time order. */
  async liveSpans(window: HistoryWindow): Promise<LiveSpan[]> {
    return this.spans(window, 'LIVE');
  }

  /** The same, and the span of each ride that began before the range and lasted into it. */
  async liveSpansTouching(window: HistoryWindow): Promise<LiveSpan[]> {
    const before = lookBackFrom(window.fromMs);
    const last = before === null ? [] : await this.repository.findLastRows({ rideIds: window.rideIds, ...before });
    const lasting = last.flatMap(({ rideId, recordedAt, lastConfirmedAt, status, waitMinutes, dataSource }) => {
      const [fromMs, untilMs] = [recordedAt.getTime(), (lastConfirmedAt ?? recordedAt).getTime()];
      const lasts = dataSource === 'LIVE' && untilMs >= window.fromMs;
      return lasts ? [{ rideId, fromMs, untilMs, status, waitMinutes, lastUpdatedMs: null }] : [];
    });
    const within = await this.liveSpans(window);
    return [...lasting, ...within].sort((a, b) => a.rideId - b.rideId || a.fromMs - b.fromMs);
  }

  async count(window: HistoryWindow, source: DataSource): Promise<number> {
    return this.repository.count(window, source);
  }
}
