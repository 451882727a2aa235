import { dayAfter } from '../../../../common/time/calendar-day.js';
import { weekdayOf } from '../../reads/day-span.js';

/** A year of weeks. */
const WEEKS = 52;

/** The 52 days of the weekday (that of the date, or 1 to 7) before the date, and before today, oldest first. */
export function typicalDates({ weekday, date }: { weekday?: number; date?: string }, today: string): string[] {
  const before = date !== undefined && date < today ? date : today;
  const wanted = date === undefined ? weekday! : weekdayOf(date);
  const daysBack = (weekdayOf(before) - wanted + 7) % 7 || 7;
  return Array.from({ length: WEEKS }, (_, index) => dayAfter(before, -daysBack - 7 * (WEEKS - 1 - index)));
}
