import type { EChartsCoreOption } from 'echarts/core';
import type { Schemas } from '../../api/client.js';
import { baseOption, categoryAxis, valueAxis } from '../../charts/base-option.js';
import type { ChartColors } from '../../charts/chart-colors.js';
import type { ChartTable } from '../../charts/ChartCard.js';
import { waitText } from '../../format/numbers.js';
import { addDays, dayText, daysBetween } from '../../format/times.js';
import type { Period } from '../../parts/PeriodFields.js';

type Compared = Schemas['YearOverYearView'];

export interface ComparedSeries {
  key: string;
  name: string;
  metrics: Schemas['MetricsView'];
  /** Which of the entries it is of; the lines of one have the same colour. */
  entry: number;
  /** Of the second period, whose lines are dashed. */
  isSecond: boolean;
  /** By number of the day in its period. */
  averages: (number | null)[];
}

/** The days of each entry in one period. */
export function seriesOf(compared: readonly Compared[], period: Period, which: 'only' | 'first' | 'second') {
  const days = daysBetween(period.from, period.to);
  return compared.map(({ entity, years }, entry): ComparedSeries => {
    const { metrics, daily } = years[0]!;
    const byDate = new Map(daily.map((day) => [day.date, day.metrics.averageWaitMinutes]));
    return {
      key: `${entity.kind} ${entity.rideId ?? entity.parkId} ${which}`,
      name: which === 'only' ? entity.name : `${entity.name}, ${which} period`,
      ...{ metrics, entry, isSecond: which === 'second' },
      averages: Array.from({ length: days }, (_, day) => byDate.get(addDays(period.from, day)) ?? null),
    };
  });
}

/** Two periods have different dates: then the days are numbered. */
export function dayLabels(period: Period, second: Period | null): string[] {
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
    grid: { ...base.grid, top: 48 },
    legend: { top: 4, left: 0, type: 'scroll', textStyle: { color: colors.text }, itemHeight: 3, icon: 'rect' },
    tooltip: { ...base.tooltip, valueFormatter: (value: number | null) => waitText(value) },
    xAxis: categoryAxis(colors, labels),
    yAxis: valueAxis(colors, 'min'),
    series: series.map(({ name, averages, entry, isSecond }) => ({
      ...{ type: 'line', symbol: 'circle', symbolSize: 4, name, data: averages },
      itemStyle: { color: colors.series[entry % colors.series.length] },
      lineStyle: { width: 2, type: isSecond ? 'dashed' : 'solid' },
    })),
  };
}

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
    const second = series.find(({ entry, isSecond }) => isSecond && entry === one.entry);
    if (second === undefined) return `${one.name} ${waitText(averageOf(one))}`;
    return `${one.name} ${waitText(averageOf(one))}, second period ${waitText(averageOf(second))}`;
  });
  const isTwice = series.some(({ isSecond }) => isSecond);
  return `Average over the period${isTwice ? ', the second one dashed' : ''}: ${texts.join(isTwice ? '; ' : ', ')}.`;
}
