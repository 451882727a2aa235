import type { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { type Batch, type Cell, cellOf, type ExportColumn, instantText } from './export-table.js';
import { parquetSchema, parquetValue, type ParquetValue } from './parquet-columns.js';

/** RFC 4180 in UTF-8: a header line, CRLF, quotes only if needed; null is an empty field. */
const CSV: ExportFormat = { contentType: 'text/csv; charset=utf-8; header=present', encode: encodeCsv };

const LINE_END = '\r\n';
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;
/**
 * Spreadsheets treat a field that begins like this as a formula, and names come from outside. A leading apostrophe makes
 * it text. The other formats are not opened by spreadsheets and leave names unchanged.
 */
const FORMULA_START = /^[=+\-@＝＋－＠\t\r\n]/;

async function* encodeCsv(columns: readonly ExportColumn[], batches: AsyncIterable<Batch>): AsyncIterable<string> {
  yield columns.map(({ name }) => name).join(',') + LINE_END;
  // ride columns come first, so their text is built once per batch
  const rideColumns = columns.filter(({ of }) => of === 'ride');
  const rowColumns = columns.filter(({ of }) => of === 'row');
  for await (const { ride, rows } of batches) {
    const opening = rideColumns.map((column) => `${fieldText(column, cellOf(column, ride, {}))},`).join('');
    let text = '';
    for (const row of rows) {
      let separator = opening;
      for (const column of rowColumns) {
        text += separator + fieldText(column, row[column.name]!);
        separator = ',';
      }
      text += LINE_END;
    }
    yield text;
  }
}

function fieldText({ type }: ExportColumn, cell: Cell): string {
  if (cell === null) return '';
  if (type === 'instant') return instantText(Number(cell));
  if (type === 'flag') return String(Number(cell) !== 0);
  return type === 'name' || type === 'json' ? nameText(String(cell)) : String(cell);
}

/** A name as a field that no spreadsheet treats as a formula. */
export function nameText(name: string): string {
  const harmless = FORMULA_START.test(name) ? `'${name}` : name;
  return NEEDS_QUOTES.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** One JSON object per line, with the names and values of the HTTP API. */
const NDJSON: ExportFormat = { contentType: 'application/x-ndjson', encode: encodeNdjson };

async function* encodeNdjson(columns: readonly ExportColumn[], batches: AsyncIterable<Batch>): AsyncIterable<string> {
  for await (const { ride, rows } of batches) {
    const rideText = columns
      .filter(({ of }) => of === 'ride')
      .map((column) => `${JSON.stringify(column.name)}:${valueText(column, cellOf(column, ride, {}))},`);
    const rowColumns = columns.filter(({ of }) => of === 'row').map((column) => [`"${column.name}":`, column] as const);
    const opening = `{${rideText.join('')}`;
    let text = '';
    for (const row of rows) {
      let separator = opening;
      for (const [key, column] of rowColumns) {
        text += separator + key + valueText(column, row[column.name]!);
        separator = ',';
      }
      text += '}\n';
    }
    yield text;
  }
}

function valueText({ type }: ExportColumn, cell: Cell): string {
  if (cell === null) return 'null';
  if (type === 'instant') return `"${instantText(Number(cell))}"`;
  if (type === 'flag') return String(Number(cell) !== 0);
  return type === 'json' ? compactJson(String(cell)) : JSON.stringify(cell);
}

/** On one line, whatever the server stores: MariaDB keeps JSON as it was written. */
const compactJson = (text: string): string => (text.includes('\n') ? JSON.stringify(JSON.parse(text)) : text);

/** In the footer's compact Thrift: the 64-bit field `num_rows` with 0, then the list `row_groups` with its header. */
const NO_ROWS_NO_GROUPS = Buffer.from([0x16, 0x00, 0x19, 0x00]);
/** The header of an empty list of structs. */
const EMPTY_LIST_OF_STRUCTS = 0x0c;

/**
 * The bytes of a Parquet file without row groups, with a correctly typed list of row groups. hyparquet-writer 0.17.0
 * derives the type of a list from its first element and gives an empty list the type 0, which Thrift does not define:
 * arrow-rs (Polars, DataFusion and others) rejects the file ("Expected list element type of Struct"). A file without row
 * groups is valid; parquet-java rejects a row group without rows.
 */
export function withTypedEmptyList(file: Uint8Array): Uint8Array {
  const typed = Buffer.from(file);
  const at = typed.indexOf(NO_ROWS_NO_GROUPS);
  if (at === -1 || typed.includes(NO_ROWS_NO_GROUPS, at + 1)) {
    throw new Error('Unexpected footer of an empty Parquet file; expected the one of hyparquet-writer 0.17.0');
  }
  typed[at + NO_ROWS_NO_GROUPS.length - 1] = EMPTY_LIST_OF_STRUCTS;
  return typed;
}

/** Parquet with Snappy: instants are TIMESTAMP(MILLIS, UTC), codes are dictionaries, nullable columns are OPTIONAL. */
const PARQUET: ExportFormat = { contentType: 'application/vnd.apache.parquet', encode: encodeParquet };

/**
 * Rows per row group, buffered in memory and encoded at once. Larger groups compress no better (measured) and would block
 * the event loop, and with it every other request, for longer.
 */
export const ROWS_PER_GROUP = 20_000;

async function* encodeParquet(
  columns: readonly ExportColumn[],
  batches: AsyncIterable<Batch>,
): AsyncIterable<Uint8Array> {
  // Loaded with the first export of this format.
  const hyparquet = await import('hyparquet-writer');
  const bytes = new hyparquet.ByteWriter();
  const writer = new hyparquet.ParquetWriter({
    writer: bytes,
    schema: parquetSchema(columns),
    createdBy: 'theme-park-data-warehouse',
  });
  let group = columns.map((): ParquetValue[] => []);
  for await (const { ride, rows } of batches) {
    columns.forEach((column, index) => {
      const values = group[index]!;
      for (const row of rows) values.push(parquetValue(column.type, cellOf(column, ride, row)));
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
  group: readonly ParquetValue[][],
): Promise<void> {
  const columnData = columns.map(({ name }, index) => ({ name, data: group[index]!, offsetIndex: false }));
  await writer.write({ columnData, rowGroupSize: group[0]!.length });
}

/** Takes the bytes written since the last call. File offsets continue; only the buffer starts again. */
function takeBytes(bytes: ByteWriter): Uint8Array {
  const taken = bytes.getBytes().slice();
  bytes.index = 0;
  return taken;
}

export const EXPORT_FORMATS = ['ndjson', 'csv', 'parquet'] as const;
export type ExportFormatName = (typeof EXPORT_FORMATS)[number];

/** Encodes rows into a file piece by piece, so that memory does not grow with the number of rows. */
export interface ExportFormat {
  contentType: string;
  /** Without any batch, the result is still a valid file. */
  encode: (columns: readonly ExportColumn[], batches: AsyncIterable<Batch>) => AsyncIterable<string | Uint8Array>;
}

export const FORMATS: Readonly<Record<ExportFormatName, ExportFormat>> = { ndjson: NDJSON, csv: CSV, parquet: PARQUET };
