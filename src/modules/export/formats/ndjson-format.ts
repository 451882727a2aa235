import { type Batch, type Cell, cellOf, type ExportColumn } from '../export-table.js';
import type { ExportFormat } from './export-format.js';
import { instantText } from './instant-text.js';

/** A JSON object a line, with the names and values of the HTTP API. */
export const NDJSON: ExportFormat = { contentType: 'application/x-ndjson', encode };

async function* encode(columns: readonly ExportColumn[], batches: AsyncIterable<Batch>): AsyncIterable<string> {
  for await (const { ride, rows } of batches) {
    const rideText = columns
      .filter(({ of }) => of === 'ride')
      .map((column) => `${JSON.stringify(column.name)}:${valueText(column, cellOf(column, ride, {}))}`);
    const rowColumns = columns.filter(({ of }) => of === 'row').map((column) => [`"${column.name}":`, column] as const);
    const opening = `{${rideText.join(',')}`;
    let text = '';
    for (const row of rows) {
      text += opening;
      for (const [key, column] of rowColumns) text += `,${key}${valueText(column, row[column.name]!)}`;
      text += '}\n';
    }
    yield text;
  }
}

function valueText({ type }: ExportColumn, cell: Cell): string {
  if (cell === null) return 'null';
  if (type === 'instant') return `"${instantText(Number(cell))}"`;
  return JSON.stringify(cell);
}
