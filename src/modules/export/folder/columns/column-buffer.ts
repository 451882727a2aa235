import type { Encoding, ParquetType } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer';
import { writeRleBitPackedHybrid } from 'hyparquet-writer/src/encoding.js';
import type { Cell } from '../../export-table.js';

/** The values of a column in a row group as bytes of Parquet, before compression. Nulls are left out. */
export interface EncodedValues {
  type: ParquetType;
  encoding: Encoding;
  /** The distinct values in PLAIN encoding; null: the data has the values themselves. */
  dictionary: { bytes: Uint8Array; count: number } | null;
  data: Uint8Array;
  /** Null: there is no value. */
  range: { least: number | boolean | Uint8Array; greatest: number | boolean | Uint8Array } | null;
}

export const NO_BYTES = new Uint8Array(0);

/** Collects the values of a column in typed arrays, because an object for each value costs more than all of its encoding. */
export abstract class ColumnBuffer {
  /** By row: 1 with a value, 0 for null. */
  readonly levels: Uint8Array;
  rows = 0;
  nulls = 0;

  constructor(
    readonly name: string,
    readonly isNullable: boolean,
    capacity: number,
  ) {
    this.levels = new Uint8Array(capacity);
  }

  /** @throws Error for null in a column that has values in all rows */
  add(cell: Cell): void {
    if (cell === null) {
      if (!this.isNullable) throw new Error(`The column ${this.name} has no value in a row`);
      this.levels[this.rows++] = 0;
      this.nulls++;
    } else {
      this.levels[this.rows++] = 1;
      this.addValue(cell);
    }
  }

  clear(): void {
    this.rows = 0;
    this.nulls = 0;
    this.clearValues();
  }

  abstract encode(): EncodedValues;
  protected abstract addValue(value: string | number): void;
  protected abstract clearValues(): void;
}

/** Indexes into a dictionary of a size, as a data page has them: the number of bits of each, then runs and packed bits. */
export function indexBytes(indexes: Int32Array, size: number): Uint8Array {
  const width = 32 - Math.clz32(size - 1);
  const writer = new ByteWriter(indexes.length);
  writer.appendUint8(width);
  writeRleBitPackedHybrid(writer, indexes, width);
  return writer.getBytes();
}
