import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../../common/config/app-config.js';
import type { DataSource } from '../observations.js';
import type { HistoryPosition, HistoryWindow } from './history-sql.js';
import { type HistoryRecord, HistoryRepository, type LiveRun } from './history.repository.js';
import { stateAt, lookBackFrom } from './holding-observation.js';

export interface HistoryPage {
  points: HistoryRecord[];
  /** The last point, after which the next page begins; null at the end. */
  nextAfter: HistoryPosition | null;
}

export type { LiveRun };

/** Stored observations over time. */
@Injectable()
export class HistoryService {
  private readonly maxCarryForwardMinutes: Readonly<Record<DataSource, number>>;

  constructor(
    private readonly repository: HistoryRepository,
    config: AppConfig,
  ) {
    this.maxCarryForwardMinutes = {
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
    return stateAt(instantMs, newest, this.maxCarryForwardMinutes);
  }

  /** The rows that polls made in the window, of each ride in time order. */
  async liveRuns(window: HistoryWindow): Promise<LiveRun[]> {
    return this.repository.findLiveRuns(window);
  }

  async count(window: HistoryWindow, source: DataSource): Promise<number> {
    return this.repository.count(window, source);
  }
}
