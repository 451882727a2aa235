import type { Writer } from 'hyparquet-writer';

const BLOCK = 128;
const MINIBLOCKS = 4;
const VALUES_OF_MINIBLOCK = BLOCK / MINIBLOCKS;
const MAX_BITS = 54;
/** Bits that are added to the bits of an unfinished byte at once: together they fit into 32. */
const BITS_AT_ONCE = 24;

/**
 * The differences of whole numbers up to this one are at most twice as large. Twice a difference, which a zigzag encoding and the excess
 * over the least difference may be, is then at most 2^53, up to which a number is exact.
 */
const MAX_VALUE = 2 ** 51;
/** Differences of 32 bits have no more bits, and so do excesses if the values are less than this apart. */
const MAX_INT32_SPAN = 2 ** 31;

/** Whether {@link writeDeltas} can write numbers of a range. */
export function hasExactDeltas(type: 'INT32' | 'INT64', least: number, greatest: number): boolean {
  if (type === 'INT32') return greatest - least < MAX_INT32_SPAN;
  return least >= -MAX_VALUE && greatest <= MAX_VALUE;
}

const deltas = new Float64Array(BLOCK);
const widths = new Uint8Array(MINIBLOCKS);
const packed = new Uint8Array((VALUES_OF_MINIBLOCK * MAX_BITS) / 8);

/**
 * Writes whole numbers by their differences (DELTA_BINARY_PACKED of Parquet), for INT32 and INT64. hyparquet-writer encodes INT64 by
 * BigInts, which took a third of the time of an export.
 * @param values at least one, of a range that {@link hasExactDeltas}
 */
export function writeDeltas(writer: Writer, values: Float64Array): void {
  writer.appendVarInt(BLOCK);
  writer.appendVarInt(MINIBLOCKS);
  writer.appendVarInt(values.length);
  appendZigZag(writer, values[0]!);
  for (let start = 1; start < values.length; start += BLOCK) {
    writeBlock(writer, values, start, Math.min(BLOCK, values.length - start));
  }
}

/** A block has its least difference, and what each difference exceeds it by, in as many bits as its miniblock needs. */
function writeBlock(writer: Writer, values: Float64Array, start: number, size: number): void {
  let least = Infinity;
  for (let at = 0; at < size; at++) {
    const delta = values[start + at]! - values[start + at - 1]!;
    deltas[at] = delta;
    if (delta < least) least = delta;
  }
  for (let at = 0; at < size; at++) deltas[at] = deltas[at]! - least;
  // the last block is filled up
  deltas.fill(0, size);
  for (let miniblock = 0; miniblock < MINIBLOCKS; miniblock++) {
    let greatest = 0;
    const first = miniblock * VALUES_OF_MINIBLOCK;
    for (let at = first; at < first + VALUES_OF_MINIBLOCK; at++) if (deltas[at]! > greatest) greatest = deltas[at]!;
    widths[miniblock] = bitWidth(greatest);
  }
  appendZigZag(writer, least);
  writer.appendBytes(widths);
  for (let miniblock = 0; miniblock < MINIBLOCKS; miniblock++) {
    packMiniblock(miniblock * VALUES_OF_MINIBLOCK, widths[miniblock]!);
    writer.appendBytes(packed.subarray(0, (VALUES_OF_MINIBLOCK * widths[miniblock]!) / 8));
  }
}

/** Least significant bits first, without gaps. */
function packMiniblock(first: number, width: number): void {
  let [byte, bits, pending] = [0, 0, 0];
  for (let at = first; at < first + VALUES_OF_MINIBLOCK; at++) {
    let value = deltas[at]!;
    for (let left = width; left > 0; left -= BITS_AT_ONCE) {
      const taken = Math.min(left, BITS_AT_ONCE);
      const low = left > BITS_AT_ONCE ? value % 2 ** BITS_AT_ONCE : value;
      pending |= low << bits;
      bits += taken;
      if (left > BITS_AT_ONCE) value = Math.floor(value / 2 ** BITS_AT_ONCE);
      while (bits >= 8) {
        packed[byte++] = pending;
        pending >>>= 8;
        bits -= 8;
      }
    }
  }
}

const bitWidth = (value: number): number =>
  value < 2 ** 32 ? 32 - Math.clz32(value) : 64 - Math.clz32(Math.floor(value / 2 ** 32));

/** By arithmetic: the number may have more than 32 bits. */
function appendZigZag(writer: Writer, value: number): void {
  let rest = value < 0 ? -2 * value - 1 : 2 * value;
  while (rest >= 0x80) {
    writer.appendUint8((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  writer.appendUint8(rest);
}
