import { DAY_MS } from '../../../common/time/durations.js';
import { dayAfter } from '../../../common/time/calendar-day.js';

/** Local days, both included, as `YYYY-MM-DD`. */
export interface DaySpan {
  from: string;
  to: string;
}

export function daysIn({ from, to }: DaySpan): number {
  return Math.max(0, (Date.parse(to) - Date.parse(from)) / DAY_MS + 1);
}

/** As many days directly before. */
export function spanBefore(span: DaySpan): DaySpan {
  return { from: dayAfter(span.from, -daysIn(span)), to: dayAfter(span.from, -1) };
}

/** ISO: 1 is Monday, 7 is Sunday. */
export function weekdayOf(date: string): number {
  return ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
}
