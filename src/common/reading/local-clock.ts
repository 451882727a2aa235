import { HOUR_MS } from '../time/durations.js';
import { timeZoneOf } from '../time/zones/time-zones.js';
import { parseInstantMs } from './instants.js';

/** Local clocks are between 12 hours behind UTC and 14 hours ahead of it; the clock may turn meanwhile. */
const MOST_BEHIND_MS = 13 * HOUR_MS;
const MOST_AHEAD_MS = 15 * HOUR_MS;

/**
 * Turns what a wall clock shows, in milliseconds as if the clock stood in UTC, into an instant. A time that the clock
 * shows twice is the first of the two; a time that it skips counts as if the clock had not been turned yet
 * (Temporal's "compatible", RFC 5545 3.3.5).
 */
export interface LocalClock {
  toInstantMs(wallClockMs: number): number;
}

export function fixedOffsetClock(offsetMs: number): LocalClock {
  return { toInstantMs: (wallClockMs) => wallClockMs - offsetMs };
}

const clocks = new Map<string, LocalClock>();

/** @param timezone a valid IANA name */
export function zoneClock(timezone: string): LocalClock {
  let clock = clocks.get(timezone);
  if (clock === undefined) {
    const zone = timeZoneOf(timezone);
    clock = { toInstantMs: (wallClockMs) => instantOfWallClock(wallClockMs, (instantMs) => zone.offsetMs(instantMs)) };
    clocks.set(timezone, clock);
  }
  return clock;
}

/** @param offsetAtMs milliseconds east of UTC at an instant */
export function instantOfWallClock(wallClockMs: number, offsetAtMs: (instantMs: number) => number): number {
  const before = wallClockMs - offsetAtMs(wallClockMs - MOST_AHEAD_MS);
  const after = wallClockMs - offsetAtMs(wallClockMs + MOST_BEHIND_MS);
  if (before + offsetAtMs(before) === wallClockMs) return before;
  return after + offsetAtMs(after) === wallClockMs ? after : before;
}

/** What the wall clock shows in a date-time without an offset; NaN for anything else. */
export function parseWallClockMs(text: string): number {
  return Number.isNaN(parseInstantMs(text)) ? parseInstantMs(text, 0) : NaN;
}
