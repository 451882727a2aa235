import { groupBy } from '../../../common/collections.js';
import { dayAfter } from '../../../common/time/calendar.js';
import type { TimeInterval } from '../../../common/time/time-intervals.js';
import { LocalDays } from '../../snapshots/local-days.js';

/** 04:00 local time divides operating days: no park closes later, and none opens earlier. */
const OPERATING_DAY_START_MINUTES = 240;

/** One local day of a park's operation, including an evening past midnight. */
export interface OperatingDay {
  localDate: string;
  /** From 04:00 to 04:00. */
  window: TimeInterval;
}

/** All operating days that overlap the range, as whole days. */
export function operatingDaysOf(timezone: string | null, range: TimeInterval): OperatingDay[] {
  const days = new LocalDays(timezone, OPERATING_DAY_START_MINUTES);
  const last = days.dateOf(range.endMs - 1);
  const list: OperatingDay[] = [];
  for (let localDate = days.dateOf(range.startMs); localDate <= last; localDate = dayAfter(localDate, 1)) {
    list.push({ localDate, window: days.window(localDate) });
  }
  return list;
}

/** When a park was open on a past day, by the statistics; null: it was observed, but never open. */
export interface PastDay {
  localDate: string;
  opensAtMs: number | null;
  closesAtMs: number | null;
}

/** Usual openings are derived from the same weekday of this many preceding weeks. */
const WEEKS = 4;
const MIN_DAYS = 2;

/** How far back past days are used to derive usual openings. */
export const USUAL_DAYS = 7 * WEEKS;

/**
 * The usual openings of these days, if known: of the same weekday in the four weeks before, at least two days are known and
 * the park was open on all known ones. The opening is what these days have in common, from the latest opening to the
 * earliest closing, so that it never includes a night.
 * @param days in order
 * @param earlier operating days, including the preceding ones
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

/** In milliseconds since the operating day began; clock changes happen at night, before that. */
function sinceStart({ opensAtMs, closesAtMs }: PastDay, dayStartMs: number | undefined): TimeInterval | null {
  if (opensAtMs === null || closesAtMs === null || dayStartMs === undefined) return null;
  return { startMs: opensAtMs - dayStartMs, endMs: closesAtMs - dayStartMs };
}
