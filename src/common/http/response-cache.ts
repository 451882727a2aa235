import type { Response } from 'express';
import { RATE_HEADERS } from './rate-limit.js';
import { type HeaderList, headersSoFar, REQUEST_ID_HEADER } from './request-headers.js';

/** An answer as it is sent to everybody. */
export interface CachedResponse {
  body: Buffer;
  etag: string;
  headers: HeaderList;
  /** Of the answer to who has it already. */
  unchangedHeaders: HeaderList;
}

/** What belongs to one request, or to its connection. */
const PER_REQUEST_HEADERS = new Set(
  [REQUEST_ID_HEADER, ...RATE_HEADERS, 'Connection'].map((name) => name.toLowerCase()),
);
/** What says how a body is to be read has no place where there is none. */
const BODY_HEADERS = new Set([...PER_REQUEST_HEADERS, 'content-type', 'content-length']);

/**
 * What the handler gave, with everything that has been set on the way to it and holds for everybody: protection, CORS,
 * Cache-Control. So what comes from memory cannot differ from what went through all of the application.
 */
export function cachedResponse(value: unknown, response: Response): CachedResponse {
  const body = Buffer.from(JSON.stringify(value));
  // the framework's own, worked out once
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

/** How much it takes, roughly. */
function bytesOf({ body, headers }: CachedResponse): number {
  return headers.reduce((sum, text) => sum + text.length, body.length);
}

/** An answer, or the promise of one that is being worked out, and how old it is. */
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
 * Answers that are kept for a moment, and worked out once however many want them at the same time. What is kept is bounded
 * by its size, with that of the question, and goes when its time is over: small answers to ever new questions would fill the
 * memory otherwise. The oldest goes first. Failures are not kept.
 */
export class ResponseCache {
  private readonly entries = new Map<string, Entry>();
  private bytes = 0;

  constructor(
    private readonly forMs: number,
    private readonly maxBytes: number,
  ) {}

  /** Whether anything is kept at all. */
  get isOn(): boolean {
    return this.forMs > 0;
  }

  /** How many answers are kept, or being worked out. */
  get size(): number {
    return this.entries.size;
  }

  find(key: string, nowMs: number): CacheEntry | undefined {
    const known = this.entries.get(key);
    if (known === undefined || !this.isFresh(known, nowMs)) return undefined;
    return { cached: known.cached, ageMs: nowMs - known.askedAtMs };
  }

  /** What is there, otherwise what `ask` gives, which is kept. */
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

  /** They stand in the order in which they were asked for. */
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
