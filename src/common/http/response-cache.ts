import type { IncomingMessage } from 'node:http';
import type { Response } from 'express';
import { TtlCache } from '../ttl-cache.js';
import type { Clock } from '../time/clock.js';
import { sessionTokenOf } from './access/admin-access.js';
import { CompressedBodies } from './compressed-bodies.js';
import { type ContentEncoding, preferredEncoding } from './content-encoding.js';
import { ModificationDates } from './modification-dates.js';
import { RATE_HEADERS } from './rate-limit.js';
import { routeOf } from './request-durations.js';
import { type HeaderList, headersSoFar, REQUEST_ID_HEADER } from './request-headers.js';

/** A response in the form in which it is sent. */
export interface CachedResponse extends EncodedBody {
  etag: string;
  /** The template of its route. */
  route: string | undefined;
  /** Headers of the 304 response. */
  unchangedHeaders: HeaderList;
  /** Compressed forms, each made for the first request that wants it, and the promises of those that are being made. */
  encoded: Map<ContentEncoding, EncodedBody | Promise<EncodedBody>>;
  compressed: (encoding: ContentEncoding) => Promise<Buffer>;
}

/** A body with its headers. */
export interface EncodedBody {
  body: Buffer;
  headers: HeaderList;
}

/** Smaller bodies fit into one packet. */
const MIN_COMPRESSED_BYTES = 1_000;

/** Headers of a single request or connection. */
const PER_REQUEST_HEADERS = new Set(
  [REQUEST_ID_HEADER, ...RATE_HEADERS, 'Connection', 'Access-Control-Allow-Origin'].map((name) => name.toLowerCase()),
);
/** Headers that describe the body do not belong into a response without one. */
const BODY_HEADERS = new Set([...PER_REQUEST_HEADERS, 'content-type', 'content-length']);

/**
 * The result of the handler with all headers that hold for every client: protection, CORS, Cache-Control. So a cached response
 * cannot differ from one that passed through the whole application.
 */
export function cachedResponse(value: unknown, response: Response, cache: ResponseCache): CachedResponse {
  const url = response.req.originalUrl;
  const body = Buffer.from(JSON.stringify(value));
  // the framework's own ETag, computed once
  const etag = (response.app.get('etag fn') as (body: Buffer) => string)(contentOf(value) ?? body);
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Content-Length', body.length);
  response.setHeader('ETag', etag);
  const lastModified = cache.modifiedAt(url, etag);
  if (lastModified !== null) response.setHeader('Last-Modified', lastModified.toUTCString());
  response.vary('Accept-Encoding');
  return {
    body,
    etag,
    route: routeOf(response.req),
    encoded: new Map(),
    compressed: (encoding) => cache.bodies.compressed(url, body, encoding),
    headers: headersSoFar(response, PER_REQUEST_HEADERS),
    unchangedHeaders: headersSoFar(response, BODY_HEADERS),
  };
}

/**
 * A response without its `asOf`, the time at which it was computed: the ETag is a weak one, which holds as long as the data does
 * (RFC 9110, section 8.8.1). Null if it has none.
 */
function contentOf(value: unknown): Buffer | null {
  if (typeof value !== 'object' || value === null || !('asOf' in value)) return null;
  return Buffer.from(JSON.stringify({ ...value, asOf: undefined }));
}

/** The form of a response for a client that accepts these encodings. Null: the uncompressed one. */
export function encodedFor(
  cached: CachedResponse,
  acceptEncoding: string | string[] | undefined,
): EncodedBody | Promise<EncodedBody> | null {
  const encoding = cached.body.length < MIN_COMPRESSED_BYTES ? null : preferredEncoding(acceptEncoding);
  if (encoding === null) return null;
  const known = cached.encoded.get(encoding);
  if (known !== undefined) return known;
  const encoded = encode(cached, encoding);
  cached.encoded.set(encoding, encoded);
  return encoded;
}

async function encode(
  { headers, encoded, compressed: inForm }: CachedResponse,
  encoding: ContentEncoding,
): Promise<EncodedBody> {
  const body = await inForm(encoding);
  const others = headers.flatMap((text, at) =>
    at % 2 === 0 && text.toLowerCase() !== 'content-length' ? [text, headers[at + 1]!] : [],
  );
  const made = { body, headers: [...others, 'Content-Encoding', encoding, 'Content-Length', String(body.length)] };
  encoded.set(encoding, made);
  return made;
}

/** Approximate size in memory; both compressed forms take a third of the body at most. */
function bytesOf({ body, headers }: CachedResponse): number {
  const compressedBytes = body.length < MIN_COMPRESSED_BYTES ? 0 : Math.ceil(body.length / 3);
  return headers.reduce((sum, text) => sum + text.length, body.length + compressedBytes);
}

/**
 * Caches responses for a short time. Their total size is limited, including keys, because long URLs can have short responses.
 */
export class ResponseCache extends TtlCache<CachedResponse> {
  /** Whether the cache is enabled. */
  readonly isOn: boolean;
  readonly bodies: CompressedBodies;
  private readonly dates = new ModificationDates();

  constructor(
    private readonly ownClock: Clock,
    ttlMs: number,
    maxBytes: number,
    private readonly options: { isForSessions: boolean } = { isForSessions: true },
  ) {
    super(ownClock, ttlMs, { maxSize: maxBytes, sizeOf: (cached, key) => key.length + bytesOf(cached) });
    this.isOn = ttlMs > 0;
    this.bodies = new CompressedBodies(maxBytes / 2);
  }

  /** Whether this client may get what others were served. */
  isFor(request: IncomingMessage): boolean {
    return this.options.isForSessions || sessionTokenOf(request) === undefined;
  }

  /** Since when a URL has had the content with this ETag; null: not known to the second. */
  modifiedAt(url: string, etag: string): Date | null {
    return this.dates.since(url, etag, this.ownClock.now().getTime());
  }
}
