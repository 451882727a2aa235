import { HOUR_MS, HOURS_OF_DAY } from '../../../common/time/calendar.js';

/*
 * How the values of one column are stored for the hours of a day: as a binary string that begins with a bit set of 24 bits, whose
 * bit h is hour h. Numbers are unsigned and big-endian, so that SQL can read them with HEX and SUBSTRING.
 */

const MASK_BYTES = 3;

/** Bytes of one value of each kind of column. */
export const VALUE_BYTES = { duration: 3, waitMinutes: 2, waitIntegral: 5, count: 3 } as const;
export type ValueKind = keyof typeof VALUE_BYTES;

/** The bytes of one packed day, one column after another. The same memory serves all days. */
export class PackedBytes {
  private readonly bytes = Buffer.alloc(2_048);
  length = 0;

  /** @throws RangeError if the value does not fit, so that no wrong value is stored */
  add(value: number, bytes: number): void {
    if (!Number.isInteger(value) || value < 0 || value >= LIMITS[bytes]!) {
      throw new RangeError(`${value} is not an unsigned integer of ${bytes} bytes`);
    }
    if (bytes > 3) this.add(Math.floor(value / LIMITS[3]!), bytes - 3);
    const low = value % LIMITS[3]!;
    if (bytes > 2) this.bytes[this.length++] = low >> 16;
    this.bytes[this.length++] = low >> 8;
    this.bytes[this.length++] = low;
  }

  /** A bit set that follows later. @returns its position */
  reserveMask(): number {
    const at = this.length;
    this.length += MASK_BYTES;
    return at;
  }

  setMask(at: number, mask: number): void {
    this.bytes.writeUIntBE(mask, at, MASK_BYTES);
  }

  /** All bytes as hexadecimal text, two digits each. */
  toHex(): string {
    return this.bytes.toString('hex', 0, this.length);
  }
}

/** By number of bytes, the first number that does not fit. */
const LIMITS = Array.from({ length: 6 }, (_, bytes) => 2 ** (8 * bytes));

/**
 * Durations: the bit set of hours with a full hour; then, if there are any, the bit set of the hours with another duration above 0,
 * and these durations in milliseconds.
 */
export function packDurations(ofHour: Float64Array, hours: number, into: PackedBytes): void {
  let [full, partial] = [0, 0];
  const fullAt = into.reserveMask();
  const partialAt = into.reserveMask();
  for (let hour = 0; hour < HOURS_OF_DAY; hour++) {
    if ((hours & (1 << hour)) === 0 || ofHour[hour] === 0) continue;
    if (ofHour[hour] === HOUR_MS) {
      full |= 1 << hour;
    } else {
      partial |= 1 << hour;
      into.add(ofHour[hour]!, VALUE_BYTES.duration);
    }
  }
  into.setMask(fullAt, full);
  if (partial === 0) into.length = partialAt;
  else into.setMask(partialAt, partial);
}

/** Other values: the bit set of the hours with a value other than `absent`, and these values. */
export function packValues(
  ofHour: Float64Array,
  hours: number,
  { kind, absent }: { kind: ValueKind; absent: number },
  into: PackedBytes,
): void {
  let mask = 0;
  const maskAt = into.reserveMask();
  for (let hour = 0; hour < HOURS_OF_DAY; hour++) {
    if ((hours & (1 << hour)) === 0 || ofHour[hour] === absent) continue;
    mask |= 1 << hour;
    into.add(ofHour[hour]!, VALUE_BYTES[kind]);
  }
  into.setMask(maskAt, mask);
}

export function unpackDurations(packed: Buffer, ofHour: Float64Array): void {
  ofHour.fill(0);
  const full = packed.readUIntBE(0, MASK_BYTES);
  const partial = packed.length === MASK_BYTES ? 0 : packed.readUIntBE(MASK_BYTES, MASK_BYTES);
  let at = 2 * MASK_BYTES;
  for (let hour = 0; hour < HOURS_OF_DAY; hour++) {
    if ((full & (1 << hour)) !== 0) {
      ofHour[hour] = HOUR_MS;
    } else if ((partial & (1 << hour)) !== 0) {
      ofHour[hour] = packed.readUIntBE(at, VALUE_BYTES.duration);
      at += VALUE_BYTES.duration;
    }
  }
}

export function unpackValues(
  packed: Buffer,
  ofHour: Float64Array,
  { kind, absent }: { kind: ValueKind; absent: number },
): void {
  ofHour.fill(absent);
  const [mask, bytes] = [packed.readUIntBE(0, MASK_BYTES), VALUE_BYTES[kind]];
  let at = MASK_BYTES;
  for (let hour = 0; hour < HOURS_OF_DAY; hour++) {
    if ((mask & (1 << hour)) === 0) continue;
    ofHour[hour] = packed.readUIntBE(at, bytes);
    at += bytes;
  }
}
