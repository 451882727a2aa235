import { type ChartColors, hatch } from '../../charts/chart-colors.js';
import type { StateInterval } from '../../charts/state-intervals.js';
import { type BandKind, visibleShapes } from '../../charts/visible-shapes.js';

/** What a custom series reports about its coordinates. */
interface PaintParams {
  coordSys: { x: number; y: number; width: number; height: number };
}

interface PaintApi {
  /** Pixels of a point in the units of the axes. */
  coord: (point: readonly [ms: number, minutes: number]) => number[];
}

/** The instants at both edges, from the pixels of two of them: the axis is linear. */
function edgesOf({ coordSys }: PaintParams, api: PaintApi, firstMs: number, lastMs: number) {
  const [first, last] = [api.coord([firstMs, 0])[0]!, api.coord([lastMs, 0])[0]!];
  const msPerPixel = (lastMs - firstMs) / (last - first);
  const fromMs = firstMs + (coordSys.x - first) * msPerPixel;
  return { fromMs, toMs: fromMs + coordSys.width * msPerPixel };
}

/** Draws the states and waits between the edges of the chart, at each move of it. */
export function historyPainter(intervals: readonly StateInterval[], colors: ChartColors) {
  const fills: Readonly<Record<BandKind, object>> = {
    down: { fill: colors.trouble, opacity: 0.35 },
    closed: { fill: colors.closed, opacity: 0.3 },
    unknown: { fill: hatch(colors), opacity: 0.6 },
  };
  const [first, last] = [intervals[0], intervals.at(-1)];
  return (params: PaintParams, api: PaintApi): object => {
    if (!first || !last) return { type: 'group', children: [] };
    const { x: left, y: top, width, height } = params.coordSys;
    const { fromMs, toMs } = edgesOf(params, api, first.startMs, last.endMs);
    const [, zero] = api.coord([fromMs, 0]) as [number, number];
    const pixelsPerMinute = zero - api.coord([fromMs, 1])[1]!;
    const { lines, bands } = visibleShapes(intervals, fromMs, toMs, width);
    const rectangles = bands.map(({ kind, from, to }) => ({
      type: 'rect',
      shape: { x: left + from, y: top, width: to - from, height },
      style: fills[kind],
    }));
    const polylines = lines.map((line) => ({
      type: 'polyline',
      shape: { points: line.map(([x, wait]) => [left + x, zero - wait * pixelsPerMinute]) },
      style: { stroke: colors.series[0], lineWidth: 2, fill: 'none' },
    }));
    return { type: 'group', children: [...rectangles, ...polylines] };
  };
}
