import { EventNormaliser } from './event-normaliser.js';
import { inflateArchive } from './inflate-archive.js';
import type { ParsedFile, ParseOptions } from './parsed-file.js';
import { readEvents } from './read-events.js';

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
