import type { EChartsCoreOption } from 'echarts/core';
import type { Schemas } from '../../api/client.js';
import { baseOption, instantAxis, valueAxis } from '../../charts/base-option.js';
import type { ChartColors } from '../../charts/chart-colors.js';
import type { ChartTable } from '../../charts/ChartCard.js';
import { localTicks } from '../../charts/local-ticks.js';
import { stateAreas } from '../../charts/mark-areas.js';
import { holesOf, intervalAt, type StateInterval } from '../../charts/state-intervals.js';
import { historyPainter } from './history-painter.js';
import { unobserved } from './rollup-states.js';
import { lowCoverageText, percentText, plural, waitText } from '../../format/numbers.js';
import { dateTimeText, dayText, fullTimeText } from '../../format/times.js';
import { STATUS_TEXT } from '../../parts/words.js';

export interface Window {
  fromMs: number;
  toMs: number;
  /** The end, or the present if that is earlier. */
  untilMs: number;
  timezone: string | null;
}

/** The part of a window that is visible at first; the rest can be dragged into view. */
export interface View {
  fromMs: number;
  toMs: number;
}

type RollupPoint = Schemas['RollupPointView'];

const MIN_SPAN_MS = 3 * 3_600_000;

function frame(window: Window, view: View, colors: ChartColors) {
  const ticks = localTicks(window.fromMs, window.toMs, window.timezone, view.toMs - view.fromMs);
  const zoom = { type: 'inside', filterMode: 'none', minValueSpan: MIN_SPAN_MS, throttle: 0 };
  return {
    ...baseOption(colors),
    xAxis: instantAxis(colors, { ...window, ticks }),
    yAxis: valueAxis(colors, 'min'),
    dataZoom: [{ ...zoom, startValue: view.fromMs, endValue: view.toMs }],
  };
}

/** Number of marks on the axis of waits; their distance in minutes is a multiple of {@link WAIT_STEP}. */
const MARKS = 4;
const WAIT_STEP = 5;

/** One item that draws what is visible: a chart of 50,000 separate items would not follow the mouse. */
export function rawOption(
  intervals: readonly StateInterval[],
  window: Window,
  view: View,
  colors: ChartColors,
): EChartsCoreOption {
  const { tooltip: _none, ...base } = frame(window, view, colors);
  const highest = intervals.reduce((high, { waitMinutes }) => Math.max(high, waitMinutes ?? 0), 1);
  const step = Math.ceil(highest / MARKS / WAIT_STEP) * WAIT_STEP;
  const label = ({ value }: { value: number }) =>
    `${dateTimeText(value, window.timezone)}\n${intervalText(intervalAt(intervals, value))}`;
  return {
    ...base,
    xAxis: {
      ...base.xAxis,
      axisPointer: {
        ...{ show: true, snap: false, triggerTooltip: false, lineStyle: { color: colors['text-soft'] } },
        label: { formatter: label, backgroundColor: colors.text, color: colors.surface, lineHeight: 17 },
      },
    },
    yAxis: { ...base.yAxis, max: MARKS * step, interval: step },
    series: [
      {
        ...{ type: 'custom', clip: true, silent: true, encode: { x: [0, 1], y: 2 } },
        data: [[window.fromMs, window.toMs, 0]],
        renderItem: historyPainter(intervals, colors),
      },
    ],
  };
}

function intervalText(interval: StateInterval | undefined): string {
  if (!interval || interval.status === null) return 'not observed';
  if (interval.status === 'OPERATING' && interval.waitMinutes !== null) return waitText(interval.waitMinutes);
  return STATUS_TEXT[interval.status];
}

