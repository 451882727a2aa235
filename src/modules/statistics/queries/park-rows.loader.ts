import { Injectable } from '@nestjs/common';
import { chunksOf } from '../../../common/collections.js';
import { DAY_MS } from '../../../common/time/calendar.js';
import { EXPECTED_FOR_MS } from '../../snapshots/observations.js';
import { archivedState, type LastArchived, type LastConfirmed } from '../days/observed-days.js';
import { ObservedRows } from '../timeline/observed-rows.js';
import { NewestRowsRepository } from './newest-rows.sql.js';
import { type ConfirmedBy, type SnapshotRange, SnapshotReader } from './snapshot-reader.sql.js';

/** Measured: as fast as any other size, and no query takes long. */
const RIDES_PER_QUERY = 20;
/** Searches a day back first, then a week, then months. */
const STEPS_MS = [DAY_MS, 7 * DAY_MS];
const LATER_STEP_MS = 31 * DAY_MS;
/** How far back to search for live spans if no poll is recorded. */
const UNRECORDED_POLLS_MS = 400 * DAY_MS;

export interface RowsRequest {
  rideIds: readonly number[];
  /** Loads all rows from here on, and the spans of each ride, live and of the History API, that began earlier and last past it. */
  fromMs: number;
  toMs: number;
  /** The first recorded poll, before which there are no live spans; null if no poll is recorded. */
  firstPollMs: number | null;
  /** The earliest possible start of a span of the History API; null: there is none. */
  firstHistoryMs: number | null;
}

export interface LoadedRows {
  byRide: Map<number, ObservedRows>;
  /** For rides that polls or the History API saw before the first row. */
  lastConfirmed: Map<number, LastConfirmed>;
  rowCount: number;
}

/** A row of a ride that lasts until its confirmation. */
interface Span {
  atMs: number;
  confirmedUntilMs: number;
  status: number;
  waitMinutes: number;
  isLive: number;
  isHistory: number;
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
    const lastConfirmed = new Map<number, LastConfirmed>();
    let rowCount = await this.loadSpans(request, byRide, lastConfirmed);
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
    return { byRide, lastConfirmed, rowCount };
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

  /**
   * What polls saw and what the History API logged may both last past `fromMs`, and the one explains the other: where a state of
   * the log lasts, the span of polls before it is loaded, too, even if it ended earlier.
   */
  private async loadSpans(
    { rideIds, fromMs, firstPollMs, firstHistoryMs }: RowsRequest,
    byRide: Map<number, ObservedRows>,
    lastConfirmed: Map<number, LastConfirmed>,
  ) {
    const firstLiveMs = firstPollMs ?? fromMs - UNRECORDED_POLLS_MS;
    const polledIds = firstLiveMs < fromMs ? await this.mayHaveSpans(rideIds, firstPollMs) : [];
    const polled = await this.lastSpans('POLLS', { rideIds: polledIds, fromMs: firstLiveMs, toMs: fromMs });
    const logged =
      firstHistoryMs === null
        ? { spans: new Map<number, Span>(), rowCount: 0 }
        : await this.lastSpans('HISTORY_API', { rideIds, fromMs: firstHistoryMs, toMs: fromMs });
    const archived = await this.archivedWithin(logged.spans, fromMs);
    for (const rideId of rideIds) {
      const log = logged.spans.get(rideId);
      const spans = [polled.spans.get(rideId), log, archived.spans.get(rideId)].filter((span) => span !== undefined);
      for (const span of spans.sort((a, b) => a.atMs - b.atMs)) {
        const { atMs, confirmedUntilMs, status, waitMinutes, isLive, isHistory } = span;
        const isArchived = span === archived.spans.get(rideId);
        if (!isArchived && confirmedUntilMs >= (lastConfirmed.get(rideId)?.confirmedUntilMs ?? -Infinity))
          lastConfirmed.set(rideId, { confirmedUntilMs, status });
        if (Math.max(confirmedUntilMs, log?.confirmedUntilMs ?? -Infinity) >= fromMs)
          byRide.get(rideId)!.push(atMs, confirmedUntilMs, status, waitMinutes, isLive, 0, isHistory);
      }
    }
    return polled.rowCount + logged.rowCount + archived.rowCount;
  }

  /** The last archive row after the beginning of each state of the log that lasts past `fromMs`: an observation ends the state. */
  private async archivedWithin(logged: ReadonlyMap<number, Span>, fromMs: number) {
    const lasting = [...logged].filter(([, { confirmedUntilMs }]) => confirmedUntilMs >= fromMs);
    const firstMsOf = new Map(lasting.map(([rideId, { atMs }]) => [rideId, atMs + 1]));
    const spans = new Map<number, Span>();
    const rowCount = await this.reader.readLastArchived(
      { rideIds: [...firstMsOf.keys()], fromMs: Math.min(...firstMsOf.values()), toMs: fromMs },
      (rideId, atMs, confirmedUntilMs, status, waitMinutes, isLive, isHistory) => {
        spans.set(rideId, { atMs, confirmedUntilMs, status, waitMinutes, isLive, isHistory });
      },
      (rideId) => firstMsOf.get(rideId)!,
    );
    return { spans, rowCount };
  }

  /** A span may have begun at any earlier time, so this searches backwards, for fewer rides at each step. */
  private async lastSpans(confirmedBy: ConfirmedBy, { rideIds, fromMs: firstMs, toMs: lastMs }: SnapshotRange) {
    const spans = new Map<number, Span>();
    let rowCount = 0;
    let wanted = rideIds;
    const steps = [...STEPS_MS];
    for (let toMs = lastMs; toMs > firstMs && wanted.length > 0;) {
      const fromMs = Math.max(firstMs, toMs - (steps.shift() ?? LATER_STEP_MS));
      rowCount += await this.reader.readLastSpans(
        confirmedBy,
        { rideIds: wanted, fromMs, toMs },
        (rideId, atMs, confirmedUntilMs, status, waitMinutes, isLive, isHistory) => {
          spans.set(rideId, { atMs, confirmedUntilMs, status, waitMinutes, isLive, isHistory });
        },
      );
      toMs = fromMs;
      wanted = wanted.filter((rideId) => !spans.has(rideId));
    }
    return { spans, rowCount };
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
