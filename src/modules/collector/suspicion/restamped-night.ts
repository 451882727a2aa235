import type { TimeWindow } from '../../../common/time/time-windows.js';
import type { ObservedSpan } from './seen-run.js';

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
  closedWindow: TimeWindow,
  { minStamps, minShownMs }: TimestampChurnThresholds,
): ChurnNight | null {
  const suspects = steadyIntervals(runs, closedWindow).filter(
    ({ stamps, fromMs, untilMs }) => stamps >= minStamps && untilMs - fromMs >= minShownMs,
  );
  return suspects.sort((a, b) => b.untilMs - b.fromMs - (a.untilMs - a.fromMs))[0] ?? null;
}

/** Stretches of the night, one after the other, in which a ride said OPERATING and the same wait. */
function steadyIntervals(runs: readonly ObservedSpan[], { startMs, endMs }: TimeWindow): ChurnNight[] {
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
