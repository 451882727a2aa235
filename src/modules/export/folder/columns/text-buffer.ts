import { ByteWriter } from 'hyparquet-writer';
import { ColumnBuffer, type EncodedValues, indexBytes, NO_BYTES } from './column-buffer.js';

/** Codes, names and JSON of a column: each distinct text once, in UTF-8. */
export class TextBuffer extends ColumnBuffer {
  private readonly indexOf = new Map<string, number>();
  private readonly indexes: Int32Array;
  private count = 0;

  constructor(column: { name: string; nullable: boolean }, capacity: number) {
    super(column.name, column.nullable, capacity);
    this.indexes = new Int32Array(capacity);
  }

  encode(): EncodedValues {
    const type = 'BYTE_ARRAY';
    if (this.count === 0) return { type, encoding: 'PLAIN', dictionary: null, data: NO_BYTES, range: null };
    const texts = [...this.indexOf.keys()].map((text) => Buffer.from(text));
    const data = indexBytes(this.indexes.subarray(0, this.count), texts.length);
    const dictionary = { bytes: plainBytes(texts), count: texts.length };
    return { type, encoding: 'RLE_DICTIONARY', dictionary, data, range: rangeOf(texts) };
  }

  protected addValue(value: string | number): void {
    const text = String(value);
    let index = this.indexOf.get(text);
    if (index === undefined) this.indexOf.set(text, (index = this.indexOf.size));
    this.indexes[this.count++] = index;
  }

  protected clearValues(): void {
    this.indexOf.clear();
    this.count = 0;
  }
}

/** In the order of bytes, as readers compare texts. */
function rangeOf(texts: readonly Buffer[]): { least: Buffer; greatest: Buffer } {
  let [least, greatest] = [texts[0]!, texts[0]!];
  for (const text of texts) {
    if (Buffer.compare(text, least) < 0) least = text;
    if (Buffer.compare(text, greatest) > 0) greatest = text;
  }
  return { least, greatest };
}

function plainBytes(texts: readonly Buffer[]): Uint8Array {
  const writer = new ByteWriter(16 * texts.length);
  for (const text of texts) {
    writer.appendUint32(text.length);
    writer.appendBytes(text);
  }
  return writer.getBytes();
}
