import type { EChartsCoreOption } from 'echarts/core';
import type { Schemas } from '../../../api/client.js';
import { baseOption, categoryAxis, valueAxis } from '../../../charts/base-option.js';
import type { ChartColors } from '../../../charts/chart-colors.js';
import type { ChartTable } from '../../../charts/ChartCard.js';
import { bytesText, countText } from '../../../format/numbers.js';
import { monthText } from '../../../format/times.js';

type PartitionedTable = Schemas['PartitionedTableView'];

/** What the rows of one month take on disk. */
export interface MonthSize {
  /** `2026-11` */
  month: string;
  rows: number;
  /** By table, in the order of the tables. */
  bytes: number[];
}

/** Months from the first to the last with rows. Partitions prepared for later months are left out. */
export function monthsOf(tables: readonly PartitionedTable[]): MonthSize[] {
  const months = new Map<string, MonthSize>();
  tables.forEach(({ partitions }, index) => {
    for (const { from, isCatchAll, rows, totalBytes } of partitions) {
      if (isCatchAll || from === null) continue;
      const month = from.slice(0, 7);
      const known = months.get(month) ?? { month, rows: 0, bytes: tables.map(() => 0) };
      known.rows += rows;
      known.bytes[index] = totalBytes;
      months.set(month, known);
    }
  });
  const sorted = [...months.values()].sort((a, b) => (a.month < b.month ? -1 : 1));
  const first = sorted.findIndex(({ rows }) => rows > 0);
  return first === -1 ? [] : sorted.slice(first, sorted.findLastIndex(({ rows }) => rows > 0) + 1);
}

const totalOf = ({ bytes }: MonthSize): number => bytes.reduce((total, one) => total + one, 0);

export function monthsOption(
  months: readonly MonthSize[],
  tables: readonly PartitionedTable[],
  colors: ChartColors,
): EChartsCoreOption {
  const base = baseOption(colors);
  return {
    ...base,
    grid: { ...base.grid, top: 40 },
    legend: { top: 0, left: 0, textStyle: { color: colors.text }, itemHeight: 10, icon: 'rect' },
    tooltip: {
      ...base.tooltip,
      axisPointer: { type: 'shadow', shadowStyle: { color: colors.line, opacity: 0.35 } },
      valueFormatter: (bytes: number) => bytesText(bytes),
    },
    xAxis: categoryAxis(
      colors,
      months.map(({ month }) => monthText(month)),
    ),
    yAxis: {
      ...valueAxis(colors, ''),
      axisLabel: { color: colors['text-soft'], formatter: (bytes: number) => bytesText(bytes) },
    },
    series: tables.map(({ table }, index) => ({
      ...{ type: 'bar', name: table, stack: 'months', barMaxWidth: 42 },
      itemStyle: { color: colors.series[index % colors.series.length] },
      data: months.map(({ bytes }) => bytes[index]),
    })),
  };
}

export function monthsSummary(months: readonly MonthSize[]): string {
  const largest = [...months].sort((a, b) => totalOf(b) - totalOf(a))[0];
  if (largest === undefined) return 'No month has any observation yet.';
  const total = months.reduce((sum, month) => sum + totalOf(month), 0);
  return (
    `${bytesText(total)} in ${countText(months.length)} months, ${bytesText(total / months.length)} a month on average; ` +
    `largest: ${monthText(largest.month)} with ${bytesText(totalOf(largest))} for ${countText(largest.rows)} rows.`
  );
}

export function monthsTable(months: readonly MonthSize[], tables: readonly PartitionedTable[]): ChartTable {
  return {
    head: ['Month', ...tables.map(({ table }) => table), 'Together', 'Rows'],
    rows: [...months]
      .reverse()
      .map((month) => [
        ...[monthText(month.month), ...month.bytes.map((bytes) => bytesText(bytes)), bytesText(totalOf(month))],
        countText(month.rows),
      ]),
  };
}
