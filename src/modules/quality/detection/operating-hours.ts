import { groupBy } from '../../../common/collections.js';
import { dayAfter } from '../../../common/time/calendar.js';
import type { TimeInterval } from '../../../common/time/time-intervals.js';
import { LocalDays } from '../../snapshots/local-days.js';

/** No park is asleep before, and none opens before: 04:00 of the park's clock divides its operating days. */
const OPERATING_DAY_START_MINUTES = 240;

/** One local day of a park's operation, evenings past midnight included. */
export interface OperatingDay {
  localDate: string;
  /** From 04:00 to 04:00. */
  window: TimeInterval;
}

/** The operating days that the range touches, whole. */
export function operatingDaysOf(timezone: string | null, range: TimeInterval): OperatingDay[] {
  const days = new LocalDays(timezone, OPERATING_DAY_START_MINUTES);
  const last = days.dateOf(range.endMs - 1);
  const list: OperatingDay[] = [];
  for (let localDate = days.dateOf(range.startMs); localDate <= last; localDate = dayAfter(localDate, 1)) {
    list.push({ localDate, window: days.window(localDate) });
  }
  return list;
}

/** When a park was open on a day of the past, by the statistics; null: it was looked at, and never open. */
export interface PastDay {
  localDate: string;
  opensAtMs: number | null;
  closesAtMs: number | null;
}

/** The same weekday of so many weeks before a day says what is usual on it. */
const WEEKS = 4;
const MIN_DAYS = 2;

/** How far back past days say what is usual. */
export const USUAL_DAYS = 7 * WEEKS;

/**
 * The openings that are usual on these days, where that can be said: on each such weekday of the four weeks before of
 * which anything is known, two at least, the park was open. What all of these days have in common counts, from the latest
 * opening to the earliest closing, so that no night is ever part of it.
 * @param days in order
 * @param earlier operating days, those before included
 */
export function usualOpenings(
  days: readonly OperatingDay[],
  earlier: readonly OperatingDay[],
  past: readonly PastDay[],
): TimeInterval[] {
  const pastOn = groupBy(past, ({ localDate }) => localDate);
  const startOf = new Map(earlier.map(({ localDate, window }) => [localDate, window.startMs]));
  return days.flatMap(({ localDate, window }) => {
    const weeks = Array.from({ length: WEEKS }, (_, week) => dayAfter(localDate, -7 * (week + 1)));
    const known = weeks.flatMap((date) => (pastOn.get(date) ?? []).map((day) => sinceStart(day, startOf.get(date))));
    const open = known.filter((opening) => opening !== null);
    if (open.length < Math.max(MIN_DAYS, known.length)) return [];
    const startMs = window.startMs + Math.max(0, ...open.map((opening) => opening.startMs));
    const endMs = Math.min(window.endMs, window.startMs + Math.min(...open.map((opening) => opening.endMs)));
    return startMs < endMs ? [{ startMs, endMs }] : [];
  });
}

/** In milliseconds since the operating day began: the clock turns in the night, before it does. */
function sinceStart({ opensAtMs, closesAtMs }: PastDay, dayStartMs: number | undefined): TimeInterval | null {
  if (opensAtMs === null || closesAtMs === null || dayStartMs === undefined) return null;
  return { startMs: opensAtMs - dayStartMs, endMs: closesAtMs - dayStartMs };
}
