import { promisify } from 'node:util';
import { deflate, gzip } from 'node:zlib';
import type { FileDefectName } from './defect-catalog.js';
import type { FileEvent } from './file-event.js';
import type { GeneratorOptions } from './generator-options.js';
import { SeededRandom } from './seeded-random.js';
import { zlibBomb } from './zlib-bomb.js';

export type Container = 'ZLIB' | 'GZIP' | 'PLAIN';
export interface FileShape {
  container: Container;
  /** `{"events":[…]}` instead of `[…]`. */
  wrapped: boolean;
}

const deflateAsync = promisify(deflate);
const gzipAsync = promisify(gzip);
/** Of one UTF-16 unit. */
const MAX_UTF8_BYTES = 3;
/** A comma before an event and the end of the file. */
const SPARE_CHARACTERS = 8;
const ERROR_PAGE = '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>InternalError</Code></Error>\n';

/** The shape of a file, by the shares asked for. */
export function planShape(options: GeneratorOptions, fileNumber: number): FileShape {
  const random = SeededRandom.fromWords(options.seed ^ 0x5ba9e, fileNumber);
  const draw = random.next();
  const wrapped = random.chance(options.wrappedShare);
  if (draw < options.gzipShare) return { container: 'GZIP', wrapped };
  return { container: draw < options.gzipShare + options.plainShare ? 'PLAIN' : 'ZLIB', wrapped };
}

/** The file before compression. Written piece by piece: joining strings of megabytes is slower. */
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

/** The bytes of a file that is bad as a whole; null: there is no file. `sound` are the bytes it would have had. */
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
