import type { EChartsCoreOption } from 'echarts/core';
import type { Schemas } from '../../../api/client.js';
import { baseOption, htmlText, instantAxis, laneLabelWidth } from '../../../charts/base-option.js';
import type { ChartColors } from '../../../charts/chart-colors.js';
import type { ChartTable } from '../../../charts/ChartCard.js';
import { localTicks } from '../../../charts/local-ticks.js';
import { countText, decimalText, plural } from '../../../format/numbers.js';
import { fullTimeText, placeOf } from '../../../format/times.js';
import { distinctTexts } from '../../../parts/distinct-names.js';
import { wordText } from '../../../parts/words.js';

type Gap = Schemas['GapView'];

/** What became of a gap. */
export type GapState = 'OPEN' | 'FILLED' | 'DECIDED';

export interface Lane {
  /** The park, or the destination of gaps of all its parks. */
  name: string;
  gaps: Gap[];
}

/** One line for each park with gaps, those with most hours first. */
export function lanesOf(gaps: readonly Gap[]): Lane[] {
  const lanes = new Map<string, Lane>();
  for (const gap of gaps) {
    const name = gap.parkName ?? `${gap.entityName ?? 'A destination'} (all parks)`;
    // Gaps of a destination have no park.
    const key = gap.parkId === null ? `destination ${gap.entityId}` : `park ${gap.parkId}`;
    const lane = lanes.get(key) ?? { name, gaps: [] };
    lane.gaps.push(gap);
    lanes.set(key, lane);
  }
  const found = [...lanes.values()];
  const names = distinctTexts(
    found.map(({ name, gaps: [first] }) => ({ id: first!.parkId ?? first!.entityId, name, place: '' })),
  );
  return found
    .map((lane, index) => ({ ...lane, name: names[index]! }))
    .sort((a, b) => hoursOf(b.gaps) - hoursOf(a.gaps) || (a.name < b.name ? -1 : 1));
}

const hoursOf = (gaps: readonly Gap[]): number => gaps.reduce((sum, { hours }) => sum + hours, 0);

export function gapState({ resolutionStatus, fill }: Pick<Gap, 'resolutionStatus' | 'fill'>): GapState {
  if (fill !== null && fill.hours > 0) return 'FILLED';
  return resolutionStatus === 'OPEN' || resolutionStatus === 'INVESTIGATING' ? 'OPEN' : 'DECIDED';
}

export interface TimeLine {
  lanes: readonly Lane[];
  fromMs: number;
  toMs: number;
  /** Of the chosen park; null: UTC. */
  timezone: string | null;
}

const LANE_HEIGHT = 30;
export const timeLineHeight = (lanes: readonly Lane[]): number => 56 + LANE_HEIGHT * Math.max(1, lanes.length);

/** Thinner than this, a bar could not be pointed at. */
const MIN_WIDTH_PX = 3;

interface Api {
  value: (dimension: number) => number;
  coord: (point: [number, number]) => [number, number];
}

export function gapsOption({ lanes, fromMs, toMs, timezone }: TimeLine, colors: ChartColors): EChartsCoreOption {
  const base = baseOption(colors);
  const colorOf = { OPEN: colors.trouble, FILLED: colors.series[2], DECIDED: colors['text-soft'] } as const;
  const bars = lanes.flatMap(({ gaps }, lane) => gaps.map((gap) => ({ gap, lane })));
  return {
    ...base,
    tooltip: {
      ...base.tooltip,
      trigger: 'item',
      formatter: ({ dataIndex }: { dataIndex: number }) => tooltipText(bars[dataIndex]!.gap, timezone),
    },
    xAxis: { ...instantAxis(colors, { fromMs, toMs, ticks: localTicks(fromMs, toMs, timezone) }), position: 'bottom' },
    yAxis: {
      ...{ type: 'category', inverse: true, data: lanes.map(({ name }) => name) },
      axisLabel: { color: colors.text, width: laneLabelWidth(), overflow: 'truncate', interval: 0 },
      ...{ axisTick: { show: false }, axisLine: { show: false } },
      splitLine: { show: true, lineStyle: { color: colors.line } },
    },
    series: [
      {
        type: 'custom',
        encode: { x: [0, 1], y: 2 },
        clip: true,
        data: bars.map(({ gap, lane }) => [
          Math.max(fromMs, Date.parse(gap.startsAt)),
          Math.min(toMs, Date.parse(gap.endsAt)),
          lane,
        ]),
        renderItem: ({ dataIndex }: { dataIndex: number }, api: Api) => {
          const [x, y] = api.coord([api.value(0), api.value(2)]);
          const [endX] = api.coord([api.value(1), api.value(2)]);
          const shape = { x, y: y - 8, width: Math.max(MIN_WIDTH_PX, endX - x), height: 16, r: 3 };
          return { type: 'rect', shape, style: { fill: colorOf[gapState(bars[dataIndex]!.gap)], opacity: 0.85 } };
        },
      },
    ],
  };
}

function tooltipText(gap: Gap, timezone: string | null): string {
  const fill = gap.fill ? `<br>${decimalText(gap.fill.hours)} h filled from the History API` : '';
  return (
    `<b>${htmlText(gap.entityName ?? '')}</b>: ${wordText(gap.type)}<br>${fullTimeText(gap.startsAt, timezone)} to ` +
    `${gap.isOngoing ? 'now' : fullTimeText(gap.endsAt, timezone)}<br>${decimalText(gap.hours)} h missing${fill}` +
    `<br>${wordText(gap.resolutionStatus)}`
  );
}

export function gapsSummary({ page: { total }, summary, data }: Schemas['GapList']): string {
  if (total === 0) return 'No data is missing in this period.';
  const hours = summary.bySource.reduce((sum, source) => sum + source.hours, 0);
  const open = summary.byStatus
    .filter(({ resolutionStatus }) => resolutionStatus === 'OPEN' || resolutionStatus === 'INVESTIGATING')
    .reduce((sum, { count }) => sum + count, 0);
  const longest = [...data].sort((a, b) => b.hours - a.hours)[0];
  const cut = data.length < total ? ` Only the newest ${countText(data.length)} are drawn.` : '';
  return (
    `${plural(total, 'gap')} with ${decimalText(hours)} hours in which data was expected, ${countText(open)} of them open.` +
    (longest ? ` Longest: ${longest.entityName ?? 'unknown'}, ${decimalText(longest.hours)} hours.` : '') +
    cut
  );
}

export function gapsTable(gaps: readonly Gap[], timezone: string | null): ChartTable {
  return {
    head: [
      'Where',
      'Why',
      'Source',
      `From (${placeOf(timezone)})`,
      'To',
      'Hours missing',
      'Hours filled',
      'Status',
      'No.',
    ],
    rows: gaps.map((gap) => [
      gap.parkName !== null && gap.entityType === 'RIDE'
        ? `${gap.entityName ?? ''} (${gap.parkName})`
        : (gap.entityName ?? '–'),
      ...[wordText(gap.type), wordText(gap.source), fullTimeText(gap.startsAt, timezone)],
      gap.isOngoing ? 'ongoing' : fullTimeText(gap.endsAt, timezone),
      ...[decimalText(gap.hours), decimalText(gap.fill?.hours)],
      ...[wordText(gap.resolutionStatus), String(gap.logId)],
    ]),
  };
}
