import { dayAfter } from '../../../common/time/calendar.js';
import { addMonths } from '../../../common/time/months.js';

/** The months that the source accepts. */
export const FIRST_MONTH = '1970-01';
export const LAST_MONTH = '2150-12';

/** `YYYY-MM`, within what the source accepts. */
export function isMonth(text: string): boolean {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text) && text >= FIRST_MONTH && text <= LAST_MONTH;
}

/** First and last date of a month. */
export function datesOfMonth(month: string): { first: string; last: string } {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5))];
  const days = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return { first: `${month}-01`, last: `${month}-${days}` };
}

/** Months with a date before the park's today, from `first` on, newest first. */
export function pastMonths(first: string, today: string): string[] {
  const months: string[] = [];
  const from = first < FIRST_MONTH ? FIRST_MONTH : first;
  for (let month = dayAfter(today, -1).slice(0, 7); month >= from; month = addMonths(month, -1)) months.push(month);
  return months;
}

/** What is known about a month of a park's schedule. */
export interface KnownMonth {
  /** The park's date on which it was read last; null: never. */
  readOn: string | null;
  /** Dates before today with any entry. */
  storedDates: number;
}

/**
 * Whether a month is to be read: once after it ended, and once a day while it lasts, unless every past date has an entry
 * anyway.
 */
export function isDue(month: string, today: string, { readOn, storedDates }: KnownMonth): boolean {
  const { last } = datesOfMonth(month);
  const isOver = today > last;
  if (readOn !== null && readOn > (isOver ? last : dayAfter(today, -1))) return false;
  const pastDates = Number((isOver ? last : dayAfter(today, -1)).slice(8));
  return storedDates < pastDates;
}
