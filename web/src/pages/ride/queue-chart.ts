import type { EChartsCoreOption } from 'echarts/core';
import type { Schemas } from '../../api/client.js';
import { baseOption, instantAxis, valueAxis } from '../../charts/base-option.js';
import type { ChartColors } from '../../charts/chart-colors.js';
import { localTicks } from '../../charts/local-ticks.js';
import { durationText, priceText } from '../../format/numbers.js';
import { dateTimeText } from '../../format/times.js';
import type { Window } from './history-chart.js';

export type QueuePoint = Schemas['QueuePoint'];

const MINUTE_MS = 60_000;
/** After a longer time without a value the line is interrupted. */
const MAX_GAP_MS = 6 * 60 * MINUTE_MS;

export interface QueueSeries {
  name: string;
  points: [atMs: number, value: number | null][];
}

/** One value of a queue over time, interrupted where it was not posted for hours. */
function seriesOf(
  points: readonly QueuePoint[],
  name: string,
  valueOf: (point: QueuePoint) => number | null,
): QueueSeries {
  const series: QueueSeries = { name, points: [] };
  for (const point of points) {
    const value = valueOf(point);
    const atMs = Date.parse(point.recordedAt);
    const last = series.points.at(-1);
    if (last && last[1] !== null && atMs - last[0] > MAX_GAP_MS) series.points.push([last[0] + 1, null]);
    if (value !== null) series.points.push([atMs, value]);
  }
  return series;
}

export function priceSeries(points: readonly QueuePoint[]): QueueSeries {
  return seriesOf(points, 'Price', ({ priceMinor }) => priceMinor);
}

const LEAD = 'Time until the return window';

/** Minutes from the offer of a return window to its beginning. */
export function leadSeries(points: readonly QueuePoint[]): QueueSeries {
  return seriesOf(points, LEAD, ({ recordedAt, returnStart }) => {
    const minutes = returnStart === null ? null : (Date.parse(returnStart) - Date.parse(recordedAt)) / MINUTE_MS;
    return minutes === null || minutes < 0 ? null : minutes;
  });
}

export function waitSeries(points: readonly QueuePoint[]): QueueSeries {
  return seriesOf(points, 'Wait', ({ waitMinutes }) => waitMinutes);
}

export const hasValues = ({ points }: QueueSeries): boolean => points.some(([, value]) => value !== null);

export function queueOption(
  series: QueueSeries,
  textOf: (value: number) => string,
  window: Window,
  colors: ChartColors,
): EChartsCoreOption {
  const base = baseOption(colors);
  return {
    ...base,
    tooltip: {
      ...base.tooltip,
      formatter: ([first]: { value: [number, number | null] }[]) =>
        first
          ? `<b>${dateTimeText(first.value[0], window.timezone)}</b><br>${first.value[1] === null ? '–' : textOf(first.value[1])}`
          : '',
    },
    xAxis: instantAxis(colors, { ...window, ticks: localTicks(window.fromMs, window.toMs, window.timezone) }),
    yAxis: {
      ...valueAxis(colors, ''),
      ...(textOf === minutesLabel && series.name === LEAD ? leadScale(series) : {}),
      axisLabel: { color: colors['text-soft'], formatter: textOf },
    },
    series: [
      {
        ...{ type: 'line', step: 'end', symbol: 'circle', symbolSize: 3, data: series.points },
        itemStyle: { color: colors.series[0] },
        lineStyle: { width: 2 },
      },
    ],
  };
}

/** Marks at full and half hours. By default the axis would have marks such as 1 h 40 min. It ends at a mark. */
function leadScale({ points }: QueueSeries): { interval: number; max: number } {
  const highest = points.reduce((high, [, value]) => Math.max(high, value ?? 0), HALF_HOUR);
  const interval = Math.ceil(highest / MARKS / HALF_HOUR) * HALF_HOUR;
  return { interval, max: Math.ceil(highest / interval) * interval };
}

const HALF_HOUR = 30;
const MARKS = 4;

export const priceLabel = (currency: string | null) => (value: number) => priceText(value, currency);
export const minutesLabel = (value: number): string => durationText(value);
