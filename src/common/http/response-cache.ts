import type { Response } from 'express';
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

/** A response, or the promise of one that is being computed, and its age. */
export interface CacheEntry {
  cached: Promise<CachedResponse>;
  ageMs: number;
}

interface Entry {
  askedAtMs: number;
  cached: Promise<CachedResponse>;
  bytes: number;
}

/**
 * Caches responses for a short time. Concurrent requests share one computation. The total size, including the keys, is
 * limited, and expired entries are removed, so that small responses of ever new URLs do not fill the memory. The oldest entry
 * is evicted first. Failures are not cached.
 */
export class ResponseCache {
  private readonly entries = new Map<string, Entry>();
  private bytes = 0;

  constructor(
    private readonly forMs: number,
    private readonly maxBytes: number,
  ) {}

  /** Whether the cache is enabled. */
  get isOn(): boolean {
    return this.forMs > 0;
  }

  /** Number of responses that are cached or being computed. */
  get size(): number {
    return this.entries.size;
  }

  find(key: string, nowMs: number): CacheEntry | undefined {
    const known = this.entries.get(key);
    if (known === undefined || !this.isFresh(known, nowMs)) return undefined;
    return { cached: known.cached, ageMs: nowMs - known.askedAtMs };
  }

  /** The cached response, otherwise the result of `ask`, which is then cached. */
  getOrLoad(key: string, nowMs: number, ask: () => Promise<CachedResponse>): CacheEntry {
    return this.find(key, nowMs) ?? { cached: this.load(key, nowMs, ask), ageMs: 0 };
  }

  private async load(key: string, nowMs: number, ask: () => Promise<CachedResponse>): Promise<CachedResponse> {
    const known = this.entries.get(key);
    if (known !== undefined) this.evict(key, known);
    this.evictExpired(nowMs);
    const entry: Entry = { askedAtMs: nowMs, cached: ask(), bytes: 0 };
    this.entries.set(key, entry);
    try {
      const cached = await entry.cached;
      this.addSize(key, entry, key.length + bytesOf(cached));
      return cached;
    } catch (error) {
      this.evict(key, entry);
      throw error;
    }
  }

  private isFresh({ askedAtMs }: Entry, nowMs: number): boolean {
    return nowMs >= askedAtMs && nowMs - askedAtMs < this.forMs;
  }

  /** Entries are in the order of their requests. */
  private evictExpired(nowMs: number): void {
    for (const [oldest, old] of this.entries) {
      if (this.isFresh(old, nowMs)) return;
      this.evict(oldest, old);
    }
  }

  private addSize(key: string, entry: Entry, bytes: number): void {
    if (this.entries.get(key) !== entry) return;
    entry.bytes = bytes;
    this.bytes += bytes;
    for (const [oldest, old] of this.entries) {
      if (this.bytes <= this.maxBytes) return;
      this.evict(oldest, old);
    }
  }

  private evict(key: string, entry: Entry): void {
    if (this.entries.get(key) !== entry) return;
    this.entries.delete(key);
    this.bytes -= entry.bytes;
  }
}
