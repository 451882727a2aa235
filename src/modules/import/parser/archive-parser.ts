import { EventNormaliser } from './event-normaliser.js';
import { inflateArchive } from './inflate-archive.js';
import { findBoundary, findMember, isComma, OPEN_BRACE, OPEN_BRACKET, skipSpace } from './json-scanner.js';
import { CorruptFileError, type ParsedFile, type ParseOptions } from './parsed-file.js';

/**
 * Bytes of JSON parsed at a time. Measured on 4.5 MB of events: 16 to 64 KiB parse 1.5 to 2 times as fast as 1 MiB or
 * the whole file, because the objects die young; and a file of any size holds one batch of objects at a time.
 */
const SEGMENT_BYTES = 32 * 1024;

/** What stands between two events of the archive, nearly always: where it is found the byte-wise scan is spared. */
const LIKELY_SEPARATOR = '},{"entityId":';

/** More than this in one piece is no event, and no string that an engine likes to hold. */
const MAX_PIECE_BYTES = 64 * 1024 * 1024;

const PLACE_OF_EVENTS = 'the events stood here';

/** Gives back the real text of a string found in a batch. */
export type TextDecoder = (raw: string) => string;

export interface EventReader {
  /** The elements of the event array, in order, as JSON.parse made them. */
  batches: Generator<unknown[], void, undefined>;
  /**
   * Strings of the batches that may hold more than ASCII have to pass through this before they are looked at as text.
   * Two equal raw strings of one file are equal texts.
   */
  decodeText: TextDecoder;
}

/**
 * Reads the events of a JSON array, or of `{"events":[…]}`.
 *
 * Text is parsed as Latin-1 wherever that loses nothing: one "™" in UTF-8 makes the whole segment a two-byte string, which
 * halves the speed, although a file has few different names. The bytes of such strings are then decoded on demand. An
 * escape (`\u00e9`) could not be told from a raw byte any more, so a file with a `\u` anywhere is decoded in full.
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
    // JSON allows no comma without a value on either side, which the brackets around a segment would hide
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
 * The values from a boundary to a comma, or undefined if that comma is not the next boundary. That they parse is the proof:
 * inside a string or a deeper value, what stands before the comma would be incomplete.
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
 * What stands before and after the events must be JSON too: parsed with a word in their place. Where it is not found
 * again, a later member "events" takes the place of the one that was read.
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

/** An event of the archive has about 420 bytes; a low guess only costs room in the columns. */
const BYTES_PER_EVENT = 400;

/**
 * Everything that one archive file says, as typed columns. A pure function of its arguments; `bytes` are not changed.
 * A bad event becomes an issue; seen = snapshots.length + rejected, always.
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
