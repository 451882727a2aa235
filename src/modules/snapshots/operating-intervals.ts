import { HOUR_MS } from '../../common/time/calendar.js';
import type { TimeZone } from '../../common/time/zones/time-zone.js';
import { timeZoneOf } from '../../common/time/zones/time-zones.js';
import { LocalDays } from './local-days.js';

interface Interval {
  startMs: number;
  endMs: number;
}

/** A shorter pause does not close a park. */
const SHORTEST_NIGHT_MS = 3 * HOUR_MS;
/** By the park's clock: a ride that operates earlier belongs to the evening before. */
const RUNS_OVER_BEFORE_MINUTES = 6 * 60;
/** Latest start of a night: a pause during the day is unknown time. */
const BEGINS_BEFORE_MINUTES = 8 * 60;

/** The bounds of a day within which an evening past midnight and the following night can lie. */
export interface NightBounds {
  runsOverBeforeMs: number;
  beginsBeforeMs: number;
}

/** Depends on the date of a day, whatever its start time. */
export function nightBoundsOf(
  timezone: string | null,
  zone: TimeZone = timeZoneOf(timezone),
): (localDate: string) => NightBounds {
  const runsOverBefore = new LocalDays(timezone, RUNS_OVER_BEFORE_MINUTES, zone);
  const beginsBefore = new LocalDays(timezone, BEGINS_BEFORE_MINUTES, zone);
  return (localDate) => ({
    runsOverBeforeMs: runsOverBefore.window(localDate).startMs,
    beginsBeforeMs: beginsBefore.window(localDate).startMs,
  });
}

/** The times at which rides of a park operate on one day. Merges pauses shorter than a night, so that few intervals remain. */
export class OperatingIntervals {
  /** In order, separated by at least the length of a night. */
  private readonly intervals: Interval[] = [];

  /** Accepts intervals of any ride in any order. */
  add(startMs: number, endMs: number): void {
    const { intervals } = this;
    let first = 0;
    while (first < intervals.length && intervals[first]!.endMs + SHORTEST_NIGHT_MS <= startMs) first++;
    const near = intervals[first];
    if (near === undefined || near.startMs >= endMs + SHORTEST_NIGHT_MS) {
      intervals.splice(first, 0, { startMs, endMs });
      return;
    }
    near.startMs = Math.min(near.startMs, startMs);
    near.endMs = Math.max(near.endMs, endMs);
    const next = first + 1;
    while (next < intervals.length && intervals[next]!.startMs < near.endMs + SHORTEST_NIGHT_MS) {
      near.endMs = Math.max(near.endMs, intervals[next]!.endMs);
      intervals.splice(next, 1);
    }
  }

  /**
   * The time for which the park was open: from the first to the last moment, without the night after an evening that
   * continued past midnight. In that case there are two windows: the rest of the evening, and the day's own.
   */
  openingIntervals({ runsOverBeforeMs, beginsBeforeMs }: NightBounds): Interval[] {
    const [first, last] = [this.intervals[0], this.intervals.at(-1)];
    if (first === undefined || last === undefined) return [];
    const night = first.startMs < runsOverBeforeMs ? this.longestPause(beginsBeforeMs) : null;
    if (night === null) return [{ startMs: first.startMs, endMs: last.endMs }];
    return [
      { startMs: first.startMs, endMs: night.startMs },
      { startMs: night.endMs, endMs: last.endMs },
    ];
  }

  private longestPause(beginsBeforeMs: number): Interval | null {
    let longest: Interval | null = null;
    for (const [index, { endMs }] of this.intervals.entries()) {
      const next = this.intervals[index + 1];
      if (next === undefined || endMs >= beginsBeforeMs) break;
      if (longest === null || next.startMs - endMs > longest.endMs - longest.startMs) {
        longest = { startMs: endMs, endMs: next.startMs };
      }
    }
    return longest;
  }
}
