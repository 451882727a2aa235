import type { StateIntervals } from '../timeline/held-values.js';
import type { TimeWindow } from '../../../../common/time/time-windows.js';
import { DOWN } from '../../../snapshots/status-codes.js';

/** By day the longest stretch of DOWN while the park was open, never interrupted nor out of sight. */
export function longestDown(intervals: StateIntervals, windowsOfDays: readonly (readonly TimeWindow[])[]): number[] {
  let first = 0;
  return windowsOfDays.map((windows) => {
    let longestMs = 0;
    for (const window of windows) {
      while (first < intervals.length && intervals.endMs[first]! <= window.startMs) first++;
      longestMs = Math.max(longestMs, longestWithin(intervals, first, window));
    }
    return longestMs;
  });
}

function longestWithin(intervals: StateIntervals, first: number, window: TimeWindow): number {
  let [longestMs, downMs] = [0, 0];
  for (let index = first; index < intervals.length && intervals.startMs[index]! < window.endMs; index++) {
    if (intervals.status[index] !== DOWN) {
      downMs = 0;
      continue;
    }
    const durationMs =
      Math.min(intervals.endMs[index]!, window.endMs) - Math.max(intervals.startMs[index]!, window.startMs);
    downMs = downMs > 0 && intervals.isFollowedAtOnce(index - 1) ? downMs + durationMs : durationMs;
    longestMs = Math.max(longestMs, downMs);
  }
  return longestMs;
}
