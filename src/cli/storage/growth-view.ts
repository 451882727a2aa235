import type { BandView, StorageGrowthView } from '../../modules/storage/dto/storage-growth.dto.js';
import { bytesText, count } from '../../common/text.js';
import { wrapped } from '../format.js';
import { type ChartLine, chart } from './bars.js';
import { fittingTable } from './fitting-table.js';

const SHOWN_TABLES = 8;
const BAND_COLUMNS = 80;
/** Below this width, there is no room for bars and bands. */
const CHART_BAND_COLUMNS = 60;

/** The growth of each table, fastest first. */
export function growthText(growth: StorageGrowthView, columns: number): string {
  const { method, window, tables, bytesPerDay, rowsPerDay } = growth;
  const how = {
    MEASURED: `fitted to ${window.measurements} measurements, ${window.from} to ${window.to}`,
    FROM_ROWS: 'rows of the newest month times bytes per row',
    NONE: 'no data yet',
  }[method];
  const growing = tables.filter((table) => table.bytesPerDay.value > 0).slice(0, SHOWN_TABLES);
  if (bytesPerDay === null || rowsPerDay === null) return `Growth: ${how}`;
  const head = wrapped(
    `Growth: ${bytesText(bytesPerDay.value)} and ${count(rowsPerDay.value)} rows a day (${how})`,
    columns,
  );
  if (growing.length === 0) return head;
  const hasBand = method === 'MEASURED' && columns >= BAND_COLUMNS;
  const table = {
    head: ['table', 'rows a day', 'bytes a day', ...(hasBand ? ['95 % band'] : []), 'bytes per row'],
    aligns: ['left' as const, ...Array.from({ length: hasBand ? 4 : 3 }, () => 'right' as const)],
    rows: growing.map(({ table: name, rowsPerDay: rows, bytesPerDay: bytes, bytesPerRow }) => {
      const perRow = bytesPerRow === null ? '-' : bytesPerRow.toFixed(1);
      return [name, count(rows.value), bytesText(bytes.value), ...(hasBand ? [bandText(bytes) ?? '-'] : []), perRow];
    }),
  };
  return `${head}\n${fittingTable(table, columns)}`;
}

/** Bars from today to ten years; `|` is the capacity, if it fits into the picture. */
export function projectionText({ projections, capacity }: StorageGrowthView, columns: number): string {
  const now = capacity.usedBytes ?? 0;
  const lines: ChartLine[] = [
    { label: 'now', value: now, text: bytesText(now) },
    ...projections.flatMap(({ years, bytes }) => {
      if (bytes === null) return [];
      const band = columns >= CHART_BAND_COLUMNS ? bandText(bytes) : null;
      const text = bytesText(bytes.value) + (band === null ? '' : ` (${band})`);
      return [{ label: years === 1 ? '1 year' : `${years} years`, value: bytes.value, text }];
    }),
  ];
  const top = Math.max(...lines.map(({ value }) => value));
  const mark = capacity.limitBytes !== null && capacity.limitBytes <= top ? capacity.limitBytes : null;
  const legend = mark === null ? '' : `\n| is the capacity of ${bytesText(mark)}`;
  return `Projection\n${chart(lines, columns, mark)}${legend}`;
}

/** Null if there is no band. */
const bandText = ({ low, high }: BandView): string | null =>
  low === null || high === null ? null : `${bytesText(low)} to ${bytesText(high)}`;
