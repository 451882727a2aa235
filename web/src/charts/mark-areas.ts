import { type ChartColors, hatch } from './chart-colors.js';
import { isClosed, isDown, isUnknown, rangesOf, type StateInterval } from './state-intervals.js';

/** Backgrounds: red while down, grey while closed, hatched while nothing was observed. */
export function stateAreas(intervals: readonly StateInterval[], colors: ChartColors) {
  const areas = [
    { ranges: rangesOf(intervals, isDown), color: colors.trouble, opacity: 0.35 },
    { ranges: rangesOf(intervals, isClosed), color: colors.closed, opacity: 0.3 },
    { ranges: rangesOf(intervals, isUnknown), color: hatch(colors), opacity: 0.6 },
  ];
  return {
    silent: true,
    data: areas.flatMap(({ ranges, color, opacity }) =>
      ranges.map(([startMs, endMs]) => [{ xAxis: startMs, itemStyle: { color, opacity } }, { xAxis: endMs }]),
    ),
  };
}

export const STATE_LEGEND = [
  { text: 'Down', color: 'trouble' },
  { text: 'Closed', color: 'closed' },
  { text: 'Not observed', color: null },
] as const;
