import type { DaySpan } from '../../reads/day-span.js';
import { type MetricChange, metricChange, type Metrics, metricsOf } from '../../reads/figures.js';
import { addTotals, NO_TOTALS, type Totals } from '../../reads/sums.js';
import { type Alignment, type AlignedDate, alignDates } from './twin-dates.js';

export interface DayStatistics extends AlignedDate {
  metrics: Metrics;
}

export interface YearMetrics extends DaySpan {
  /** 0: the period itself. */
  yearsBefore: number;
  metrics: Metrics;
  /** Of the period against this year; null of the period itself. */
  change: MetricChange | null;
  daily: DayStatistics[];
}

export interface AlignedYear {
  yearsBefore: number;
  /** At least one. */
  alignedDates: AlignedDate[];
}

/** The period itself, then the years before; one in which none of its days has a twin is left out. */
export function alignedYears(span: DaySpan, years: number, align: Alignment): AlignedYear[] {
  return Array.from({ length: years + 1 }, (_, yearsBefore) => ({
    yearsBefore,
    alignedDates: alignDates(span, yearsBefore, align),
  })).filter(({ alignedDates }) => alignedDates.length > 0);
}

/** From the first to the last of the days. */
export function spanOf({ alignedDates }: AlignedYear): DaySpan {
  return { from: alignedDates[0]!.date, to: alignedDates.at(-1)!.date };
}

export function compareYears(years: readonly AlignedYear[], totalsByDate: ReadonlyMap<string, Totals>): YearMetrics[] {
  const totals = years.map(({ alignedDates }) =>
    alignedDates.map(({ date }) => totalsByDate.get(date) ?? NO_TOTALS).reduce(addTotals),
  );
  return years.map((year, index) => ({
    yearsBefore: year.yearsBefore,
    ...spanOf(year),
    metrics: metricsOf(totals[index]!, year.alignedDates.length),
    change: year.yearsBefore === 0 ? null : metricChange(totals[0]!, totals[index]!),
    daily: year.alignedDates.map((aligned) => ({
      ...aligned,
      metrics: metricsOf(totalsByDate.get(aligned.date) ?? NO_TOTALS, 1),
    })),
  }));
}
