import { promisify } from 'node:util';
import { constants, deflate, deflateRawSync, gzip } from 'node:zlib';
import type { FileDefectName } from './defect-catalog.js';
import type { FileEvent } from './destination-days.js';
import type { GeneratorOptions } from './generator-options.js';
import { SeededRandom } from './seeded-random.js';

const ADLER_MODULUS = 65_521n;
const SPACE = 0x20;
/** Deflated once and repeated, so that a bomb of any size is created instantly. */
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

/** Ends on a byte boundary without back references, so that copies can be concatenated. */
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

export type Container = 'ZLIB' | 'GZIP' | 'PLAIN';
export interface FileShape {
  container: Container;
  /** `{"events":[…]}` instead of `[…]`. */
  wrapped: boolean;
}

const deflateAsync = promisify(deflate);
const gzipAsync = promisify(gzip);
/** UTF-8 bytes per UTF-16 unit, at most. */
const MAX_UTF8_BYTES = 3;
/** Room for the comma before an event and for the end of the file. */
const SPARE_CHARACTERS = 8;
const ERROR_PAGE = '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>InternalError</Code></Error>\n';

/** The shape of a file, by the requested shares. */
export function planShape(options: GeneratorOptions, fileNumber: number): FileShape {
  const random = SeededRandom.fromWords(options.seed ^ 0x5ba9e, fileNumber);
  const draw = random.next();
  const wrapped = random.chance(options.wrappedShare);
  if (draw < options.gzipShare) return { container: 'GZIP', wrapped };
  return { container: draw < options.gzipShare + options.plainShare ? 'PLAIN' : 'ZLIB', wrapped };
}

/** The file before compression, written in pieces because joining large strings is slower. */
export function joinEvents(events: readonly Pick<FileEvent, 'json'>[], { wrapped }: FileShape): Buffer {
  const [head, tail] = wrapped ? ['{"events":[', ']}'] : ['[', ']'];
  let bytes: Buffer = Buffer.allocUnsafe(64 * 1024);
  let end = bytes.write(head);
  events.forEach((event, index) => {
    const json = event.json();
    if (end + (json.length + SPARE_CHARACTERS) * MAX_UTF8_BYTES > bytes.length) bytes = grown(bytes, json.length);
    end += bytes.write(index > 0 ? `,${json}` : json, end);
  });
  end += bytes.write(tail, end);
  return bytes.subarray(0, end);
}

function grown(bytes: Buffer, neededCharacters: number): Buffer {
  const larger = Buffer.allocUnsafe(bytes.length * 2 + neededCharacters * MAX_UTF8_BYTES);
  bytes.copy(larger);
  return larger;
}

export async function pack(json: Buffer, container: Container, level: number): Promise<Buffer> {
  switch (container) {
    case 'PLAIN':
      return json;
    case 'GZIP':
      return gzipAsync(json, { level });
    case 'ZLIB':
      return deflateAsync(json, { level });
  }
}

/** The bytes of a defective file; null: there is no file. `sound` are the bytes of the file without the defect. */
export async function damage(sound: Buffer, defect: FileDefectName, options: GeneratorOptions): Promise<Buffer | null> {
  switch (defect) {
    case 'missing-day':
      return null;
    case 'truncated-file':
      return sound.subarray(0, Math.floor(sound.length * 0.6));
    case 'empty-file':
      return Buffer.alloc(0);
    case 'not-zlib':
      return Buffer.from(ERROR_PAGE);
    case 'empty-object':
      return pack(Buffer.from('{}'), 'ZLIB', options.compressionLevel);
    case 'bomb-file':
      return zlibBomb(options.bombBytes);
  }
}
