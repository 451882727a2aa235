import { bytesOf, type CachedResponse } from './kept-answer.js';

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
    return this.find(key, nowMs) ?? { cached: this.keep(key, nowMs, ask), ageMs: 0 };
  }

  private async keep(key: string, nowMs: number, ask: () => Promise<CachedResponse>): Promise<CachedResponse> {
    const known = this.entries.get(key);
    if (known !== undefined) this.forget(key, known);
    this.forgetStale(nowMs);
    const entry: Entry = { askedAtMs: nowMs, cached: ask(), bytes: 0 };
    this.entries.set(key, entry);
    try {
      const cached = await entry.cached;
      this.weigh(key, entry, key.length + bytesOf(cached));
      return cached;
    } catch (error) {
      this.forget(key, entry);
      throw error;
    }
  }

  private isFresh({ askedAtMs }: Entry, nowMs: number): boolean {
    return nowMs >= askedAtMs && nowMs - askedAtMs < this.forMs;
  }

  /** They stand in the order in which they were asked for. */
  private forgetStale(nowMs: number): void {
    for (const [oldest, old] of this.entries) {
      if (this.isFresh(old, nowMs)) return;
      this.forget(oldest, old);
    }
  }

  private weigh(key: string, entry: Entry, bytes: number): void {
    if (this.entries.get(key) !== entry) return;
    entry.bytes = bytes;
    this.bytes += bytes;
    for (const [oldest, old] of this.entries) {
      if (this.bytes <= this.maxBytes) return;
      this.forget(oldest, old);
    }
  }

  private forget(key: string, entry: Entry): void {
    if (this.entries.get(key) !== entry) return;
    this.entries.delete(key);
    this.bytes -= entry.bytes;
  }
}
