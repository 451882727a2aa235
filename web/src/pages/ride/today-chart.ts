import type { EChartsCoreOption } from 'echarts/core';
import type { Schemas } from '../../api/client.js';
import { baseOption, instantAxis, valueAxis } from '../../charts/base-option.js';
import type { ChartColors } from '../../charts/chart-colors.js';
import type { ChartTable } from '../../charts/ChartCard.js';
import { localTicks } from '../../charts/local-ticks.js';
import { stateAreas } from '../../charts/mark-areas.js';
import {
  isDown,
  longestSilence,
  rangesOf,
  type Silence,
  type StateInterval,
  stateIntervals,
  stepLine,
} from '../../charts/state-intervals.js';
import { usualExtremes } from '../../charts/usual-hours.js';
import { durationText, waitText } from '../../format/numbers.js';
import { addDays, hourText, startOfDay, startOfHour, timeText } from '../../format/times.js';
import { STATUS_TEXT } from '../../parts/words.js';

type TypicalHour = Schemas['TypicalHourView'];
const HOUR_MS = 3_600_000;

export interface Today {
  date: string;
  timezone: string | null;
  startMs: number;
  endMs: number;
  nowMs: number;
  intervals: StateInterval[];
  silence: Silence | null;
  typical: readonly TypicalHour[];
}

export function todayOf(
  history: Schemas['RideHistory'],
  typical: Schemas['TypicalDayView'],
  today: string,
  nowMs: number,
): Today {
  const { timezone } = typical.entity;
  const startMs = startOfDay(today, timezone);
  return {
    ...{ date: today, timezone, startMs, nowMs, typical: typical.hours },
    endMs: startOfDay(addDays(today, 1), timezone),
    intervals: stateIntervals(history.data, history.stateAtFrom, startMs, nowMs),
    silence: longestSilence(history.data, history.stateAtFrom, startMs, nowMs),
  };
}

/** Each hour of the typical day at its middle. */
function typicalLine({ date, timezone, typical }: Today, valueOf: (hour: TypicalHour) => number | null) {
  return typical.map((hour) => [startOfHour(date, hour.hour, timezone) + HOUR_MS / 2, valueOf(hour)] as const);
}

export function todayOption(day: Today, colors: ChartColors): EChartsCoreOption {
  const band = {
    type: 'line',
    symbol: 'none',
    lineStyle: { opacity: 0 },
    stack: 'band',
    silent: true,
    tooltip: { show: false },
  };
  return {
    ...baseOption(colors),
    tooltip: {
      ...baseOption(colors).tooltip,
      formatter: (series: { axisValue: number }[]) => tooltipText(day, Number(series[0]?.axisValue)),
    },
    xAxis: instantAxis(colors, {
      ...{ fromMs: day.startMs, toMs: day.endMs },
      ticks: localTicks(day.startMs, day.endMs, day.timezone),
    }),
    yAxis: valueAxis(colors, 'min'),
    series: [
      { ...band, data: typicalLine(day, ({ p25 }) => p25) },
      {
        ...{ ...band, areaStyle: { color: colors.accent, opacity: 0.18 } },
        data: typicalLine(day, ({ p25, p75 }) => (p25 === null || p75 === null ? null : p75 - p25)),
      },
      {
        ...{ type: 'line', symbol: 'none', data: typicalLine(day, ({ p50 }) => p50) },
        lineStyle: { color: colors['text-soft'], width: 1.5, type: 'dashed' },
      },
      {
        ...{ type: 'line', symbol: 'none', data: stepLine(day.intervals) },
        lineStyle: { color: colors.series[0], width: 2.5 },
        markArea: stateAreas(day.intervals, colors),
      },
    ],
  };
}

const intervalAt = ({ intervals }: Today, atMs: number) =>
  intervals.find(({ startMs, endMs }) => startMs <= atMs && atMs <= endMs);

function tooltipText(day: Today, atMs: number): string {
  const hour = day.typical.find(({ hour: known }) => known === Number(timeText(atMs, day.timezone).slice(0, 2)));
  const at = intervalAt(day, atMs);
  const typical = hour?.p50 == null ? 'no typical wait' : `typically ${waitText(hour.p25)} to ${waitText(hour.p75)}`;
  return `<b>${timeText(atMs, day.timezone)}</b><br>${at ? stateText(at) : 'still to come'}<br>${typical}`;
}

function stateText({ status, waitMinutes }: StateInterval): string {
  if (status === null) return 'not observed';
  return status === 'OPERATING' && waitMinutes !== null ? waitText(waitMinutes) : STATUS_TEXT[status];
}

/** `Now 65 min, typically 40 to 55 min at this hour. Down for 12 min today. …` */
export function todaySummary(day: Today): string {
  const now = day.intervals.at(-1);
  const hour = Number(timeText(day.nowMs, day.timezone).slice(0, 2));
  const typical = day.typical.find((known) => known.hour === hour);
  const calmest = usualExtremes(day.typical)?.shortest;
  const downMinutes = rangesOf(day.intervals, isDown).reduce((sum, [start, end]) => sum + (end - start) / 60_000, 0);
  const state = now ? `Now ${stateText(now).toLowerCase()}` : 'Nothing was observed today yet';
  const usual =
    typical?.p50 == null ? '' : `; typically ${waitText(typical.p25)} to ${waitText(typical.p75)} at this hour`;
  return [
    `${state}${usual}.`,
    ...(calmest ? [`Usually shortest from ${hourText(calmest.hour)}, with ${waitText(calmest.p50)}.`] : []),
    ...(downMinutes > 0 ? [`Down for ${durationText(downMinutes)} today.`] : []),
    ...(day.silence ? [silenceText(day.silence, day.timezone)] : []),
  ].join(' ');
}

const silenceText = ({ fromMs, toMs }: Silence, timezone: string | null): string =>
  `From ${timeText(fromMs, timezone)} to ${timeText(toMs, timezone)} no new observation came; the state before is carried forward.`;

export function todayTable({ intervals, timezone }: Today): ChartTable {
  return {
    head: ['From', 'Until', 'State', 'Wait'],
    rows: intervals.map(({ startMs, endMs, status, waitMinutes }) => [
      timeText(startMs, timezone),
      timeText(endMs, timezone),
      status === null ? 'Not observed' : STATUS_TEXT[status],
      waitText(status === 'OPERATING' ? waitMinutes : null),
    ]),
  };
}
