import type { HeldValues } from '../timeline/held-values.js';
import type { Span } from './open-windows.js';
import { DOWN, OPERATING } from './placeholder-waits.js';

export interface OpenSums {
  openMs: number;
  openObservedMs: number;
  openOperatingMs: number;
  openDownMs: number;
  /** The longest stretch of DOWN that was never interrupted nor out of sight. */
  longestDownMs: number;
}

/** What a ride was while its park was open, day by day: DOWN outside of it is no downtime. */
export function sumOpenTime(held: HeldValues, windowsOfDays: readonly (readonly Span[])[]): OpenSums[] {
  let first = 0;
  return windowsOfDays.map((windows) => {
    const sums: OpenSums = { openMs: 0, openObservedMs: 0, openOperatingMs: 0, openDownMs: 0, longestDownMs: 0 };
    for (const window of windows) {
      while (first < held.length && held.endMs[first]! <= window.startMs) first++;
      sums.openMs += window.endMs - window.startMs;
      addWindow(sums, held, first, window);
    }
    return sums;
  });
}

function addWindow(sums: OpenSums, held: HeldValues, first: number, window: Span): void {
  let downMs = 0;
  for (let index = first; index < held.length && held.startMs[index]! < window.endMs; index++) {
    const fromMs = Math.max(held.startMs[index]!, window.startMs);
    const heldMs = Math.min(held.endMs[index]!, window.endMs) - fromMs;
    if (heldMs <= 0) continue;
    sums.openObservedMs += heldMs;
    const status = held.status[index];
    if (status === OPERATING) sums.openOperatingMs += heldMs;
    if (status !== DOWN) {
      downMs = 0;
      continue;
    }
    sums.openDownMs += heldMs;
    const goesOn = downMs > 0 && held.isFollowedAtOnce(index - 1);
    downMs = goesOn ? downMs + heldMs : heldMs;
    sums.longestDownMs = Math.max(sums.longestDownMs, downMs);
  }
}
