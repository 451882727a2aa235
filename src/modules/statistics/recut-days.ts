import { dayAfter, daysFromTo } from '../../common/time/calendar.js';
import type { TimeInterval } from '../../common/time/time-intervals.js';
import type { TimeZone } from '../../common/time/zones/time-zone.js';
import { LocalDays } from '../snapshots/local-days.js';
import { ParkCalendar } from './days/park-calendar.js';

/** The time within `window` in which two clocks do not show the same. */
export function differingTimes(before: TimeZone, after: TimeZone, { startMs, endMs }: TimeInterval): TimeInterval[] {
  const times: TimeInterval[] = [];
  for (let fromMs = startMs; fromMs < endMs;) {
    const untilMs = Math.min(before.nextTurnMs(fromMs), after.nextTurnMs(fromMs), endMs);
    if (before.offsetMs(fromMs) !== after.offsetMs(fromMs)) times.push({ startMs: fromMs, endMs: untilMs });
    fromMs = untilMs;
  }
  return times;
}

/**
 * The local dates whose day begins or ends at another instant by the new rules, or whose hours or night lie elsewhere, in
 * order. A date that only one of the two calendars has is one of them.
 */
export function recutDays(before: TimeZone, after: TimeZone, dayStartMinutes: number, window: TimeInterval): string[] {
  const dates = new Set<string>();
  for (const { startMs, endMs } of differingTimes(before, after, window)) {
    const calendars = [before, after].map((zone) => new LocalDays(zone.name, dayStartMinutes, zone));
    const first = calendars.map((days) => days.dateOf(startMs)).sort()[0]!;
    const last = calendars.map((days) => days.dateOf(endMs - 1)).sort()[1]!;
    // An evening that runs over, and the night after it, belong to a day whose own window may be the same.
    for (const date of daysFromTo(dayAfter(first, -1), dayAfter(last, 1))) dates.add(date);
  }
  return [...dates]
    .sort()
    .filter((date) => cutOf(before, dayStartMinutes, date) !== cutOf(after, dayStartMinutes, date));
}

/** Everything by which a calendar cuts observations into a day. */
function cutOf(zone: TimeZone, dayStartMinutes: number, date: string): string {
  const calendar = new ParkCalendar(zone.name, dayStartMinutes, date, date, zone);
  return JSON.stringify([calendar.days, [...calendar.sliceEndMs], [...calendar.sliceCell]]);
}
