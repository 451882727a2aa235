import type { EChartsCoreOption } from 'echarts/core';
import type { Schemas } from '../../api/client.js';
import type { Compared } from '../../api/compared.js';
import { baseOption, categoryAxis, valueAxis } from '../../charts/base-option.js';
import type { ChartColors } from '../../charts/chart-colors.js';
import type { ChartTable } from '../../charts/ChartCard.js';
import { waitText } from '../../format/numbers.js';
import { addDays, dayText, daysBetween } from '../../format/times.js';
import { distinctNames } from '../../parts/distinct-names.js';
import type { LegendItem } from '../../parts/Legend.js';
import type { Period } from '../../parts/period.js';
import { MAX_COMPARED } from './max-compared.js';

export interface ComparedSeries {
  key: string;
  /** The id by which the ride or park was chosen. */
  id: number;
  name: string;
  metrics: Schemas['MetricsView'];
  /** The lines of one ride or park have the same colour. */
  color: number;
  /** Of the second period, whose lines are dashed. */
  isSecond: boolean;
  /** By number of the day in its period. */
  averages: (number | null)[];
}

/** The days of each ride or park in one period; those of two periods one after the other. */
export function seriesOf(first: Compared, second: Compared | null): ComparedSeries[] {
  if (second === null) return seriesOfPeriod(first, 'only');
  const ids = first.entries.map(({ id }) => id);
  // While another choice is being loaded, the two periods may be of different ones.
  const seconds = seriesOfPeriod(second, 'second').filter(({ id }) => ids.includes(id));
  return seriesOfPeriod(first, 'first').flatMap((one) => [
    one,
    ...seconds.filter(({ id }) => id === one.id).map((other) => ({ ...other, color: one.color })),
  ]);
}

function seriesOfPeriod({ entries, period }: Compared, which: 'only' | 'first' | 'second'): ComparedSeries[] {
  const days = daysBetween(period.from, period.to);
  const names = distinctNames(entries.map(({ id, entity: { name, parkName } }) => ({ id, name, place: parkName })));
  return entries.map(({ id, years }, color): ComparedSeries => {
    const { metrics, daily } = years[0]!;
    const byDate = new Map(daily.map((day) => [day.date, day.metrics.averageWaitMinutes]));
    return {
      ...{ id, key: `${id} ${which}` },
      name: which === 'only' ? names.get(id)! : `${names.get(id)!}, ${which} period`,
      ...{ metrics, color, isSecond: which === 'second' },
      averages: Array.from({ length: days }, (_, day) => byDate.get(addDays(period.from, day)) ?? null),
    };
  });
}

/** Two periods have different dates: then the days are numbered. */
export function dayLabels(period: Period, second: Period | null | undefined): string[] {
  const days = Math.max(daysBetween(period.from, period.to), second ? daysBetween(second.from, second.to) : 0);
  return Array.from({ length: days }, (_, day) => (second ? `Day ${day + 1}` : dayText(addDays(period.from, day))));
}

export function compareOption(
  series: readonly Omit<ComparedSeries, 'metrics'>[],
  labels: readonly string[],
  colors: ChartColors,
): EChartsCoreOption {
  const base = baseOption(colors);
  return {
    ...base,
    tooltip: { ...base.tooltip, valueFormatter: (value: number | null) => waitText(value) },
    xAxis: categoryAxis(colors, labels),
    yAxis: valueAxis(colors, 'min'),
    series: series.map(({ name, averages, color, isSecond }) => ({
      ...{ type: 'line', symbol: 'circle', symbolSize: 4, name, data: averages },
      itemStyle: { color: colors.series[color % colors.series.length] },
      lineStyle: { width: 2, type: isSecond ? 'dashed' : 'solid' },
    })),
  };
}

export const compareLegend = (series: readonly ComparedSeries[]): LegendItem[] =>
  series.map(({ name, color, isSecond }) => ({
    ...{ text: name, color: `series-${color % MAX_COMPARED}`, isLine: true, isDashed: isSecond },
  }));

export function compareTable(series: readonly ComparedSeries[], labels: readonly string[]): ChartTable {
  return {
    head: ['Day', ...series.map(({ name }) => name)],
    rows: labels.map((label, day) => [label, ...series.map(({ averages }) => waitText(averages[day]))]),
  };
}

/** `Average over the period: Dragon Mountain 54 min, Carousel 11 min.`; of two periods, one after the other for each entry. */
export function compareSummary(series: readonly ComparedSeries[]): string {
  const averageOf = ({ metrics }: ComparedSeries) => metrics.averageWaitMinutes;
  const firsts = series.filter(({ isSecond }) => !isSecond);
  if (series.every((one) => averageOf(one) === null)) return 'No wait was posted in this period.';
  const sorted = [...firsts].sort((a, b) => (averageOf(b) ?? -1) - (averageOf(a) ?? -1));
  const texts = sorted.map((one) => {
    const second = series.find(({ id, isSecond }) => isSecond && id === one.id);
    if (second === undefined) return `${one.name} ${waitText(averageOf(one))}`;
    return `${one.name} ${waitText(averageOf(one))}, second period ${waitText(averageOf(second))}`;
  });
  const isTwice = series.some(({ isSecond }) => isSecond);
  return `Average over the period${isTwice ? ', the second one dashed' : ''}: ${texts.join(isTwice ? '; ' : ', ')}.`;
}
