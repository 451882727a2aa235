import { dayAfter } from '../../common/time/calendar.js';
import { daysIn, type DaySpan, weekdayOf } from '../statistics/day-spans.js';
import { averageWait, minutesOf, percent, rounded, uptime } from '../statistics/derived-metrics.js';
import { NO_TOTALS, type Totals } from '../statistics/rollup-totals.js';
import type { WeekdayHour } from './queries/ride-hours.js';

export const HEATMAP_METRICS = ['avgWait', 'uptime'] as const;
export type HeatmapMetric = (typeof HEATMAP_METRICS)[number];

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];

export interface HeatmapCell {
  hour: number;
  /** Minutes or percent; null if unknown for this hour. */
  value: number | null;
  observedMinutes: number;
  /** Observed percentage of the park's scheduled time in this hour; null if it was not open. */
  coveragePercent: number | null;
  observedDays: number;
}

export interface HeatmapRow {
  weekday: number;
  /** Number of such days in the period. */
  days: number;
  hours: HeatmapCell[];
}

/** Seven rows starting with Monday, each with 24 hours in the order of the local day, as exact sums over all such days. */
export function heatmapMatrix(
  cells: readonly WeekdayHour[],
  span: DaySpan,
  metric: HeatmapMetric,
  hoursOfDay: readonly number[],
): HeatmapRow[] {
  const totals = new Map(cells.map((cell) => [keyOf(cell.weekday, cell.hour), cell.totals]));
  const count = countWeekdays(span);
  return WEEKDAYS.map((weekday) => ({
    weekday,
    days: count[weekday - 1]!,
    hours: hoursOfDay.map((hour) => cellOf(hour, totals.get(keyOf(weekday, hour)) ?? NO_TOTALS, metric)),
  }));
}

/** The number of days of each weekday in a span. */
export function countWeekdays(span: DaySpan): number[] {
  const length = daysIn(span);
  const counts = WEEKDAYS.map(() => Math.floor(length / 7));
  for (let extra = 0; extra < length % 7; extra++) counts[weekdayOf(dayAfter(span.from, extra)) - 1]! += 1;
  return counts;
}

function cellOf(hour: number, totals: Totals, metric: HeatmapMetric): HeatmapCell {
  const [average, up] = [averageWait(totals), uptime(totals)];
  const value = metric === 'avgWait' ? average : up === null ? null : up * 100;
  return {
    hour,
    value: value === null ? null : rounded(value),
    observedMinutes: minutesOf(totals.observedMs),
    coveragePercent: percent(totals.scheduledObservedMs, totals.scheduledMs),
    observedDays: totals.days,
  };
}

const keyOf = (weekday: number, hour: number): number => weekday * 24 + hour;
