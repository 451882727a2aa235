import Table from 'cli-table3';
import type { BandView, StorageGrowthView } from '../../modules/storage/api/dto/storage-growth.dto.js';
import { bytesText } from '../../modules/storage/bytes-text.js';
import { count } from '../format.js';
import { type ChartLine, chart } from './bars.js';

const SHOWN_TABLES = 8;

/** How fast each table grows, fastest first. */
export function growthText(growth: StorageGrowthView, columns: number): string {
  const { method, window, tables, bytesPerDay, rowsPerDay } = growth;
  const how = {
    MEASURED: `fitted to ${window.measurements} measurements, ${window.from} to ${window.to}`,
    FROM_ROWS: 'rows of the newest month times bytes per row',
    NONE: 'nothing to go by',
  }[method];
  const growing = tables.filter((table) => table.bytesPerDay.value > 0).slice(0, SHOWN_TABLES);
  const head = `Growth: ${bytesText(bytesPerDay.value)} and ${count(rowsPerDay.value)} rows a day (${how})`;
  if (growing.length === 0) return head;
  const isWide = columns >= 80;
  const table = new Table({
    head: ['table', 'rows a day', 'bytes a day', ...(isWide ? ['95 % band'] : []), 'bytes per row'],
    colAligns: ['left', 'right', 'right', ...(isWide ? ['right' as const] : []), 'right'],
    style: { head: [], border: [], compact: true },
  });
  for (const { table: name, rowsPerDay: rows, bytesPerDay: bytes, bytesPerRow } of growing) {
    const perRow = bytesPerRow === null ? '-' : bytesPerRow.toFixed(1);
    table.push([name, count(rows.value), bytesText(bytes.value), ...(isWide ? [bandText(bytes)] : []), perRow]);
  }
  return `${head}\n${table.toString()}`;
}

/** Bars from today to ten years; `|` is the capacity, where it lies within the picture. */
export function projectionText({ projections, capacity }: StorageGrowthView, columns: number): string {
  const lines: ChartLine[] = [
    { label: 'now', value: capacity.usedBytes, text: bytesText(capacity.usedBytes) },
    ...projections.map(({ years, bytes }) => ({
      label: years === 1 ? '1 year' : `${years} years`,
      value: bytes.value,
      text: `${bytesText(bytes.value)} (${bandText(bytes)})`,
    })),
  ];
  const top = Math.max(...lines.map(({ value }) => value));
  const mark = capacity.limitBytes !== null && capacity.limitBytes <= top ? capacity.limitBytes : null;
  const legend = mark === null ? '' : `\n| is the capacity of ${bytesText(mark)}`;
  return `Projection\n${chart(lines, columns, mark)}${legend}`;
}

const bandText = ({ low, high }: BandView): string => `${bytesText(low)} to ${bytesText(high)}`;
