import { HOUR_MS } from '../../../common/time/calendar.js';
import { HOURS_OF_DAY } from '../days/park-calendar.js';

/*
 * How the values of one column are stored for the hours of a day: as a binary string that begins with a bit set of 24 bits, whose
 * bit h is hour h. Numbers are unsigned and big-endian, so that SQL can read them with HEX and SUBSTRING.
 */

const MASK_BYTES = 3;

/** Bytes of one value of each kind of column. */
export const VALUE_BYTES = { duration: 3, waitMinutes: 2, waitIntegral: 5, count: 3 } as const;
export type ValueKind = keyof typeof VALUE_BYTES;

const HEX_OF_BYTE = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** @throws RangeError if the value does not fit, so that no wrong value is stored. */
function hexOf(value: number, bytes: number): string {
  if (!Number.isInteger(value) || value < 0 || value >= 2 ** (8 * bytes)) {
    throw new RangeError(`${value} is not an unsigned integer of ${bytes} bytes`);
  }
  const low = value % 0x1_00_00_00;
  const ofLow = HEX_OF_BYTE[low >> 16]! + HEX_OF_BYTE[(low >> 8) & 0xff]! + HEX_OF_BYTE[low & 0xff]!;
  if (bytes === 3) return ofLow;
  if (bytes < 3) return ofLow.slice(-2 * bytes);
  const high = Math.floor(value / 0x1_00_00_00);
  return HEX_OF_BYTE[high >> 8]! + HEX_OF_BYTE[high & 0xff]! + ofLow;
}

/**
 * Durations: the bit set of hours with a full hour; then, if there are any, the bit set of the hours with another duration above 0,
 * and these durations in milliseconds.
 */
export function packDurations(ofHour: Float64Array, hours: number): string {
  let [full, partial, durations] = [0, 0, ''];
  for (let hour = 0; hour < HOURS_OF_DAY; hour++) {
    if ((hours & (1 << hour)) === 0 || ofHour[hour] === 0) continue;
    if (ofHour[hour] === HOUR_MS) {
      full |= 1 << hour;
    } else {
      partial |= 1 << hour;
      durations += hexOf(ofHour[hour]!, VALUE_BYTES.duration);
    }
  }
  return partial === 0 ? hexOf(full, MASK_BYTES) : hexOf(full, MASK_BYTES) + hexOf(partial, MASK_BYTES) + durations;
}

/** Other values: the bit set of the hours with a value other than `absent`, and these values. */
export function packValues(ofHour: Float64Array, hours: number, kind: ValueKind, absent: number): string {
  let [mask, values] = [0, ''];
  for (let hour = 0; hour < HOURS_OF_DAY; hour++) {
    if ((hours & (1 << hour)) === 0 || ofHour[hour] === absent) continue;
    mask |= 1 << hour;
    values += hexOf(ofHour[hour]!, VALUE_BYTES[kind]);
  }
  return hexOf(mask, MASK_BYTES) + values;
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

export function unpackValues(packed: Buffer, ofHour: Float64Array, kind: ValueKind, absent: number): void {
  ofHour.fill(absent);
  const [mask, bytes] = [packed.readUIntBE(0, MASK_BYTES), VALUE_BYTES[kind]];
  let at = MASK_BYTES;
  for (let hour = 0; hour < HOURS_OF_DAY; hour++) {
    if ((mask & (1 << hour)) === 0) continue;
    ofHour[hour] = packed.readUIntBE(at, bytes);
    at += bytes;
  }
}
