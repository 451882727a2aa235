import { StateIntervals } from './held-values.js';
import { LiveRuns, type Polls } from './live-runs.js';
import type { ObservedRows } from './observed-rows.js';
import type { ParkActivity } from './park-activity.js';

/** How long a value holds without a further observation of its ride, by its source; see docs/statistics.md. */
export interface CarryForwardLimits {
  archiveMs: number;
  liveMs: number;
  /** After the last observation of any ride of the park. */
  parkNoDataMs: number;
}

/**
 * A value holds until the next observation of the same ride, but not past the limit of its source (which for a live row
 * counts from the last poll that saw it), and not past the silence of its park. Rows are in order of time, each instant
 * once; so is what they become.
 */
export function buildStateIntervals(
  rows: ObservedRows,
  limits: CarryForwardLimits,
  activity: Pick<ParkActivity, 'endOf'>,
  polls: Polls,
): StateIntervals {
  const intervals = new StateIntervals();
  const runs = new LiveRuns(rows, polls);
  const hold = (row: number, fromMs: number, nextMs: number): void => {
    const endMs = Math.min(nextMs, limitOf(rows, row, limits), activity.endOf(fromMs));
    intervals.push(fromMs, endMs, rows.status[row]!, rows.waitMinutes[row]!, rows.isLive[row]!);
  };
  for (let row = 0; row < rows.length; row++) {
    const nextMs = row + 1 < rows.length ? rows.atMs[row + 1]! : Infinity;
    let [holder, fromMs] = [row, rows.atMs[row]!];
    const stronger = runs.none ? null : runs.strongerThan(row);
    if (stronger !== null) {
      runs.resume(stronger);
      runs.interrupt(row, fromMs);
      holder = stronger;
    }
    while (!runs.none) {
      const sight = runs.nextSight(holder, fromMs);
      if (sight === null || sight.atMs >= nextMs) break;
      hold(holder, fromMs, sight.atMs);
      runs.resume(sight.row);
      runs.interrupt(holder, sight.atMs);
      [holder, fromMs] = [sight.row, sight.atMs];
    }
    hold(holder, fromMs, nextMs);
    if (rows.confirmedUntilMs[holder]! >= nextMs || !runs.none) runs.interrupt(holder, nextMs);
  }
  return intervals;
}

/** A row of the archive that took the place of a live one was seen by polls as well: whichever limit reaches further. */
function limitOf({ atMs, confirmedUntilMs, isLive }: ObservedRows, row: number, limits: CarryForwardLimits): number {
  const liveMs = confirmedUntilMs[row]! + limits.liveMs;
  if (isLive[row] === 1) return liveMs;
  const archiveMs = atMs[row]! + limits.archiveMs;
  return confirmedUntilMs[row]! > atMs[row]! ? Math.max(archiveMs, liveMs) : archiveMs;
}
