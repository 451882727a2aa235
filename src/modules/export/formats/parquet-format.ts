import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { type Batch, type Cell, cellOf, type ColumnType, type ExportColumn } from '../export-table.js';
import { withTypedEmptyList } from './empty-parquet.js';
import type { ExportFormat } from './export-format.js';

/** Parquet with Snappy: instants are TIMESTAMP(MILLIS, UTC), words are dictionaries, nullable columns are OPTIONAL. */
export const PARQUET: ExportFormat = { contentType: 'application/vnd.apache.parquet', encode };

/**
 * Rows that are held in memory and encoded at once. More compress no better (measured), and would keep the thread, and
 * with it every other request, from its work for longer.
 */
export const ROWS_PER_GROUP = 20_000;

async function* encode(columns: readonly ExportColumn[], batches: AsyncIterable<Batch>): AsyncIterable<Uint8Array> {
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({
    writer: bytes,
    schema: schemaOf(columns),
    createdBy: 'theme-park-data-warehouse',
  });
  let group = columns.map((): Cell[] => []);
  for await (const { ride, rows } of batches) {
    columns.forEach((column, index) => {
      const cells = group[index]!;
      for (const row of rows) cells.push(cellOf(column, ride, row));
    });
    if (group[0]!.length < ROWS_PER_GROUP) continue;
    await writeGroup(writer, columns, group);
    group = columns.map(() => []);
    yield takeBytes(bytes);
  }
  if (group[0]!.length > 0) await writeGroup(writer, columns, group);
  await writer.finish();
  const rest = takeBytes(bytes);
  yield writer.row_groups.length === 0 ? withTypedEmptyList(rest) : rest;
}

async function writeGroup(
  writer: ParquetWriter,
  columns: readonly ExportColumn[],
  group: readonly Cell[][],
): Promise<void> {
  const columnData = columns.map(({ name }, index) => ({ name, data: group[index]!, offsetIndex: false }));
  await writer.write({ columnData, rowGroupSize: group[0]!.length });
}

/** What was written since the last time. Offsets in the file go on counting, only the buffer begins anew. */
function takeBytes(bytes: ByteWriter): Uint8Array {
  const taken = bytes.getBytes().slice();
  bytes.index = 0;
  return taken;
}

const PHYSICAL: Readonly<Record<ColumnType, Omit<SchemaElement, 'name'>>> = {
  id: { type: 'INT32', converted_type: 'UINT_32' },
  count: { type: 'INT32' },
  word: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  name: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  instant: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
};

function schemaOf(columns: readonly ExportColumn[]): SchemaElement[] {
  return [
    { name: 'root', num_children: columns.length },
    ...columns.map(({ name, type, nullable }): SchemaElement => ({
      name,
      repetition_type: nullable ? 'OPTIONAL' : 'REQUIRED',
      ...PHYSICAL[type],
    })),
  ];
}
