import { overlapMs, type TimeInterval } from '../../../common/time/time-intervals.js';
import type { ObservedSpan, RideHistory } from './opening-intervals.js';

/** A timestamp that has not changed. */
export interface UnchangedTimestamp {
  lastUpdatedMs: number;
  /** First and last poll that reported it: the source did not update in between. */
  sinceMs: number;
  untilMs: number;
  /** The part of that time within opening hours. */
  scheduledMs: number;
}

/** The newest timestamp of a ride and how long it has not changed; null if the newest observation has none. */
export function unchangedTimestamp(
  runs: readonly ObservedSpan[],
  openingIntervals: readonly TimeInterval[],
): UnchangedTimestamp | null {
  const newest = runs.at(-1);
  if (newest === undefined || newest.lastUpdatedMs === null) return null;
  const { lastUpdatedMs, untilMs } = newest;
  const changedAt = runs.findLastIndex((run) => run.lastUpdatedMs !== lastUpdatedMs);
  const sinceMs = runs[changedAt + 1]!.fromMs;
  return {
    lastUpdatedMs,
    sinceMs,
    untilMs,
    scheduledMs: overlapMs({ startMs: sinceMs, endMs: untilMs }, openingIntervals),
  };
}

export interface StaleFeedThresholds {
  /** Opening hours without an update after which a ride counts as stale. */
  staleAfterMs: number;
  /** A feed with fewer rides that have timestamps is not judged. */
  minRides: number;
  /** Minimum share of stale rides among those with timestamps, from 0 to 1. */
  minStaleShare: number;
}

export interface StaleFeed {
  /** Stale rides, and the number of rides with a timestamp. */
  staleRideIds: number[];
  stampedRides: number;
  /** The newest timestamp of the stale rides. */
  newestStampMs: number;
  /** Since when none of them has been updated. */
  sinceMs: number;
  /** Opening hours since then. */
  scheduledMs: number;
}

/**
 * Finds the rides of one park (or another part of a feed) that have not been updated for hours within opening hours, if
 * there are so many that the whole feed must be stale; else null.
 *
 * A source updates the timestamp of an entity only when the entity changes. A quiet ride may keep its timestamp for hours,
 * so a single unchanged timestamp proves nothing. Rides under refurbishment have nothing to update.
 */
export function findStaleFeed(
  rides: readonly RideHistory[],
  openingIntervals: readonly TimeInterval[],
  thresholds: StaleFeedThresholds,
): StaleFeed | null {
  const stamped = rides.flatMap(({ rideId, runs }) => {
    const stamp = runs.at(-1)?.status === 'REFURBISHMENT' ? null : unchangedTimestamp(runs, openingIntervals);
    return stamp === null ? [] : [{ rideId, stamp }];
  });
  const frozen = stamped.filter(({ stamp }) => stamp.scheduledMs >= thresholds.staleAfterMs);
  if (stamped.length < thresholds.minRides || frozen.length === 0) return null;
  if (frozen.length < stamped.length * thresholds.minStaleShare) return null;
  return {
    staleRideIds: frozen.map(({ rideId }) => rideId),
    stampedRides: stamped.length,
    newestStampMs: Math.max(...frozen.map(({ stamp }) => stamp.lastUpdatedMs)),
    sinceMs: Math.max(...frozen.map(({ stamp }) => stamp.sinceMs)),
    scheduledMs: Math.min(...frozen.map(({ stamp }) => stamp.scheduledMs)),
  };
}
