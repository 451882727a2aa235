import { type Batch, type Cell, cellOf, type ExportColumn } from '../export-table.js';
import type { ExportFormat } from './export-format.js';
import { instantText } from './instant-text.js';

/** RFC 4180 in UTF-8: a header line, CRLF, quotes where they are needed; null is an empty field. */
export const CSV: ExportFormat = { contentType: 'text/csv; charset=utf-8; header=present', encode };

const LINE_END = '\r\n';
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;
/**
 * A spreadsheet takes a field that begins so for a formula, and names come from outside. The apostrophe makes it text; the
 * other formats, which no spreadsheet calculates, leave names as they are.
 */
const FORMULA_START = /^[=+\-@＝＋－＠\t\r\n]/;

async function* encode(columns: readonly ExportColumn[], batches: AsyncIterable<Batch>): AsyncIterable<string> {
  yield columns.map(({ name }) => name).join(',') + LINE_END;
  // ride columns come first, so that a batch writes them once
  const rideColumns = columns.filter(({ of }) => of === 'ride');
  const rowColumns = columns.filter(({ of }) => of === 'row');
  for await (const { ride, rows } of batches) {
    const opening = rideColumns.map((column) => fieldText(column, cellOf(column, ride, {}))).join(',');
    let text = '';
    for (const row of rows) {
      text += opening;
      for (const column of rowColumns) text += `,${fieldText(column, row[column.name]!)}`;
      text += LINE_END;
    }
    yield text;
  }
}

function fieldText({ type }: ExportColumn, cell: Cell): string {
  if (cell === null) return '';
  if (type === 'instant') return instantText(Number(cell));
  return type === 'name' ? nameText(String(cell)) : String(cell);
}

/** A name as a field that is never a formula. */
export function nameText(name: string): string {
  const harmless = FORMULA_START.test(name) ? `'${name}` : name;
  return NEEDS_QUOTES.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
