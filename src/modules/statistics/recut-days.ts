import { dayAfter, daysFromTo } from '../../common/time/calendar.js';
import type { TimeInterval } from '../../common/time/time-intervals.js';
import type { TimeZone } from '../../common/time/zones/time-zone.js';
import { LocalDays } from '../snapshots/local-days.js';
import { ParkCalendar } from './days/park-calendar.js';

/** The times within `window` in which two zones have different offsets. */
export function differingTimes(before: TimeZone, after: TimeZone, { startMs, endMs }: TimeInterval): TimeInterval[] {
  const times: TimeInterval[] = [];
  for (let fromMs = startMs; fromMs < endMs;) {
    const untilMs = Math.min(before.nextTransitionMs(fromMs), after.nextTransitionMs(fromMs), endMs);
    if (before.offsetMs(fromMs) !== after.offsetMs(fromMs)) times.push({ startMs: fromMs, endMs: untilMs });
    fromMs = untilMs;
  }
  return times;
}

/**
 * The local dates whose day starts or ends at another instant by the new rules, or whose hours or night changed, in order.
 * Includes dates that exist in only one of the two calendars.
 */
export function recutDays(before: TimeZone, after: TimeZone, dayStartMinutes: number, window: TimeInterval): string[] {
  const dates = new Set<string>();
  for (const { startMs, endMs } of differingTimes(before, after, window)) {
    const calendars = [before, after].map((zone) => new LocalDays(zone.name, dayStartMinutes, zone));
    const first = calendars.map((days) => days.dateOf(startMs)).sort()[0]!;
    const last = calendars.map((days) => days.dateOf(endMs - 1)).sort()[1]!;
    // An evening past midnight and the following night may belong to a day whose own bounds are unchanged.
    for (const date of daysFromTo(dayAfter(first, -1), dayAfter(last, 1))) dates.add(date);
  }
  return [...dates]
    .sort()
    .filter((date) => cutOf(before, dayStartMinutes, date) !== cutOf(after, dayStartMinutes, date));
}

/** All boundaries by which a calendar assigns observations to a day. */
function cutOf(zone: TimeZone, dayStartMinutes: number, date: string): string {
  const calendar = new ParkCalendar(zone.name, dayStartMinutes, date, date, zone);
  return JSON.stringify([calendar.days, [...calendar.sliceEndMs], [...calendar.sliceCell]]);
}
