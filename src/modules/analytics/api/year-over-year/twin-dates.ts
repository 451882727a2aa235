import { isLocalDate } from '../../../../common/http/dto/calendar.js';
import { dayAfter, daysFromTo } from '../../../../common/time/calendar-day.js';
import type { DaySpan } from '../../reads/day-span.js';

export const ALIGNMENTS = ['date', 'weekday'] as const;
export type Alignment = (typeof ALIGNMENTS)[number];

/** Whole weeks, and nearly a year: the same weekday in the same season. */
const WEEKDAY_YEAR_DAYS = 364;

/** A day of an earlier year, and the day of the period with which it is compared. */
export interface AlignedDate {
  date: string;
  comparedWith: string;
}

/**
 * The days `yearsBefore` years before those of the span. With `date` the same month and day: 29 February has no twin in
 * a common year, and that of a leap year is nobody's twin there, so it is left out. Years before 1 have no days.
 */
export function alignDates(span: DaySpan, yearsBefore: number, align: Alignment): AlignedDate[] {
  return daysFromTo(span.from, span.to).flatMap((comparedWith) => {
    const date =
      align === 'weekday'
        ? dayAfter(comparedWith, -WEEKDAY_YEAR_DAYS * yearsBefore)
        : yearsEarlier(comparedWith, yearsBefore);
    return isLocalDate(date) ? [{ date, comparedWith }] : [];
  });
}

function yearsEarlier(date: string, years: number): string {
  const year = Number(date.slice(0, 4)) - years;
  return `${String(year).padStart(4, '0')}${date.slice(4)}`;
}
