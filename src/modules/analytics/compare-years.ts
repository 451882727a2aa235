import { dayAfter, daysFromTo, isLocalDate } from '../../common/time/calendar.js';
import type { DaySpan } from '../statistics/day-spans.js';
import { type MetricChange, metricChange, type Metrics, metricsOf } from '../statistics/derived-metrics.js';
import { addTotals, NO_TOTALS, type Totals } from '../statistics/rollup-totals.js';

export const ALIGNMENTS = ['date', 'weekday'] as const;
export type Alignment = (typeof ALIGNMENTS)[number];

/** Whole weeks and nearly a year: the same weekday in the same season. */
const WEEKDAY_YEAR_DAYS = 364;

/** A day of an earlier year and the day of the period that it is compared with. */
export interface AlignedDate {
  date: string;
  comparedWith: string;
}

/**
 * The days `yearsBefore` years before those of the span. With `date`, month and day are the same; 29 February is omitted
 * unless both years have it. There are no days before year 1.
 */
export function alignedDates(span: DaySpan, yearsBefore: number, align: Alignment): AlignedDate[] {
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

export interface DayMetrics extends AlignedDate {
  metrics: Metrics;
}

export interface YearMetrics extends DaySpan {
  /** 0 is the period itself. */
  yearsBefore: number;
  metrics: Metrics;
  /** The period compared with this year; null for the period itself. */
  change: MetricChange | null;
  daily: DayMetrics[];
}

export interface AlignedYear {
  yearsBefore: number;
  /** At least one. */
  alignedDates: AlignedDate[];
}

/** The period itself, then earlier years; years without any aligned day are omitted. */
export function alignedYears(span: DaySpan, years: number, align: Alignment): AlignedYear[] {
  return Array.from({ length: years + 1 }, (_, yearsBefore) => ({
    yearsBefore,
    alignedDates: alignedDates(span, yearsBefore, align),
  })).filter(({ alignedDates }) => alignedDates.length > 0);
}

/** The span from the first to the last day. */
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
