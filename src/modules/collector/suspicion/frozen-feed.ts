import { overlapMs, type TimeWindow } from '../../../common/time/time-windows.js';
import type { RideHistory, ObservedSpan } from './seen-run.js';

/** A stamp that has not moved. */
export interface StandingStamp {
  lastUpdatedMs: number;
  /** The polls between which it was seen: the source cannot have updated in between. */
  sinceMs: number;
  untilMs: number;
  /** How much of that lies inside opening hours. */
  scheduledMs: number;
}

/** The newest stamp of a ride and how long it has stood; null where the newest observation has none. */
export function standingStamp(
  runs: readonly ObservedSpan[],
  openingIntervals: readonly TimeWindow[],
): StandingStamp | null {
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
  /** Open time without an update after which a ride counts as standing still. */
  frozenAfterMs: number;
  /** A feed of fewer stamped rides is not judged. */
  minRides: number;
  /** The share of the stamped rides that must stand still, from 0 to 1: 1 means every one. */
  minFrozenShare: number;
}

export interface FrozenFeed {
  /** Rides that stand still, and of how many that carry a stamp. */
  frozenRideIds: number[];
  stampedRides: number;
  /** The newest stamp among the rides that stand still. */
  newestStampMs: number;
  /** Since when none of them has been updated. */
  sinceMs: number;
  /** Open time of that. */
  scheduledMs: number;
}

/**
 * A source churns timestamps an entity when something about it changes, so a calm ride keeps its stamp for hours and one standing
 * stamp proves nothing; a feed as a whole that stands still is dead.
 *
 * The rides of one park (or any part of a feed) that have not been updated for hours inside opening hours, where they are
 * so many that the feed itself must stand still; else null. Rides under refurbishment have nothing to update.
 */
export function findFrozenFeed(
  rides: readonly RideHistory[],
  openingIntervals: readonly TimeWindow[],
  thresholds: StaleFeedThresholds,
): FrozenFeed | null {
  const stamped = rides.flatMap(({ rideId, runs }) => {
    const stamp = runs.at(-1)?.status === 'REFURBISHMENT' ? null : standingStamp(runs, openingIntervals);
    return stamp === null ? [] : [{ rideId, stamp }];
  });
  const frozen = stamped.filter(({ stamp }) => stamp.scheduledMs >= thresholds.frozenAfterMs);
  if (stamped.length < thresholds.minRides || frozen.length === 0) return null;
  if (frozen.length < stamped.length * thresholds.minFrozenShare) return null;
  return {
    frozenRideIds: frozen.map(({ rideId }) => rideId),
    stampedRides: stamped.length,
    newestStampMs: Math.max(...frozen.map(({ stamp }) => stamp.lastUpdatedMs)),
    sinceMs: Math.max(...frozen.map(({ stamp }) => stamp.sinceMs)),
    scheduledMs: Math.min(...frozen.map(({ stamp }) => stamp.scheduledMs)),
  };
}
