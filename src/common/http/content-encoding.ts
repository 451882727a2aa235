import { promisify } from 'node:util';
import type { Transform } from 'node:stream';
import { brotliCompress, constants, createBrotliCompress, createGzip, gzip } from 'node:zlib';
import { LRUCache } from 'lru-cache';

/** In order of preference. */
const CONTENT_ENCODINGS = ['br', 'gzip'] as const;
export type ContentEncoding = (typeof CONTENT_ENCODINGS)[number];

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);
/** Fast qualities: each response is compressed once and lives for a second. */
const BROTLI_QUALITY = 4;
const GZIP_LEVEL = 5;

export function compress(body: Buffer, encoding: ContentEncoding): Promise<Buffer> {
  if (encoding === 'gzip') return toGzip(body, { level: GZIP_LEVEL });
  return toBrotli(body, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    },
  });
}

/** The fastest qualities: a stream has any length, and is compressed for one client. */
export function compressStream(encoding: ContentEncoding): Transform {
  if (encoding === 'gzip') return createGzip({ level: constants.Z_BEST_SPEED });
  return createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
}

/** Clients send few different values. */
const preferences = new LRUCache<string, { encoding: ContentEncoding | null }>({
  max: 100,
  memoMethod: (header) => ({ encoding: chooseEncoding(header) }),
});

/** The encoding that the client prefers, by `Accept-Encoding`; null: none of ours. */
export function preferredEncoding(header: string | string[] | undefined): ContentEncoding | null {
  return typeof header === 'string' ? preferences.memo(header).encoding : null;
}

function chooseEncoding(header: string): ContentEncoding | null {
  const weights = new Map(header.split(',').map(weightOf));
  const weightOfEncoding = (name: string): number => weights.get(name) ?? weights.get('*') ?? 0;
  const accepted = CONTENT_ENCODINGS.filter((name) => weightOfEncoding(name) > 0);
  const [best] = accepted.sort((one, other) => weightOfEncoding(other) - weightOfEncoding(one));
  return best ?? null;
}

function weightOf(item: string): [name: string, weight: number] {
  const [name = '', ...parameters] = item
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  return [name, weight === undefined ? 1 : Number(weight) || 0];
}
