import type { ParquetType } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer';
import type { ColumnType } from '../../export-table.js';
import { parquetValue, physicalType } from '../../parquet-columns.js';
import { ColumnBuffer, type EncodedValues, indexBytes, NO_BYTES } from './column-buffer.js';
import { hasExactDeltas, writeDeltas } from './delta-encoding.js';
import { NumberDictionary } from './number-dictionary.js';

export type NumberType = Exclude<ColumnType, 'code' | 'name' | 'json'>;

interface Range {
  least: number;
  greatest: number;
}

const dictionary = new NumberDictionary();

/** Numbers, instants, dates and flags of a column. */
export class NumberBuffer extends ColumnBuffer {
  private readonly values: Float64Array;
  private count = 0;
  private readonly read: (value: string | number) => number;

  constructor(
    column: { name: string; nullable: boolean },
    private readonly type: NumberType,
    capacity: number,
  ) {
    super(column.name, column.nullable, capacity);
    this.values = new Float64Array(capacity);
    this.read = type === 'date' ? dateReader() : Number;
  }

  encode(): EncodedValues {
    const values = this.values.subarray(0, this.count);
    const type = physicalType(this.type);
    if (values.length === 0) return { type, encoding: 'PLAIN', dictionary: null, data: NO_BYTES, range: null };
    const range = rangeOf(values);
    if (!fits(range, type)) {
      throw new RangeError(
        `The column ${this.name} has values from ${range.least} to ${range.greatest}, beyond ${type}`,
      );
    }
    if (type === 'BOOLEAN') {
      const ofFlags = { least: range.least !== 0, greatest: range.greatest !== 0 };
      return { type, encoding: 'PLAIN', dictionary: null, data: flagBytes(values), range: ofFlags };
    }
    // instants differ from each other
    const indexed = this.type === 'instant' ? null : dictionary.index(values);
    if (indexed !== null) {
      const { distinct, indexes } = indexed;
      const bytes = plainBytes(distinct, type);
      const data = indexBytes(indexes, distinct.length);
      return { type, encoding: 'RLE_DICTIONARY', dictionary: { bytes, count: distinct.length }, data, range };
    }
    const isWhole = type === 'INT32' || type === 'INT64';
    if (!isWhole || !hasExactDeltas(type, range.least, range.greatest)) {
      return { type, encoding: 'PLAIN', dictionary: null, data: plainBytes(values, type), range };
    }
    const writer = new ByteWriter(4 * values.length);
    writeDeltas(writer, values);
    return { type, encoding: 'DELTA_BINARY_PACKED', dictionary: null, data: writer.getBytes(), range };
  }

  protected addValue(value: string | number): void {
    this.values[this.count++] = typeof value === 'number' ? value : this.read(value);
  }

  protected clearValues(): void {
    this.count = 0;
  }
}

/** Days since 1970. A month has few dates, so each is read once. */
function dateReader(): (value: string | number) => number {
  const known = new Map<string | number, number>();
  return (value) => {
    let day = known.get(value);
    if (day === undefined) known.set(value, (day = Number(parquetValue('date', value))));
    return day;
  };
}

/** NaN to NaN if one of the values is NaN. */
function rangeOf(values: Float64Array): Range {
  let [least, greatest] = [Infinity, -Infinity];
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    if (value < least) least = value;
    // the comparison is also false for NaN
    if (!(value <= greatest)) {
      if (Number.isNaN(value)) return { least: NaN, greatest: NaN };
      greatest = value;
    }
  }
  return { least, greatest };
}

/** Whether numbers of a range can be written as they are. */
function fits({ least, greatest }: Range, type: ParquetType): boolean {
  if (type === 'INT32') return least >= -(2 ** 31) && greatest < 2 ** 31;
  if (type === 'INT64') return least >= Number.MIN_SAFE_INTEGER && greatest <= Number.MAX_SAFE_INTEGER;
  return Number.isFinite(least) && Number.isFinite(greatest);
}

/** A bit each, the first one lowest. */
function flagBytes(values: Float64Array): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(values.length / 8));
  for (let at = 0; at < values.length; at++) if (values[at] !== 0) bytes[at >> 3]! |= 1 << (at & 7);
  return bytes;
}

function plainBytes(values: Float64Array, type: ParquetType): Uint8Array {
  const writer = new ByteWriter(8 * values.length);
  for (const value of values) {
    if (type === 'DOUBLE') writer.appendFloat64(value);
    else if (type === 'INT64') writer.appendInt64(BigInt(value));
    else writer.appendInt32(value);
  }
  return writer.getBytes();
}
