import { ValidationFailedError } from '../../../common/http/http-errors.js';
import { dayAfter } from '../../../common/time/calendar.js';
import { checkDateRange, DateRangeError } from '../../../common/time/date-range.js';
import { type DaySpan, monthOf, nextMonth, weekdayOf } from '../../statistics/day-spans.js';

/** A year with some margin. The export serves longer periods. */
export const MAX_PERIOD_DAYS = 400;
/** How many days a list has if none are requested. */
export const DEFAULT_DAYS = 30;
export const PERIODS = [
  'today',
  'yesterday',
  'last_7d',
  'last_30d',
  'this_week',
  'last_week',
  'this_month',
  'last_month',
  'custom',
] as const;
export type PeriodName = (typeof PERIODS)[number];

export interface AskedPeriod {
  period: PeriodName;
  /** `from` and `to` are required with `custom`, and not allowed otherwise. */
  from?: string;
  to?: string;
}

/** @throws DateRangeError */
export function checkedSpan(span: DaySpan, maxDays = MAX_PERIOD_DAYS): DaySpan {
  checkDateRange({ from: span.from, to: span.to }, maxDays);
  return span;
}

/** The requested local days; `to` defaults to today, `from` to {@link DEFAULT_DAYS} that end with `to`. @throws DateRangeError */
export function spanUntil(
  today: string,
  { from, to = today }: { from?: string | undefined; to?: string | undefined },
  maxDays = MAX_PERIOD_DAYS,
): DaySpan {
  return checkedSpan({ from: from ?? dayAfter(to, 1 - DEFAULT_DAYS), to }, maxDays);
}

/** Cuts off the days after `today`. @throws DateRangeError if no day is left */
export function untilToday(span: DaySpan, today: string): DaySpan {
  if (span.from > today) throw DateRangeError.inFuture('from', span.from);
  return { from: span.from, to: span.to < today ? span.to : today };
}

/** @throws ValidationFailedError if `from` and `to` do not fit the period, DateRangeError */
export function checkedPeriod(asked: AskedPeriod): AskedPeriod {
  const { period, from, to } = asked;
  if (period === 'custom') {
    const missing = Object.entries({ from, to }).filter(([, day]) => day === undefined);
    if (missing.length > 0) throw badFields(missing, 'is required with period=custom');
    checkedSpan({ from: from!, to: to! });
    return asked;
  }
  const given = Object.entries({ from, to }).filter(([, day]) => day !== undefined);
  if (given.length > 0) throw badFields(given, 'is allowed only with period=custom');
  return asked;
}

/** The local days of a checked period, given the local date `today`; `last_7d` are the seven whole days before it. */
export function resolvePeriod({ period, from, to }: AskedPeriod, today: string): DaySpan {
  switch (period) {
    case 'today':
      return { from: today, to: today };
    case 'yesterday':
      return daysBefore(today, 1);
    case 'last_7d':
      return daysBefore(today, 7);
    case 'last_30d':
      return daysBefore(today, 30);
    case 'this_week':
      return { from: mondayOf(today), to: dayAfter(mondayOf(today), 6) };
    case 'last_week':
      return { from: dayAfter(mondayOf(today), -7), to: dayAfter(mondayOf(today), -1) };
    case 'this_month':
      return { from: monthOf(today), to: dayAfter(nextMonth(today), -1) };
    case 'last_month':
      return { from: monthOf(dayAfter(monthOf(today), -1)), to: dayAfter(monthOf(today), -1) };
    case 'custom':
      return { from: from!, to: to! };
  }
}

const mondayOf = (day: string): string => dayAfter(day, 1 - weekdayOf(day));

const daysBefore = (today: string, count: number): DaySpan => ({
  from: dayAfter(today, -count),
  to: dayAfter(today, -1),
});

const badFields = (fields: [string, unknown][], problem: string): ValidationFailedError =>
  new ValidationFailedError(Object.fromEntries(fields.map(([name]) => [name, [`${name} ${problem}`]])));
