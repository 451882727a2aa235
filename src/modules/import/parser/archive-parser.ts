import { EventNormaliser } from './event-normaliser.js';
import { inflateArchive } from './inflate-archive.js';
import { findBoundary, findMember, isComma, OPEN_BRACE, OPEN_BRACKET, skipSpace } from './json-scanner.js';
import { CorruptFileError, type ParsedFile, type ParseOptions } from './parsed-file.js';

/**
 * Bytes of JSON parsed at a time. Measured on 4.5 MB of events: 16 to 64 KiB parse 1.5 to 2 times as fast as 1 MiB or
 * the whole file, because the objects die young; and a file of any size holds one batch of objects at a time.
 */
const SEGMENT_BYTES = 32 * 1024;

/** The usual separator of two events in the archive; where it is found, the byte-wise scan is skipped. */
const LIKELY_SEPARATOR = '},{"entityId":';

/** A larger piece is not an event, and may exceed the engine's limit for strings. */
const MAX_PIECE_BYTES = 64 * 1024 * 1024;

const PLACE_OF_EVENTS = 'placeholder of the events';

/** Decodes a string of a batch to its real text. */
export type TextDecoder = (raw: string) => string;

export interface EventReader {
  /** The elements of the event array in order, as parsed by JSON.parse. */
  batches: Generator<unknown[], void, undefined>;
  /**
   * Must be applied to strings of the batches that may contain more than ASCII, before they are used as text. Equal raw
   * strings of one file decode to equal texts.
   */
  decodeText: TextDecoder;
}

/**
 * Reads the events of a JSON array, or of `{"events":[…]}`.
 *
 * Text is parsed as Latin-1 where that is lossless, because one "™" in UTF-8 makes the whole segment a two-byte string,
 * which halves the speed. Such strings are decoded on demand; a file has few different names. An escape (`\u00e9`) would
 * be indistinguishable from a raw byte, so a file that contains `\u` is decoded in full.
 * @throws CorruptFileError while iterating
 */
export function readEvents(json: Buffer, compressedBytes: number): EventReader {
  const escaped = json.includes('\\u');
  return {
    batches: readBatches(json, escaped ? 'utf8' : 'latin1', compressedBytes),
    decodeText: escaped ? (raw) => raw : decodeLatin1AsUtf8,
  };
}

function decodeLatin1AsUtf8(raw: string): string {
  return Buffer.from(raw, 'latin1').toString('utf8');
}

function* readBatches(
  json: Buffer,
  encoding: 'utf8' | 'latin1',
  compressedBytes: number,
): Generator<unknown[], void, undefined> {
  const open = findEventArray(json, compressedBytes);
  let start = open + 1;
  for (;;) {
    const guess = guessBoundary(json, start + SEGMENT_BYTES);
    let end = guess;
    let batch = guess === -1 ? undefined : tryParseList(json, start, guess, encoding);
    if (batch === undefined) {
      end = findBoundary(json, start, start + SEGMENT_BYTES);
      if (end === json.length) throw new CorruptFileError('NOT_JSON', compressedBytes);
      if (end - start > MAX_PIECE_BYTES) throw new CorruptFileError('TOO_LARGE', compressedBytes);
      batch = parse(`[${json.toString(encoding, start, end)}]`, compressedBytes) as unknown[];
    }
    const isLast = !isComma(json[end]);
    // JSON forbids a comma without values on both sides, which the brackets around a segment would hide.
    if (batch.length === 0 && !(isLast && start === open + 1)) throw new CorruptFileError('NOT_JSON', compressedBytes);
    yield batch;
    if (isLast) return checkSurroundings(json, open, end, compressedBytes);
    start = end + 1;
  }
}

/** Index of a comma at or soon after `from` that looks like one between events, or -1. */
function guessBoundary(json: Buffer, from: number): number {
  const found = json.subarray(from, from + SEGMENT_BYTES).indexOf(LIKELY_SEPARATOR, 0, 'latin1');
  return found === -1 ? -1 : from + found + 1;
}

/**
 * The values from a boundary to a comma, or undefined if that comma is not a boundary. Parsing proves that it is one: within
 * a string or a nested value, the text before the comma would be incomplete JSON.
 */
function tryParseList(json: Buffer, start: number, end: number, encoding: 'utf8' | 'latin1'): unknown[] | undefined {
  try {
    return JSON.parse(`[${json.toString(encoding, start, end)}]`) as unknown[];
  } catch {
    return undefined;
  }
}

/** Index of the bracket that opens the array of events. */
function findEventArray(json: Buffer, compressedBytes: number): number {
  const root = skipSpace(json, 0);
  if (json[root] === OPEN_BRACKET) return root;
  if (json[root] === OPEN_BRACE) {
    const events = findMember(json, root, 'events');
    if (json[events] === OPEN_BRACKET) return events;
  }
  if (json.length <= MAX_PIECE_BYTES) parse(json.toString('utf8'), compressedBytes);
  throw new CorruptFileError('WRONG_SHAPE', compressedBytes);
}

/**
 * The text around the events must be JSON too, so it is parsed with a placeholder for the events. If the placeholder is
 * missing from the result, a later member "events" overrides the one that was read.
 */
function checkSurroundings(json: Buffer, open: number, close: number, compressedBytes: number): void {
  if (open + json.length - close > MAX_PIECE_BYTES) throw new CorruptFileError('TOO_LARGE', compressedBytes);
  const text = `${json.toString('utf8', 0, open + 1)}"${PLACE_OF_EVENTS}"${json.toString('utf8', close)}`;
  const root = parse(text, compressedBytes) as unknown[] | { events: unknown };
  const events = Array.isArray(root) ? root : root.events;
  if (!Array.isArray(events) || events[0] !== PLACE_OF_EVENTS)
    throw new CorruptFileError('WRONG_SHAPE', compressedBytes);
}

function parse(text: string, compressedBytes: number): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CorruptFileError('NOT_JSON', compressedBytes, { cause: error });
  }
}

/** An event of the archive has about 420 bytes; a low estimate only costs memory of the columns. */
const BYTES_PER_EVENT = 400;

/**
 * Parses one archive file into typed columns. Pure; `bytes` are not changed. An invalid event becomes an issue, and
 * read = snapshots.length + rejected always holds.
 * @throws CorruptFileError if the file as a whole cannot be read
 */
export function parseArchiveFile(bytes: Uint8Array, options: ParseOptions): ParsedFile {
  let trailing: Buffer | null = null as Buffer | null;
  const json = inflateArchive(bytes, options.maxInflatedBytes, (rest) => (trailing = rest));
  const { batches, decodeText } = readEvents(json, bytes.byteLength);
  const normaliser = new EventNormaliser(options, decodeText, Math.ceil(json.length / BYTES_PER_EVENT));
  for (const batch of batches) {
    for (const event of batch) normaliser.add(event);
  }
  if (trailing !== null) normaliser.noteTrailingBytes(trailing);
  return normaliser.finish();
}
