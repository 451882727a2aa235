import type { EChartsCoreOption } from 'echarts/core';
import type { Schemas } from '../../../api/client.js';
import { baseOption, instantAxis, valueAxis } from '../../../charts/base-option.js';
import type { ChartColors } from '../../../charts/chart-colors.js';
import type { ChartTable } from '../../../charts/ChartCard.js';
import { localTicks } from '../../../charts/local-ticks.js';
import { bytesText, countText } from '../../../format/numbers.js';
import { dayText } from '../../../format/times.js';

type Growth = Schemas['StorageGrowthView'];
type Band = Schemas['BandView'];

/** The size of the database on a day: measured, or projected with its band. */
export interface SizeOnDay {
  day: string;
  isMeasured: boolean;
  bytes: Band;
}

/** Measured days, then the projections as far as `years` ahead. */
export function sizesOf({ measuredDays, projections }: Growth, years: number): SizeOnDay[] {
  const measured = measuredDays.map(({ day, bytes }) => ({
    day,
    isMeasured: true,
    bytes: { value: bytes, low: null, high: null },
  }));
  const projected = projections.flatMap((one) =>
    one.bytes === null || one.years > years ? [] : [{ day: one.day, isMeasured: false, bytes: one.bytes }],
  );
  return [...measured, ...projected];
}

const atMs = (day: string): number => Date.parse(`${day}T00:00:00Z`);
/** A capacity far above the rest would flatten the line of the sizes. */
const MAX_CAPACITY_SHARE = 2;

const highest = (sizes: readonly SizeOnDay[]): number =>
  Math.max(0, ...sizes.map(({ bytes }) => bytes.high ?? bytes.value));

/** The capacity if it can be drawn beside the sizes. */
export function drawnCapacity(sizes: readonly SizeOnDay[], limitBytes: number | null): number | null {
  return limitBytes !== null && limitBytes <= highest(sizes) * MAX_CAPACITY_SHARE ? limitBytes : null;
}

export function growthOption(growth: Growth, years: number, colors: ChartColors): EChartsCoreOption {
  const sizes = sizesOf(growth, years);
  const measured = sizes.filter(({ isMeasured }) => isMeasured);
  // The projection begins at the last measurement.
  const ahead = [...measured.slice(-1), ...sizes.filter(({ isMeasured }) => !isMeasured)];
  const capacity = drawnCapacity(sizes, growth.capacity.limitBytes);
  const [fromMs, toMs] = [atMs(sizes[0]!.day), atMs(sizes.at(-1)!.day)];
  const points = (of: readonly SizeOnDay[], valueOf: (bytes: Band) => number) =>
    of.map(({ day, bytes }) => [atMs(day), valueOf(bytes)]);
  const band = { type: 'line', symbol: 'none', lineStyle: { opacity: 0 }, stack: 'band', silent: true };
  const line = { type: 'line', symbol: 'circle', symbolSize: 5 };
  return {
    ...baseOption(colors),
    tooltip: { ...baseOption(colors).tooltip, formatter: tooltipOf(sizes, growth.capacity.limitBytes) },
    xAxis: instantAxis(colors, { fromMs, toMs, ticks: yearTicks(fromMs, toMs) }),
    yAxis: {
      ...valueAxis(colors, ''),
      ...(capacity === null ? {} : { max: Math.max(capacity, highest(sizes)) * 1.05 }),
      axisLabel: {
        color: colors['text-soft'],
        formatter: (bytes: number) => bytesText(bytes),
        showMaxLabel: capacity === null,
      },
    },
    series: [
      { ...band, data: points(ahead, ({ value, low }) => low ?? value) },
      {
        ...{ ...band, areaStyle: { color: colors.accent, opacity: 0.18 } },
        data: points(ahead, ({ value, low, high }) => (high ?? value) - (low ?? value)),
      },
      {
        ...{ ...line, itemStyle: { color: colors.series[0] }, lineStyle: { width: 2, type: 'dashed' } },
        data: points(ahead, ({ value }) => value),
      },
      {
        ...{ ...line, showSymbol: measured.length === 1, itemStyle: { color: colors.series[0] } },
        ...{ lineStyle: { width: 3 }, data: points(measured, ({ value }) => value) },
      },
      ...(capacity === null ? [] : [capacityLine(capacity, fromMs, toMs, colors)]),
    ],
  };
}

const capacityLine = (bytes: number, fromMs: number, toMs: number, { trouble }: ChartColors) => ({
  ...{ type: 'line', symbol: 'none', silent: true, lineStyle: { width: 1.5, type: 'dotted' } },
  itemStyle: { color: trouble },
  data: [
    [fromMs, bytes],
    [toMs, bytes],
  ],
});

const YEAR_MS = 365.25 * 86_400_000;

/** Beginnings of years where there are enough of them. */
function yearTicks(fromMs: number, toMs: number) {
  if (toMs - fromMs < 2 * YEAR_MS)
    return localTicks(fromMs, toMs, null).map(({ atMs: tickMs }) => ({ atMs: tickMs, text: dayText(dayOf(tickMs)) }));
  const [first, last] = [new Date(fromMs).getUTCFullYear() + 1, new Date(toMs).getUTCFullYear()];
  return Array.from({ length: last - first + 1 }, (_, index) => ({
    atMs: Date.UTC(first + index, 0, 1),
    text: String(first + index),
  }));
}

const dayOf = (instantMs: number): string => new Date(instantMs).toISOString().slice(0, 10);

function tooltipOf(sizes: readonly SizeOnDay[], limitBytes: number | null) {
  return (series: { axisValue: number }[]): string => {
    const size = sizes.find(({ day }) => atMs(day) === Number(series[0]?.axisValue));
    if (size === undefined) return '';
    const share =
      limitBytes === null ? '' : `<br>${countText((100 * size.bytes.value) / limitBytes)} % of the capacity`;
    const how = size.isMeasured ? 'measured' : 'projected';
    return `<b>${dayText(size.day)}</b>, ${how}<br>${bytesText(size.bytes.value)}${bandText(size.bytes, '<br>')}${share}`;
  };
}

const bandText = ({ low, high }: Band, before: string): string =>
  low === null || high === null ? '' : `${before}${bytesText(low)} to ${bytesText(high)}`;

export function growthSummary(growth: Growth, years: number): string {
  const sizes = sizesOf(growth, years);
  const [now, then] = [growth.measuredDays.at(-1), sizes.filter(({ isMeasured }) => !isMeasured).at(-1)];
  if (now === undefined) return 'Nothing has been measured yet.';
  const limit = growth.capacity.limitBytes;
  const capacity =
    limit === null
      ? ' The capacity is not known.'
      : ` The capacity is ${bytesText(limit)}${drawnCapacity(sizes, limit) === null ? ', far above what is drawn' : ''}.`;
  const ahead = then
    ? `, ${bytesText(then.bytes.value)}${bandText(then.bytes, ' (')}${then.bytes.low === null ? '' : ')'} on ${dayText(then.day)}`
    : '';
  return `${bytesText(now.bytes)} on ${dayText(now.day)}${ahead}.${capacity}`;
}

export function growthTable(growth: Growth, years: number): ChartTable {
  return {
    head: ['Day (UTC)', 'Size', 'At least', 'At most', 'How'],
    rows: sizesOf(growth, years).map(({ day, isMeasured, bytes: { value, low, high } }) => [
      ...[dayText(day), bytesText(value), bytesText(low), bytesText(high)],
      isMeasured ? 'measured' : 'projected',
    ]),
  };
}
