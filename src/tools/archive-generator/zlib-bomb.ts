import { constants, deflateRawSync } from 'node:zlib';

const ADLER_MODULUS = 65_521n;
const SPACE = 0x20;
/** Deflated once and repeated: a bomb of any size is made in an instant. */
const PIECE_BYTES = 16 * 1024 * 1024;

/**
 * A correct zlib file that inflates to `inflatedBytes`: spaces and then `[]`, so that it is even valid JSON.
 * About a thousandth of the size inflated.
 */
export function zlibBomb(inflatedBytes: number): Buffer {
  const spaces = inflatedBytes - 2;
  const piece = deflatedSpaces(Math.min(PIECE_BYTES, spaces));
  const pieces = Math.floor(spaces / PIECE_BYTES);
  const rest = spaces % PIECE_BYTES;
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(adlerOfSpacesAndBrackets(spaces));
  return Buffer.concat([
    Buffer.from([0x78, 0xda]),
    ...Array.from({ length: pieces }, () => piece),
    ...(rest > 0 ? [deflatedSpaces(rest)] : []),
    deflateRawSync('[]'),
    checksum,
  ]);
}

/** Ends on a byte boundary and refers to nothing before it, so that copies can follow one another. */
function deflatedSpaces(length: number): Buffer {
  return deflateRawSync(Buffer.alloc(length, SPACE), { level: 9, finishFlush: constants.Z_FULL_FLUSH });
}

/** Adler-32 (RFC 1950) of a run of equal bytes has a closed form. */
function adlerOfSpacesAndBrackets(spaces: number): number {
  const n = BigInt(spaces);
  const value = BigInt(SPACE);
  let a = (1n + n * value) % ADLER_MODULUS;
  let b = (n + (value * n * (n + 1n)) / 2n) % ADLER_MODULUS;
  for (const byte of Buffer.from('[]')) {
    a = (a + BigInt(byte)) % ADLER_MODULUS;
    b = (b + a) % ADLER_MODULUS;
  }
  return Number((b << 16n) | a);
}
