import { dayAfter } from '../../../common/time/calendar-day.js';

/** Climatology's third of a month, by its first day: the 1st to the 10th, the 11th to the 20th, and the rest. */
export function tenDayPeriodOf(day: string): string {
  const dayOfMonth = Number(day.slice(8));
  return `${day.slice(0, 8)}${dayOfMonth <= 10 ? '01' : dayOfMonth <= 20 ? '11' : '21'}`;
}

/** No ten-day period is longer than 11 days: so long after its first day it is over, and the next one is not. */
export const nextTenDayPeriod = (day: string): string => tenDayPeriodOf(dayAfter(tenDayPeriodOf(day), 11));

export const monthOf = (day: string): string => `${day.slice(0, 7)}-01`;

/** No month is longer than 31 days: so long after its first day it is over, and the next one is not. */
export const nextMonth = (day: string): string => monthOf(dayAfter(monthOf(day), 31));
