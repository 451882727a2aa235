import { HOUR_MS } from '../../common/time/calendar.js';
import type { TimeZone } from '../../common/time/zones/time-zone.js';
import { timeZoneOf } from '../../common/time/zones/time-zones.js';
import { LocalDays } from './local-days.js';

interface Interval {
  startMs: number;
  endMs: number;
}

/** What is shorter is a pause of a park that is open. */
const SHORTEST_NIGHT_MS = 3 * HOUR_MS;
/** Of the park's clock: a ride that operates earlier is of the evening before. */
const RUNS_OVER_BEFORE_MINUTES = 6 * 60;
/** No night begins later: what is silent by day is a park of which nothing was seen. */
const BEGINS_BEFORE_MINUTES = 8 * 60;

/** Where on a day an evening that runs over from the day before, and the night after it, can lie. */
export interface NightBounds {
  runsOverBeforeMs: number;
  beginsBeforeMs: number;
}

/** By the date of a day, wherever the day begins. */
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

/** When rides of a park operate on one of its days. Pauses that are no night are left out: there are a few stretches at most. */
export class OperatingIntervals {
  /** In order, a night or more between them. */
  private readonly intervals: Interval[] = [];

  /** In any order; of one ride or another. */
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
   * When the park was open: from the first to the last moment, but for the night after an evening that runs over from the
   * day before. Two windows then: what is left of the evening, and the day's own.
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
