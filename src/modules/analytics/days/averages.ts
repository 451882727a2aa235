import { groupBy } from '../../../common/collections.js';
import { dayAfter } from '../../../common/time/calendar.js';
import { daysIn, monthOf, nextMonth } from '../../statistics/day-spans.js';
import { metricsOf } from '../../statistics/derived-metrics.js';
import { addTotals, NO_TOTALS, type Totals } from '../../statistics/rollup-totals.js';
import { withoutScheduledTimeToCome } from '../queries/scheduled-time.service.js';
import type { MonthTotals } from './day-rows.sql.js';
import type { AveragesView } from './days.dto.js';

const firstDay = ({ year, month }: Pick<MonthTotals, 'year' | 'month'>): string =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`;

/** Null if there is no month. */
export const firstDayOf = ([first]: readonly MonthTotals[]): string | null =>
  first === undefined ? null : firstDay(first);

/** The days of a month until today. */
function daysOf(month: MonthTotals, today: string): number {
  const from = firstDay(month);
  const last = dayAfter(nextMonth(from), -1);
  return daysIn({ from, to: last < today ? last : today });
}

/** Without the scheduled time of today that lies in the future. */
export const observableMonths = (months: readonly MonthTotals[], today: string, toComeMs: number): MonthTotals[] =>
  months.map((month) =>
    firstDay(month) === monthOf(today)
      ? { ...month, totals: withoutScheduledTimeToCome(month.totals, toComeMs) }
      : month,
  );

const sumOf = (months: readonly MonthTotals[]): Totals =>
  months.map(({ totals }) => totals).reduce(addTotals, NO_TOTALS);

/**
 * Averages by year and by calendar month over all years: each is the quotient of sums, weighted by time, never an average of
 * averages.
 * @param months with data, oldest first
 */
export function averagesOf(
  months: readonly MonthTotals[],
  today: string,
  days: number,
): Pick<AveragesView, 'metrics' | 'months' | 'years'> {
  const metrics = (some: readonly MonthTotals[]) =>
    metricsOf(
      sumOf(some),
      some.reduce((sum, month) => sum + daysOf(month, today), 0),
    );
  const byMonth = [...groupBy(months, ({ month }) => month)].sort(([a], [b]) => a - b);
  return {
    metrics: metricsOf(sumOf(months), days),
    months: byMonth.map(([month, some]) => ({ month, years: some.length, metrics: metrics(some) })),
    years: [...groupBy(months, ({ year }) => year)].map(([year, some]) => ({
      year,
      metrics: metrics(some),
      months: some.map((one) => ({ month: one.month, metrics: metrics([one]) })),
    })),
  };
}
