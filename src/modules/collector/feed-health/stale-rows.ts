import { merged, type TimeInterval } from '../../../common/time/time-intervals.js';
import type { StoredExclusion } from '../../exclusions/exclusion.js';
import type { ObservedSpan } from './opening-intervals.js';
import type { WatchedRide } from './watched-park.js';

/** If fewer rides than these have updates, the whole feed is stale, see STALE_FEED. The age is a setting. */
export const STALE_ROW: Omit<StaleRowThresholds, 'staleAfterMs'> = { minFreshRides: 2, minFreshShare: 0.1 };

export interface StaleRowThresholds {
  /** Younger timestamps are not stale. */
  staleAfterMs: number;
  /** Minimum number of rides with updates during the opening; with fewer, the whole feed may be stale. */
  minFreshRides: number;
  minFreshShare: number;
}

export interface StaleRow {
  ride: WatchedRide;
  stampMs: number;
  /** The last opening without an update of the ride. */
  opening: TimeInterval;
  freshRides: number;
}

/**
 * Finds rides whose posted wait the source repeats without an update: the timestamp is older than a day, and during a whole
 * opening of the park only other rides had updates. Rides that are DOWN, closed, under refurbishment, or operating without
 * a posted wait have nothing to update. Rides without a timestamp are never stale.
 * @param openings openings of the park, at least up to now
 */
export function findStaleRows(
  rides: readonly WatchedRide[],
  openings: readonly TimeInterval[],
  polledAtMs: number,
  { staleAfterMs, minFreshRides, minFreshShare }: StaleRowThresholds,
): StaleRow[] {
  const opening = merged(openings, 0).findLast(({ endMs }) => endMs <= polledAtMs);
  if (opening === undefined) return [];
  const stampOf = ({ newest }: WatchedRide) => newest.lastUpdatedMs;
  const stamped = rides.filter((ride) => stampOf(ride) !== null && ride.newest.status !== 'REFURBISHMENT');
  const freshRides = stamped.filter((ride) => stampOf(ride)! >= opening.startMs).length;
  if (freshRides < minFreshRides || freshRides < stamped.length * minFreshShare) return [];
  return stamped
    .filter(({ newest }) => mayBeStale(newest, polledAtMs, staleAfterMs))
    .flatMap((ride) => {
      const stampMs = stampOf(ride)!;
      return stampMs < opening.startMs ? [{ ride, stampMs, opening, freshRides }] : [];
    });
}

export const mayBeStale = (newest: ObservedSpan, polledAtMs: number, staleAfterMs: number): boolean =>
  repeatsWait(newest) && newest.lastUpdatedMs !== null && polledAtMs - newest.lastUpdatedMs > staleAfterMs;

const repeatsWait = ({ status, waitMinutes }: ObservedSpan): boolean => status === 'OPERATING' && waitMinutes !== null;

/** When the source updated the ride again; null: it has not. @param runs spans of the ride, oldest first */
export function endOfStaleRow({ fromMs }: StoredExclusion, runs: readonly ObservedSpan[]): number | null {
  const isNews = (run: ObservedSpan) => !repeatsWait(run) || run.lastUpdatedMs === null || run.lastUpdatedMs >= fromMs;
  if (!isNews(runs.at(-1)!)) return null;
  const first = runs.findLastIndex((run) => !isNews(run)) + 1;
  return Math.max(fromMs, runs[first]!.fromMs);
}