/** Hours or days: the average as a line within the band from the lowest to the highest wait. */
export function rollupOption(
  points: readonly RollupPoint[],
  window: Window,
  view: View,
  colors: ChartColors,
): EChartsCoreOption {
  const base = frame(window, view, colors);
  const holes = holesOf(points, window.fromMs, window.untilMs);
  const line = { type: 'line', symbol: 'none' };
  const band = { ...line, lineStyle: { opacity: 0 }, stack: 'band', silent: true };
  const values = (valueOf: (point: RollupPoint) => number | null) => {
    const known = points.map(({ from, to, ...point }) => [
      (Date.parse(from) + Date.parse(to)) / 2,
      valueOf({ from, to, ...point }),
    ]);
    return [...known, ...holes.map(({ startMs, endMs }) => [(startMs + endMs) / 2, null])].sort(
      (a, b) => a[0]! - b[0]!,
    );
  };
  const pointAt = (ms: number) => points.find(({ from, to }) => Date.parse(from) <= ms && ms < Date.parse(to));
  return {
    ...base,
    tooltip: {
      ...base.tooltip,
      formatter: (series: { axisValue: number }[]) =>
        rollupText(pointAt(Number(series[0]?.axisValue)), window.timezone),
    },
    series: [
      { ...band, data: values(({ lowestWaitMinutes }) => lowestWaitMinutes) },
      {
        ...{ ...band, areaStyle: { color: colors.accent, opacity: 0.18 } },
        data: values(({ lowestWaitMinutes: low, peakWaitMinutes: peak }) =>
          low === null || peak === null ? null : peak - low,
        ),
      },
      {
        ...line,
        showSymbol: points.length < 120,
        symbol: 'circle',
        symbolSize: 4,
        itemStyle: { color: colors.series[0] },
        lineStyle: { color: colors.series[0], width: 2 },
        data: values(({ averageWaitMinutes }) => averageWaitMinutes),
        markArea: stateAreas(
          [...unobserved(points, window.untilMs), ...holes].sort((x, y) => x.startMs - y.startMs),
          colors,
        ),
      },
    ],
  };
}

function rollupText(point: RollupPoint | undefined, timezone: string | null): string {
  if (!point) return 'not observed';
  const title = point.localHour === null ? dayText(point.localDate) : fullTimeText(point.from, timezone);
  const coverage = point.coveragePercent !== null && point.coveragePercent < 95;
  return [
    `<b>${title}</b>`,
    `average ${waitText(point.averageWaitMinutes)}`,
    `${waitText(point.lowestWaitMinutes)} to ${waitText(point.peakWaitMinutes)}`,
    `uptime ${percentText(point.uptimePercent)}`,
    ...(coverage ? [`${percentText(point.coveragePercent)} observed`] : []),
  ].join('<br>');
}

export function rollupTable(points: readonly RollupPoint[], timezone: string | null): ChartTable {
  return {
    head: ['From', 'Average', 'Lowest', 'Highest', 'Uptime', 'Observed'],
    rows: points.map((point) => [
      point.localHour === null ? dayText(point.localDate) : fullTimeText(point.from, timezone),
      ...[point.averageWaitMinutes, point.lowestWaitMinutes, point.peakWaitMinutes].map((value) => waitText(value)),
      percentText(point.uptimePercent),
      percentText(point.coveragePercent),
    ]),
  };
}

/** More rows would make the page slow; the explorer has all of them. */
const MAX_TABLE_ROWS = 2_000;

export function rawTable(intervals: readonly StateInterval[], timezone: string | null): ChartTable {
  const rows = intervals
    .slice(0, MAX_TABLE_ROWS)
    .map(({ startMs, endMs, status, waitMinutes }) => [
      fullTimeText(startMs, timezone),
      fullTimeText(endMs, timezone),
      status === null ? 'Not observed' : STATUS_TEXT[status],
      waitText(status === 'OPERATING' ? waitMinutes : null),
    ]);
  const isCut = intervals.length > MAX_TABLE_ROWS;
  return {
    head: ['From', 'Until', 'State', 'Wait'],
    rows: isCut ? [...rows, [`The first ${MAX_TABLE_ROWS} of ${intervals.length} rows; see Explore for all`]] : rows,
  };
}

export function rollupSummary(points: readonly RollupPoint[], unit: string): string {
  const known = points.filter(({ averageWaitMinutes }) => averageWaitMinutes !== null);
  if (known.length === 0) return 'No wait was posted in this period.';
  const busiest = known.reduce((a, b) => (b.averageWaitMinutes! > a.averageWaitMinutes! ? b : a));
  const peak = Math.max(...known.map(({ peakWaitMinutes }) => peakWaitMinutes ?? 0));
  const unknown = points.filter(({ observedPercent }) => !observedPercent).length;
  return [
    `Busiest on ${dayText(busiest.localDate)} (average ${waitText(busiest.averageWaitMinutes)}); the highest posted wait is ${waitText(peak)}.`,
    unknown === 0
      ? ''
      : ` Of ${plural(points.length, unit)}, ${unknown} ${unknown === 1 ? 'was' : 'were'} not observed.`,
    lowCoverageText(
      known.map(({ coveragePercent }) => coveragePercent),
      unit,
    ),
  ].join('');
}
