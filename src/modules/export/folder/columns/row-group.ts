import type { ColumnChunk, Encoding, RowGroup, Statistics } from 'hyparquet';
import { ByteWriter, type Writer } from 'hyparquet-writer';
import { writePageHeader } from 'hyparquet-writer/src/datapage.js';
import { writeRleBitPackedHybrid } from 'hyparquet-writer/src/encoding.js';
import { snappyCompress } from 'hyparquet-writer/src/snappy.js';
import type { Cell, ExportColumn } from '../../export-table.js';
import { type ColumnBuffer, type EncodedValues, NO_BYTES } from './column-buffer.js';
import { NumberBuffer } from './number-buffer.js';
import { TextBuffer } from './text-buffer.js';

type PageType = 'DICTIONARY_PAGE' | 'DATA_PAGE_V2';
/** A page of a column: its levels are not compressed. */
interface Page {
  levels: Uint8Array;
  values: Uint8Array;
}

/** Buffers of closed files, at most one for each file that is written at the same time. */
const idle: RowGroupBuffer[] = [];
const MAX_IDLE = 2;

/** A buffer of an earlier file with the same columns, or a new one: many files are small, and a buffer has megabytes. */
export function takeBuffer(columns: readonly ExportColumn[], capacity: number): RowGroupBuffer {
  const at = idle.findIndex((buffer) => buffer.columns === columns && buffer.capacity === capacity);
  if (at === -1) return new RowGroupBuffer(columns, capacity);
  const buffer = idle.splice(at, 1)[0]!;
  // rows that its file has added since it was closed
  buffer.clear();
  return buffer;
}

/** The rows of a row group, column by column, each of which becomes a chunk with one page, Snappy-compressed. */
export class RowGroupBuffer {
  private readonly buffers: readonly ColumnBuffer[];

  /** @param capacity rows at most */
  constructor(
    readonly columns: readonly ExportColumn[],
    readonly capacity: number,
  ) {
    this.buffers = columns.map((column) => bufferOf(column, capacity));
  }

  get rows(): number {
    return this.buffers[0]!.rows;
  }

  add(cells: readonly Cell[]): void {
    const { buffers } = this;
    if (this.rows === this.capacity) throw new RangeError(`A row group of ${this.capacity} rows is full`);
    for (let index = 0; index < buffers.length; index++) buffers[index]!.add(cells[index]!);
  }

  clear(): void {
    for (const buffer of this.buffers) buffer.clear();
  }

  /** Lets the next file with these columns have the buffer. It must not be used afterwards. */
  release(): void {
    this.clear();
    if (idle.push(this) > MAX_IDLE) idle.shift();
  }

  /** Writes the rows and describes them for the footer. The buffer is empty then. */
  write(writer: Writer): RowGroup {
    const [start, rows] = [writer.offset, this.rows];
    const columns = this.buffers.map((buffer) => {
      const chunk = writeChunk(writer, buffer);
      buffer.clear();
      return chunk;
    });
    const bytes = columns.reduce((sum, { meta_data: chunk }) => sum + chunk!.total_uncompressed_size, 0n);
    return {
      columns,
      total_byte_size: bytes,
      num_rows: BigInt(rows),
      total_compressed_size: BigInt(writer.offset - start),
    };
  }
}

function bufferOf(column: ExportColumn, capacity: number): ColumnBuffer {
  const { type } = column;
  const isText = type === 'code' || type === 'name' || type === 'json';
  return isText ? new TextBuffer(column, capacity) : new NumberBuffer(column, type, capacity);
}

function writeChunk(writer: Writer, buffer: ColumnBuffer): ColumnChunk {
  const start = writer.offset;
  const { type, encoding, dictionary, data, range } = buffer.encode();
  let uncompressed = 0;
  if (dictionary !== null) {
    const page = { levels: NO_BYTES, values: dictionary.bytes };
    const header = { dictionary_page_header: { num_values: dictionary.count, encoding: 'PLAIN' as Encoding } };
    uncompressed += writePage(writer, 'DICTIONARY_PAGE', page, header);
  }
  const dataStart = writer.offset;
  const page = { levels: levelsOf(buffer), values: data };
  uncompressed += writePage(writer, 'DATA_PAGE_V2', page, {
    data_page_header_v2: {
      num_values: buffer.rows,
      num_nulls: buffer.nulls,
      num_rows: buffer.rows,
      encoding,
      definition_levels_byte_length: page.levels.length,
      repetition_levels_byte_length: 0,
      is_compressed: true,
    },
  });
  return {
    file_offset: BigInt(start),
    meta_data: {
      type,
      encodings: dictionary === null ? [encoding] : ['PLAIN', encoding],
      path_in_schema: [buffer.name],
      codec: 'SNAPPY',
      num_values: BigInt(buffer.rows),
      total_compressed_size: BigInt(writer.offset - start),
      total_uncompressed_size: BigInt(uncompressed),
      ...(dictionary === null ? {} : { dictionary_page_offset: BigInt(start) }),
      data_page_offset: BigInt(dataStart),
      statistics: statisticsOf(range, buffer.nulls),
      encoding_stats: [
        ...(dictionary === null
          ? []
          : [{ page_type: 'DICTIONARY_PAGE' as const, encoding: 'PLAIN' as const, count: 1 }]),
        { page_type: 'DATA_PAGE_V2' as const, encoding, count: 1 },
      ],
    },
  };
}

/** Returns the size of the page without compression. */
function writePage(writer: Writer, type: PageType, { levels, values }: Page, header: object): number {
  const compressed = snappyCompress(values);
  const start = writer.offset;
  writePageHeader(writer, {
    ...header,
    type,
    uncompressed_page_size: levels.length + values.length,
    compressed_page_size: levels.length + compressed.length,
  });
  const headerSize = writer.offset - start;
  writer.appendBytes(levels);
  writer.appendBytes(compressed);
  return headerSize + levels.length + values.length;
}

/** Which rows have a value; nothing for a column that always has one. */
function levelsOf({ isNullable, levels, rows }: ColumnBuffer): Uint8Array {
  if (!isNullable) return NO_BYTES;
  const writer = new ByteWriter();
  writeRleBitPackedHybrid(writer, levels.subarray(0, rows), 1);
  return writer.getBytes();
}

function statisticsOf(range: EncodedValues['range'], nulls: number): Statistics {
  const bounds = range === null ? {} : { min_value: range.least, max_value: range.greatest };
  return { ...bounds, null_count: BigInt(nulls) };
}
