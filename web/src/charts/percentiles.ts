import type { EChartsCoreOption } from 'echarts/core';
import type { Schemas } from '../api/client.js';
import { waitText } from '../format/numbers.js';
import { hourText } from '../format/times.js';
import { baseOption, categoryAxis, valueAxis } from './base-option.js';
import type { ChartColors } from './chart-colors.js';
import type { ChartTable } from './ChartCard.js';
import { usualExtremes } from './usual-hours.js';

type Hour = Schemas['TypicalHourView'];

/** From the first to the last hour with a wait: the hours of the night would take half of the chart. */
export function hoursWithWaits(hours: readonly Hour[]): readonly Hour[] {
  const hasWait = ({ p50 }: Hour): boolean => p50 !== null;
  return hours.slice(Math.max(0, hours.findIndex(hasWait)), hours.findLastIndex(hasWait) + 1);
}

export function percentilesOption(hours: readonly Hour[], colors: ChartColors): EChartsCoreOption {
  const line = { type: 'line', symbol: 'none' };
  const band = { ...line, lineStyle: { opacity: 0 }, stack: 'band', silent: true };
  return {
    ...baseOption(colors),
    tooltip: {
      ...baseOption(colors).tooltip,
      formatter: (series: { dataIndex: number }[]) => tooltipText(hours[series[0]?.dataIndex ?? 0]!),
    },
    xAxis: {
      ...categoryAxis(
        colors,
        hours.map(({ hour }) => hourText(hour)),
      ),
      boundaryGap: false,
    },
    yAxis: valueAxis(colors, 'min'),
    series: [
      { ...band, data: hours.map(({ p25 }) => p25) },
      {
        ...band,
        areaStyle: { color: colors.accent, opacity: 0.18 },
        data: hours.map(({ p25, p75 }) => (p25 === null || p75 === null ? null : p75 - p25)),
      },
      { ...line, lineStyle: { color: colors.series[0], width: 2.5 }, data: hours.map(({ p50 }) => p50) },
      {
        ...line,
        lineStyle: { color: colors.series[1], width: 1.5, type: 'dashed' },
        data: hours.map(({ p90 }) => p90),
      },
    ],
  };
}

function tooltipText({ hour, p25, p50, p75, p90, days }: Hour): string {
  if (p50 === null) return `<b>${hourText(hour)}</b><br>no wait was posted`;
  return (
    `<b>${hourText(hour)}</b><br>median ${waitText(p50)}<br>${waitText(p25)} to ${waitText(p75)} on half of the days` +
    `<br>90 % of days up to ${waitText(p90)}<br>${days} days`
  );
}

export function percentilesSummary(hours: readonly Hour[]): string {
  const usual = usualExtremes(hours);
  if (usual === null) return 'No wait was posted on these days.';
  const { shortest, longest } = usual;
  return (
    `Shortest from ${hourText(shortest.hour)} (median ${waitText(shortest.p50)}), ` +
    `longest from ${hourText(longest.hour)} (median ${waitText(longest.p50)}).`
  );
}

export function percentilesTable(hours: readonly Hour[]): ChartTable {
  return {
    head: ['Hour', '25 %', 'Median', '75 %', '90 %', 'Days'],
    rows: hours.map(({ hour, p25, p50, p75, p90, days }) => [
      hourText(hour),
      ...[p25, p50, p75, p90].map((value) => waitText(value)),
      String(days),
    ]),
  };
}
