import type { Response } from 'express';
import { TtlCache } from '../ttl-cache.js';
import type { Clock } from '../time/clock.js';
import { RATE_HEADERS } from './rate-limit.js';
import { type HeaderList, headersSoFar, REQUEST_ID_HEADER } from './request-headers.js';

/** A response in the form in which it is sent. */
export interface CachedResponse {
  body: Buffer;
  etag: string;
  headers: HeaderList;
  /** Headers of the 304 response. */
  unchangedHeaders: HeaderList;
}

/** Headers of a single request or connection. */
const PER_REQUEST_HEADERS = new Set(
  [REQUEST_ID_HEADER, ...RATE_HEADERS, 'Connection'].map((name) => name.toLowerCase()),
);
/** Headers that describe the body do not belong into a response without one. */
const BODY_HEADERS = new Set([...PER_REQUEST_HEADERS, 'content-type', 'content-length']);

/**
 * The result of the handler with all headers that hold for every client: protection, CORS, Cache-Control. So a cached response
 * cannot differ from one that passed through the whole application.
 */
export function cachedResponse(value: unknown, response: Response): CachedResponse {
  const body = Buffer.from(JSON.stringify(value));
  // the framework's own ETag, computed once
  const etag = (response.app.get('etag fn') as (body: Buffer) => string)(body);
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.setHeader('Content-Length', body.length);
  response.setHeader('ETag', etag);
  return {
    body,
    etag,
    headers: headersSoFar(response, PER_REQUEST_HEADERS),
    unchangedHeaders: headersSoFar(response, BODY_HEADERS),
  };
}

/** Approximate size in memory. */
function bytesOf({ body, headers }: CachedResponse): number {
  return headers.reduce((sum, text) => sum + text.length, body.length);
}

/**
 * Caches responses for a short time. Their total size is limited, including keys, because long URLs can have short responses.
 */
export class ResponseCache extends TtlCache<CachedResponse> {
  /** Whether the cache is enabled. */
  readonly isOn: boolean;

  constructor(clock: Clock, ttlMs: number, maxBytes: number) {
    super(clock, ttlMs, { maxSize: maxBytes, sizeOf: (cached, key) => key.length + bytesOf(cached) });
    this.isOn = ttlMs > 0;
  }
}
