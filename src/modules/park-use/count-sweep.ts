import type { TimeWindow } from '../../common/time/time-windows.js';

/**
 * When at least `least` intervals hold at once, in order. `pairs` are starts and ends in turn, in any order of time; what
 * begins at the instant at which another one ends takes its place.
 */
export function timesWithAtLeast(pairs: readonly number[], least: number): TimeWindow[] {
  const count = pairs.length / 2;
  const [starts, ends] = [new Float64Array(count), new Float64Array(count)];
  for (let pair = 0; pair < count; pair++) {
    starts[pair] = pairs[2 * pair]!;
    ends[pair] = pairs[2 * pair + 1]!;
  }
  starts.sort();
  ends.sort();
  const times: TimeWindow[] = [];
  let [open, close, fromMs] = [0, 0, NaN];
  while (close < count) {
    const atMs = open < count ? Math.min(starts[open]!, ends[close]!) : ends[close]!;
    while (open < count && starts[open] === atMs) open++;
    while (close < count && ends[close] === atMs) close++;
    const isEnough = open - close >= least;
    if (isEnough && Number.isNaN(fromMs)) fromMs = atMs;
    else if (!isEnough && !Number.isNaN(fromMs)) {
      times.push({ startMs: fromMs, endMs: atMs });
      fromMs = NaN;
    }
  }
  return times;
}

/** Adds an interval; one that begins where the last one ends prolongs it. */
export function pushJoined(pairs: number[], startMs: number, endMs: number): void {
  if (pairs.length > 0 && pairs[pairs.length - 1] === startMs) pairs[pairs.length - 1] = endMs;
  else pairs.push(startMs, endMs);
}
