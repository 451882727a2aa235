import { overlapMs, type TimeInterval } from '../../../common/time/time-intervals.js';
import type { ObservedSpan, RideHistory } from './opening-intervals.js';

/** A stamp that has not moved. */
export interface UnchangedTimestamp {
  lastUpdatedMs: number;
  /** The polls between which it was seen: the source cannot have updated in between. */
  sinceMs: number;
  untilMs: number;
  /** How much of that lies inside opening hours. */
  scheduledMs: number;
}

/** The newest stamp of a ride and how long it has stood; null where the newest observation has none. */
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
  /** Open time without an update after which a ride counts as standing still. */
  frozenAfterMs: number;
  /** A feed of fewer stamped rides is not judged. */
  minRides: number;
  /** The share of the stamped rides that must stand still, from 0 to 1: 1 means every one. */
  minFrozenShare: number;
}

export interface StaleFeed {
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
export function findStaleFeed(
  rides: readonly RideHistory[],
  openingIntervals: readonly TimeInterval[],
  thresholds: StaleFeedThresholds,
): StaleFeed | null {
  const stamped = rides.flatMap(({ rideId, runs }) => {
    const stamp = runs.at(-1)?.status === 'REFURBISHMENT' ? null : unchangedTimestamp(runs, openingIntervals);
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

export interface TimestampChurnThresholds {
  /** Fresh stamps, each newer than the one before, from which on it is no accident. */
  minStamps: number;
  /** How long the wait must have been shown, from its first poll inside the closed window to its last. */
  minShownMs: number;
}

export interface ChurnNight {
  waitMinutes: number;
  stamps: number;
  fromMs: number;
  untilMs: number;
}

/**
 * A ride that claims, with ever fresh stamps, to be operating at one and the same wait for hours in which its park is
 * closed: the longest such stretch of the night, or null. A ride that says closed or no wait, or whose wait moves (a real
 * late night does that), is not suspicious.
 * @param closedWindow one night
 */
export function findChurnNight(
  runs: readonly ObservedSpan[],
  closedWindow: TimeInterval,
  { minStamps, minShownMs }: TimestampChurnThresholds,
): ChurnNight | null {
  const suspects = steadyIntervals(runs, closedWindow).filter(
    ({ stamps, fromMs, untilMs }) => stamps >= minStamps && untilMs - fromMs >= minShownMs,
  );
  return suspects.sort((a, b) => b.untilMs - b.fromMs - (a.untilMs - a.fromMs))[0] ?? null;
}

/** Stretches of the night, one after the other, in which a ride said OPERATING and the same wait. */
function steadyIntervals(runs: readonly ObservedSpan[], { startMs, endMs }: TimeInterval): ChurnNight[] {
  const intervals: ChurnNight[] = [];
  let unbroken = false;
  let newestStampMs = startMs;
  for (const { status, waitMinutes, lastUpdatedMs, fromMs, untilMs } of runs) {
    if (untilMs < startMs || fromMs >= endMs) continue;
    const claimsWait = status === 'OPERATING' && waitMinutes !== null;
    if (claimsWait && !(unbroken && intervals.at(-1)?.waitMinutes === waitMinutes)) {
      intervals.push({ waitMinutes, stamps: 0, fromMs: Math.max(fromMs, startMs), untilMs: startMs });
    }
    unbroken = claimsWait;
    const interval = intervals.at(-1);
    if (!claimsWait || interval === undefined) continue;
    interval.untilMs = Math.min(untilMs, endMs);
    // a stamp from before closing time is old news, however often it is shown
    if (lastUpdatedMs === null || lastUpdatedMs <= newestStampMs) continue;
    newestStampMs = lastUpdatedMs;
    interval.stamps++;
  }
  return intervals;
}
