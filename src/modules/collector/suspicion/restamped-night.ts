import type { TimeWindow } from '../../../common/time/time-windows.js';
import type { SeenRun } from './seen-run.js';

export interface RestampedNightThresholds {
  /** Fresh stamps, each newer than the one before, from which on it is no accident. */
  minStamps: number;
  /** How long the wait must have been shown, from its first poll inside the closed window to its last. */
  minShownMs: number;
}

export interface RestampedNight {
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
export function findRestampedNight(
  runs: readonly SeenRun[],
  closedWindow: TimeWindow,
  { minStamps, minShownMs }: RestampedNightThresholds,
): RestampedNight | null {
  const suspects = steadyStretches(runs, closedWindow).filter(
    ({ stamps, fromMs, untilMs }) => stamps >= minStamps && untilMs - fromMs >= minShownMs,
  );
  return suspects.sort((a, b) => b.untilMs - b.fromMs - (a.untilMs - a.fromMs))[0] ?? null;
}

/** Stretches of the night, one after the other, in which a ride said OPERATING and the same wait. */
function steadyStretches(runs: readonly SeenRun[], { startMs, endMs }: TimeWindow): RestampedNight[] {
  const stretches: RestampedNight[] = [];
  let unbroken = false;
  let newestStampMs = startMs;
  for (const { status, waitMinutes, lastUpdatedMs, fromMs, untilMs } of runs) {
    if (untilMs < startMs || fromMs >= endMs) continue;
    const claimsWait = status === 'OPERATING' && waitMinutes !== null;
    if (claimsWait && !(unbroken && stretches.at(-1)?.waitMinutes === waitMinutes)) {
      stretches.push({ waitMinutes, stamps: 0, fromMs: Math.max(fromMs, startMs), untilMs: startMs });
    }
    unbroken = claimsWait;
    const stretch = stretches.at(-1);
    if (!claimsWait || stretch === undefined) continue;
    stretch.untilMs = Math.min(untilMs, endMs);
    // a stamp from before closing time is old news, however often it is shown
    if (lastUpdatedMs === null || lastUpdatedMs <= newestStampMs) continue;
    newestStampMs = lastUpdatedMs;
    stretch.stamps++;
  }
  return stretches;
}
