import { groupBy } from '../../common/collections.js';
import { dayAfter, MINUTE_MS } from '../../common/time/calendar.js';
import { weekdayOf } from '../statistics/day-spans.js';
import { percentile, rounded } from '../statistics/derived-metrics.js';
import type { DayHour } from './queries/day-hour.sql.js';

const WEEKS = 52;

/** The last 52 days with this weekday (1 to 7, or that of `date`) before both `date` and today, oldest first. */
export function typicalDates({ weekday, date }: { weekday?: number; date?: string }, today: string): string[] {
  const before = date !== undefined && date < today ? date : today;
  const wanted = date === undefined ? weekday! : weekdayOf(date);
  const daysBack = (weekdayOf(before) - wanted + 7) % 7 || 7;
  return Array.from({ length: WEEKS }, (_, index) => dayAfter(before, -daysBack - 7 * (WEEKS - 1 - index)));
}

export interface TypicalHour {
  hour: number;
  p25: number | null;
  p50: number | null;
  p75: number | null;
  p90: number | null;
  /** Days with a posted wait in this hour: the number of values behind the percentiles. */
  days: number;
  /** Minutes with a posted wait on these days. */
  postedMinutes: number;
  /** Considered days on which this hour was observed. */
  observedDays: number;
}

/**
 * The distribution over days of each hour's time-weighted average wait. Every day counts as one value, even one whose hour
 * is shorter because of DST; percentiles are never averaged.
 */
export function typicalHours(hours: readonly DayHour[], hoursOfDay: readonly number[]): TypicalHour[] {
  const observedOf = groupBy(
    hours.filter(({ observedMs }) => observedMs > 0),
    ({ hour }) => hour,
  );
  return hoursOfDay.map((hour) => {
    const observed = observedOf.get(hour) ?? [];
    const posted = observed.filter(({ waitKnownMs }) => waitKnownMs > 0);
    const averages = posted.map(({ waitMinutesMs, waitKnownMs }) => waitMinutesMs / waitKnownMs).sort((a, b) => a - b);
    const at = (share: number) => (averages.length === 0 ? null : rounded(percentile(averages, share)));
    return {
      hour,
      ...{ p25: at(0.25), p50: at(0.5), p75: at(0.75), p90: at(0.9) },
      days: averages.length,
      postedMinutes: rounded(posted.reduce((sum, { waitKnownMs }) => sum + waitKnownMs, 0) / MINUTE_MS),
      observedDays: observed.length,
    };
  });
}
