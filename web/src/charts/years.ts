import type { EChartsCoreOption } from 'echarts/core';
import type { Schemas } from '../api/client.js';
import { signedText, waitText } from '../format/numbers.js';
import { dayText, weekdayText } from '../format/times.js';
import { baseOption, categoryAxis, valueAxis } from './base-option.js';
import type { ChartColors } from './chart-colors.js';
import type { LegendItem } from '../parts/Legend.js';
import type { ChartTable } from './ChartCard.js';

type Years = Schemas['YearOverYearView'];

/** One line for each year, over the days of the period; a day that was not observed interrupts it. */
export function yearsOption({ years }: Years, colors: ChartColors): EChartsCoreOption {
  const dates = years[0]?.daily.map(({ date }) => date) ?? [];
  const base = baseOption(colors);
  return {
    ...base,
    tooltip: { ...base.tooltip, valueFormatter: (value: number | null) => waitText(value) },
    xAxis: categoryAxis(colors, dates.map(weekdayText)),
    yAxis: valueAxis(colors, 'min'),
    // A year without any observation is only in the table.
    series: years.flatMap((year, index) => {
      if (year.metrics.averageWaitMinutes === null) return [];
      const byDate = new Map(year.daily.map(({ comparedWith, metrics }) => [comparedWith, metrics.averageWaitMinutes]));
      return {
        ...{ type: 'line', symbol: 'circle', symbolSize: 4, name: year.from.slice(0, 4) },
        itemStyle: { color: colors.series[index % colors.series.length] },
        lineStyle: { width: index === 0 ? 2.5 : 1.5, type: index === 0 ? 'solid' : 'dashed' },
        data: dates.map((date) => byDate.get(date) ?? null),
      };
    }),
  };
}

/** Of the years with a line. */
export const yearsLegend = ({ years }: Years): LegendItem[] =>
  years.flatMap(({ from, metrics }, index) =>
    metrics.averageWaitMinutes === null
      ? []
      : [{ text: from.slice(0, 4), color: `series-${index}`, isLine: true, isDashed: index > 0 }],
  );

export function yearsTable({ years }: Years): ChartTable {
  const dates = years[0]?.daily.map(({ date }) => date) ?? [];
  const lookups = years.map((year) => new Map(year.daily.map(({ comparedWith, metrics }) => [comparedWith, metrics])));
  return {
    head: ['Day', ...years.map(({ from }) => from.slice(0, 4))],
    rows: dates.map((date) => [dayText(date), ...lookups.map((days) => waitText(days.get(date)?.averageWaitMinutes))]),
  };
}

export function yearsSummary({ years }: Years): string {
  const [current, ...earlier] = years;
  if (current?.metrics.averageWaitMinutes == null) return 'No wait was posted in this period.';
  const changes = earlier.flatMap(({ from, change }) =>
    change?.averageWaitPercent == null
      ? []
      : [`${signedText(change.averageWaitPercent)} % against ${from.slice(0, 4)}`],
  );
  const compared = changes.length === 0 ? 'no earlier year was observed' : changes.join(', ');
  return `Average ${waitText(current.metrics.averageWaitMinutes)}: ${compared}.`;
}
