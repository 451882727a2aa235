import type { HeldValues } from '../timeline/held-values.js';
import type { TimeWindow } from '../../../../common/time/time-windows.js';
import { DOWN } from '../../../snapshots/status-codes.js';

/** By day the longest stretch of DOWN while the park was open, never interrupted nor out of sight. */
export function longestDown(held: HeldValues, windowsOfDays: readonly (readonly TimeWindow[])[]): number[] {
  let first = 0;
  return windowsOfDays.map((windows) => {
    let longestMs = 0;
    for (const window of windows) {
      while (first < held.length && held.endMs[first]! <= window.startMs) first++;
      longestMs = Math.max(longestMs, longestWithin(held, first, window));
    }
    return longestMs;
  });
}

function longestWithin(held: HeldValues, first: number, window: TimeWindow): number {
  let [longestMs, downMs] = [0, 0];
  for (let index = first; index < held.length && held.startMs[index]! < window.endMs; index++) {
    if (held.status[index] !== DOWN) {
      downMs = 0;
      continue;
    }
    const heldMs = Math.min(held.endMs[index]!, window.endMs) - Math.max(held.startMs[index]!, window.startMs);
    downMs = downMs > 0 && held.isFollowedAtOnce(index - 1) ? downMs + heldMs : heldMs;
    longestMs = Math.max(longestMs, downMs);
  }
  return longestMs;
}
