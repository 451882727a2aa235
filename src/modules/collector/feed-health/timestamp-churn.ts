import type { TimeInterval } from '../../../common/time/time-intervals.js';
import type { ObservedSpan } from './opening-intervals.js';

export interface TimestampChurnThresholds {
  /** Minimum number of fresh timestamps, each newer than the previous one. */
  minStamps: number;
  /** Minimum time for which the wait was reported, from its first poll within the closed interval to its last. */
  minShownMs: number;
}

export interface ChurnNight {
  waitMinutes: number;
  stamps: number;
  fromMs: number;
  untilMs: number;
}

/**
 * Finds the longest interval of a night in which a ride reports, with ever fresh timestamps, to be operating at a constant
 * wait for hours while its park is closed; null if there is none. A ride that is closed, has no wait, or has a changing
 * wait (as on a real late night) is not suspicious.
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

/** Consecutive intervals of the night in which a ride reported OPERATING and a constant wait. */
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
    // A timestamp from before closing time is not fresh, however often it is repeated.
    if (lastUpdatedMs === null || lastUpdatedMs <= newestStampMs) continue;
    newestStampMs = lastUpdatedMs;
    interval.stamps++;
  }
  return intervals;
}
