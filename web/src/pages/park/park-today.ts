import type { EChartsCoreOption } from 'echarts/core';
import type { Schemas } from '../../api/client.js';
import { baseOption, categoryAxis, valueAxis } from '../../charts/base-option.js';
import type { ChartColors } from '../../charts/chart-colors.js';
import type { ChartTable } from '../../charts/ChartCard.js';
import { usualExtremes } from '../../charts/usual-hours.js';
import { decimalText, percentText, waitText } from '../../format/numbers.js';
import { timeText } from '../../format/times.js';

type Today = Schemas['ParkTodayView'];
type Hour = Schemas['TodayHourView'];

/** The hours from the first to the last with any wait, today or typically; all if there is none. */
export function hoursShown({ hours }: Pick<Today, 'hours'>): Hour[] {
  const isUsed = ({ p50, averageWaitMinutes }: Hour) => p50 !== null || averageWaitMinutes !== null;
  const first = hours.findIndex(isUsed);
  return first === -1 ? [...hours] : hours.slice(first, hours.findLastIndex(isUsed) + 1);
}

/** The start of the hour as text. A local hour that happens twice has two rows, each with its own start. */
const nameOf = (hour: Hour, { entity }: Today): string => timeText(hour.from, entity.timezone);

export function todayOption(today: Today, colors: ChartColors): EChartsCoreOption {
  const hours = hoursShown(today);
  const base = baseOption(colors);
  const line = { type: 'line', symbol: 'none' };
  const band = { ...line, lineStyle: { opacity: 0 }, stack: 'band', silent: true };
  const names = hours.map((hour) => nameOf(hour, today));
  return {
    ...base,
    tooltip: {
      ...base.tooltip,
      formatter: (series: { dataIndex: number }[]) => tooltipText(hours[series[0]?.dataIndex ?? 0]!, today),
    },
    xAxis: { ...categoryAxis(colors, names), boundaryGap: false },
    yAxis: valueAxis(colors, 'min'),
    series: [
      { ...band, data: hours.map(({ p25 }) => p25) },
      {
        ...{ ...band, areaStyle: { color: colors.accent, opacity: 0.18 } },
        data: hours.map(({ p25, p75 }) => (p25 === null || p75 === null ? null : p75 - p25)),
      },
      {
        ...{ ...line, data: hours.map(({ p50 }) => p50) },
        lineStyle: { color: colors['text-soft'], width: 1.5, type: 'dashed' },
      },
      {
        ...{ type: 'line', symbol: 'circle', symbolSize: 6, showAllSymbol: true },
        data: hours.map(({ averageWaitMinutes }) => averageWaitMinutes),
        itemStyle: { color: colors.series[1] },
        lineStyle: { color: colors.series[1], width: 2.5 },
      },
    ],
  };
}

function tooltipText(hour: Hour, today: Today): string {
  const { p25, p75, averageWaitMinutes, days } = hour;
  const typical = p25 === null ? 'no typical wait' : `typically ${waitText(p25)} to ${waitText(p75)} (${days} days)`;
  return `<b>${nameOf(hour, today)}</b><br>today ${waitText(averageWaitMinutes)}<br>${typical}`;
}

/** `Now 35 min on average; typically 28 to 41 min from 14:00. So far today 3.2 min busier than the median day. …` */
export function todaySummary(today: Today, averageMinutes: number | null, asOf: string): string {
  const atMs = Date.parse(asOf);
  const now = today.hours.find(({ from, to }) => Date.parse(from) <= atMs && atMs < Date.parse(to));
  const usual = usualExtremes(today.hours);
  const from = (hour: Hour) => `${nameOf(hour, today)} (${waitText(hour.p50)})`;
  return [
    averageMinutes === null ? 'No wait is posted now' : `Now ${waitText(averageMinutes)} on average`,
    now?.p50 == null ? '.' : `; typically ${waitText(now.p25)} to ${waitText(now.p75)} from ${nameOf(now, today)}.`,
    soFarText(today.differenceSoFar),
    usual
      ? ` Usually calmest from ${from(usual.shortest)}, busiest from ${from(usual.longest)}.`
      : ' No earlier day of this weekday was observed.',
    coverageText(today.statistics?.coveragePercent ?? null),
  ].join('');
}

function soFarText(difference: number | null): string {
  if (difference === null) return '';
  const size = `${decimalText(Math.abs(difference))} min`;
  return ` So far today ${difference < 0 ? `${size} calmer than` : `${size} busier than`} the median day.`;
}

const coverageText = (percent: number | null): string =>
  percent === null || percent >= 95 ? '' : ` Of today, ${percentText(percent)} was observed.`;

export function todayTable(today: Today): ChartTable {
  return {
    head: ['Hour', 'Today', '25 %', 'Median', '75 %', 'Difference', 'Days'],
    rows: hoursShown(today).map((hour) => [
      nameOf(hour, today),
      ...[hour.averageWaitMinutes, hour.p25, hour.p50, hour.p75, hour.difference].map((value) => waitText(value)),
      String(hour.days),
    ]),
  };
}
