import { Injectable } from '@nestjs/common';
import { chunksOf } from '../../../common/collections.js';
import { DAY_MS } from '../../../common/time/calendar.js';
import { EXPECTED_FOR_MS } from '../../snapshots/observations.js';
import { archivedState, type LastArchived, type LastLive } from '../days/observed-days.js';
import { ObservedRows } from '../timeline/observed-rows.js';
import { NewestRowsRepository } from './newest-rows.sql.js';
import { SnapshotReader } from './snapshot-reader.sql.js';

/** Measured: as fast as any other size, and no query takes long. */
const RIDES_PER_QUERY = 20;
/** Searches a day back first, then a week, then months. */
const STEPS_MS = [DAY_MS, 7 * DAY_MS];
const LATER_STEP_MS = 31 * DAY_MS;
/** How far back to search for live spans if no poll is recorded. */
const UNRECORDED_POLLS_MS = 400 * DAY_MS;

export interface RowsRequest {
  rideIds: readonly number[];
  /** Loads all rows from here on, and the span of each ride, live or of the History API, that began earlier and lasts past it. */
  fromMs: number;
  toMs: number;
  /** The first recorded poll, before which there are no live spans; null if no poll is recorded. */
  firstPollMs: number | null;
  /** The earliest possible start of a span of the History API; null: there is none. */
  firstHistoryMs: number | null;
}

export interface LoadedRows {
  byRide: Map<number, ObservedRows>;
  /** For rides observed live before the first row. */
  lastLive: Map<number, LastLive>;
  rowCount: number;
}

/** Loads the observations for a range of days of a park. */
@Injectable()
export class ParkRowsLoader {
  constructor(
    private readonly reader: SnapshotReader,
    private readonly newest: NewestRowsRepository,
  ) {}

  async load(request: RowsRequest): Promise<LoadedRows> {
    const { rideIds, fromMs, toMs } = request;
    const byRide = new Map<number, ObservedRows>(rideIds.map((rideId) => [rideId, new ObservedRows()]));
    const lastLive = new Map<number, LastLive>();
    let rowCount = await this.loadSpans(request, byRide, lastLive);
    let [current, rows] = [-1, new ObservedRows()];
    for (const chunk of chunksOf(rideIds, RIDES_PER_QUERY)) {
      rowCount += await this.reader.read(
        { rideIds: chunk, fromMs, toMs },
        (rideId, atMs, confirmedUntilMs, status, wait, isLive, isHistory) => {
          if (rideId !== current) [current, rows] = [rideId, byRide.get(rideId)!];
          rows.push(atMs, confirmedUntilMs, status, wait, isLive, 0, isHistory);
        },
      );
    }
    return { byRide, lastLive, rowCount };
  }

  /** The last archive row of each ride within the time for which it stays expected. */
  async lastArchived(rideIds: readonly number[], beforeMs: number): Promise<Map<number, LastArchived>> {
    const last = new Map<number, LastArchived>();
    const range = { rideIds, fromMs: beforeMs - EXPECTED_FOR_MS, toMs: beforeMs };
    await this.reader.readLastArchived(range, (rideId, atMs, _, status, waitMinutes) => {
      last.set(rideId, { atMs, ...archivedState(status, waitMinutes) });
    });
    return last;
  }

  /** A live span may have begun at any earlier time, so this searches backwards, for fewer rides at each step. */
  private async loadSpans(
    { rideIds, fromMs, firstPollMs, firstHistoryMs }: RowsRequest,
    byRide: Map<number, ObservedRows>,
    lastLive: Map<number, LastLive>,
  ) {
    let rowCount = 0;
    const firstLiveMs = firstPollMs ?? fromMs - UNRECORDED_POLLS_MS;
    const polled = new Set(firstLiveMs < fromMs ? await this.mayHaveSpans(rideIds, firstPollMs) : []);
    const firstSpanMs = Math.min(polled.size > 0 ? firstLiveMs : Infinity, firstHistoryMs ?? Infinity);
    let wanted: ReadonlySet<number> = firstHistoryMs === null ? polled : new Set(rideIds);
    const steps = [...STEPS_MS];
    for (let toMs = fromMs; toMs > firstSpanMs && wanted.size > 0;) {
      const stepFromMs = Math.max(firstSpanMs, toMs - (steps.shift() ?? LATER_STEP_MS));
      const found = new Set<number>();
      rowCount += await this.reader.readLastSpans(
        { rideIds: [...wanted], fromMs: stepFromMs, toMs },
        (rideId, atMs, confirmedUntilMs, status, wait, isLive, isHistory) => {
          found.add(rideId);
          lastLive.set(rideId, { confirmedUntilMs, status });
          if (confirmedUntilMs < fromMs) return;
          byRide.get(rideId)!.push(atMs, confirmedUntilMs, status, wait, isLive, 0, isHistory);
        },
      );
      toMs = stepFromMs;
      const next = firstHistoryMs !== null && toMs > firstHistoryMs ? wanted : polled;
      wanted = new Set([...next].filter((rideId) => wanted.has(rideId) && !found.has(rideId)));
    }
    return rowCount;
  }

  /** Without a recorded poll, only rides whose newest row is live can have live spans. This avoids searching archives in vain. */
  private async mayHaveSpans(rideIds: readonly number[], firstPollMs: number | null): Promise<number[]> {
    const newest = await this.newest.find(rideIds);
    return rideIds.filter((rideId) => {
      const row = newest.get(rideId);
      return row !== undefined && (firstPollMs === null ? row.isLive : row.recordedAtMs >= firstPollMs);
    });
  }
}
