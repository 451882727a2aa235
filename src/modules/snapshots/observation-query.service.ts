import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../common/config/app-config.js';
import { DAY_MS, MINUTE_MS } from '../../common/time/calendar.js';
import { type HistoryRecord, type LiveSpan, ObservationQueryRepository } from './observation-query.repository.js';
import type { HistoryPosition, HistoryWindow } from './observation-query.sql.js';
import type { DataSource } from './observations.js';

/** A run that began earlier is not looked for: the look back has to name the months that it reads. */
export const STATE_LOOK_BACK_DAYS = 400;

/** The instants [fromMs, toMs) in which what holds at an instant may have begun; null before 1970, when nothing did. */
export function lookBackFrom(instantMs: number): { fromMs: number; toMs: number } | null {
  const fromMs = Math.max(0, instantMs - STATE_LOOK_BACK_DAYS * DAY_MS);
  return fromMs < instantMs ? { fromMs, toMs: instantMs } : null;
}

/**
 * Of the newest rows of some rides before an instant, the one that was seen last before it and still holds then: no longer
 * after it was last seen than its source's limit. Null: none does.
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
  /** The last point, after which the next page begins; null at the end. */
  nextAfter: HistoryPosition | null;
}

export type { LiveSpan as LiveRun };

/** Stored observations over time. */
@Injectable()
export class ObservationQueryService {
  private readonly carryForwardMinutes: Readonly<Record<DataSource, number>>;

  constructor(
    private readonly repository: ObservationQueryRepository,
    config: AppConfig,
  ) {
    this.carryForwardMinutes = {
      LIVE: config.LIVE_MAX_CARRY_FORWARD_MINUTES,
      ARCHIVE: config.ARCHIVE_MAX_CARRY_FORWARD_MINUTES,
    };
  }

  /** One page of a window, of all its rides merged in time order. */
  async page(window: HistoryWindow, after: HistoryPosition | null, limit: number): Promise<HistoryPage> {
    const points = await this.repository.findPoints(window, after, limit + 1);
    if (points.length <= limit) return { points, nextAfter: null };
    const shown = points.slice(0, limit);
    const { recordedAt, rideId } = shown.at(-1)!;
    return { points: shown, nextAfter: { recordedAtMs: recordedAt.getTime(), rideId } };
  }

  /** The observation before an instant that holds at it, of all the rides; null: none does. */
  async stateAt(rideIds: readonly number[], instantMs: number): Promise<HistoryRecord | null> {
    const window = lookBackFrom(instantMs);
    const newest = window === null ? [] : await this.repository.findLastRows({ rideIds, ...window });
    return stateAt(instantMs, newest, this.carryForwardMinutes);
  }

  /** The rows that polls made in the window, of each ride in time order. */
  async liveSpans(window: HistoryWindow): Promise<LiveSpan[]> {
    return this.repository.findLiveSpans(window);
  }

  async count(window: HistoryWindow, source: DataSource): Promise<number> {
    return this.repository.count(window, source);
  }
}
