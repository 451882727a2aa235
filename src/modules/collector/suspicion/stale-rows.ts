import { merged, type TimeWindow } from '../../../common/time/time-windows.js';
import type { StoredExclusion } from '../../exclusions/exclusion.js';
import type { ObservedSpan } from './seen-run.js';
import type { WatchedRide } from './watched-park.js';

export interface StaleRowThresholds {
  /** A stamp that is younger says nothing. */
  staleAfterMs: number;
  /** Rides that had news during the opening: without them the park's feed as a whole may stand still. */
  minFreshRides: number;
  minFreshShare: number;
}

export interface StaleRow {
  ride: WatchedRide;
  stampMs: number;
  /** The last opening that went by without news of the ride. */
  opening: TimeWindow;
  freshRides: number;
}

/**
 * Rides whose posted wait the source repeats although it has no news of it: the stamp is older than a day, and a whole
 * opening of the park went by in which other rides had news. A ride that is DOWN, closed or under refurbishment may stand
 * for as long as it likes, and one that operates without a posted wait has nothing to update. A missing stamp says nothing.
 * @param openings of the park, up to now at least
 */
export function findStaleRows(
  rides: readonly WatchedRide[],
  openings: readonly TimeWindow[],
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

/** When the source had news of the ride again; null: it has had none. @param runs of the ride, oldest first */
export function endOfStaleRow({ fromMs }: StoredExclusion, runs: readonly ObservedSpan[]): number | null {
  const isNews = (run: ObservedSpan) => !repeatsWait(run) || run.lastUpdatedMs === null || run.lastUpdatedMs >= fromMs;
  if (!isNews(runs.at(-1)!)) return null;
  const first = runs.findLastIndex((run) => !isNews(run)) + 1;
  return Math.max(fromMs, runs[first]!.fromMs);
}
