import { HOUR_MS } from '../calendar.js';
import type { TimeZone } from './time-zone.js';

/** A time interval in which the local clock shows the same hour. */
export interface HourSlice {
  startMs: number;
  endMs: number;
  /** 0 to 23. An hour that the clock shows twice has two slices. */
  hour: number;
}

/**
 * Cuts a window at the instants at which the local clock changes to another hour, by running or by a clock change.
 */
export function localHours(zone: TimeZone, startMs: number, endMs: number): HourSlice[] {
  const slices: HourSlice[] = [];
  for (let fromMs = startMs; fromMs < endMs;) {
    const shownMs = fromMs + zone.offsetMs(fromMs);
    const untilMs = Math.min(fromMs + HOUR_MS - modulo(shownMs, HOUR_MS), zone.nextTransitionMs(fromMs), endMs);
    slices.push({ startMs: fromMs, endMs: untilMs, hour: Math.floor(modulo(shownMs, 24 * HOUR_MS) / HOUR_MS) });
    fromMs = untilMs;
  }
  return slices;
}

const modulo = (value: number, by: number): number => ((value % by) + by) % by;
