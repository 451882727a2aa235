import { LRUCache } from 'lru-cache';
import type { Clock } from './time/clock.js';

/** A value that is cached or being loaded, and its age. */
export interface CachedValue<Value> {
  value: Promise<Value>;
  /** The value without a promise, which costs processor time; undefined while it is being loaded. */
  loaded: Value | undefined;
  ageMs: number;
}

interface Entry<Value> {
  value: Promise<Value>;
  loaded: Value | undefined;
  requestedAtMs: number;
}

/** The number of entries, or their total size in the unit of `sizeOf`, which must return a positive integer. */
export type CacheLimit<Value> =
  { maxEntries: number } | { maxSize: number; sizeOf: (value: Value, key: string) => number };

/**
 * Caches loaded values for a short time; concurrent requests for a key share one load. The age of a value counts from its
 * request. Failures are not cached. Above the limit, the least recently used entries are evicted.
 *
 * `lru-cache` limits the size. Ages are compared here, because its `ttl` serves a value for one millisecond longer, keeps
 * all values while a clock is set back, treats a start at 0 as no limit, and cannot show a load that is in progress.
 */
export class TtlCache<Value> {
  private readonly entries: LRUCache<string, Entry<Value>>;

  constructor(
    private readonly clock: Clock,
    private readonly ttlMs: number,
    private readonly limit: CacheLimit<Value>,
  ) {
    this.entries = new LRUCache('maxSize' in limit ? { maxSize: limit.maxSize } : { max: limit.maxEntries });
  }

  /** Number of values that are cached or being loaded. */
  get size(): number {
    return this.entries.size;
  }

  find(key: string): CachedValue<Value> | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined) return undefined;
    const ageMs = this.nowMs() - entry.requestedAtMs;
    return this.isFresh(ageMs) ? { value: entry.value, loaded: entry.loaded, ageMs } : undefined;
  }

  /** The cached value, otherwise the result of `load`, which is then cached. */
  findOrLoad(key: string, load: () => Promise<Value>): CachedValue<Value> {
    return this.find(key) ?? { value: this.load(key, load), loaded: undefined, ageMs: 0 };
  }

  /** The value of {@link findOrLoad}. */
  getOrLoad(key: string, load: () => Promise<Value>): Promise<Value> {
    return this.findOrLoad(key, load).value;
  }

  /** Forgets everything. A load that is in progress is not cached either. */
  clear(): void {
    this.entries.clear();
  }

  private load(key: string, load: () => Promise<Value>): Promise<Value> {
    this.evictExpired();
    const entry: Entry<Value> = { value: load(), loaded: undefined, requestedAtMs: this.nowMs() };
    this.entries.set(key, entry, 'maxSize' in this.limit ? { size: 1 } : {});
    const isCurrent = () => this.entries.peek(key) === entry;
    entry.value.then(
      (value) => {
        entry.loaded = value;
        if (isCurrent()) this.updateSize(key, entry, value);
      },
      () => isCurrent() && this.entries.delete(key),
    );
    return entry.value;
  }

  /** The size is known once the value is loaded. A value above the limit is removed. */
  private updateSize(key: string, entry: Entry<Value>, value: Value): void {
    if (!('maxSize' in this.limit)) return;
    // A new object, because the size of an identical one is not updated.
    this.entries.set(key, { ...entry }, { size: this.limit.sizeOf(value, key) });
  }

  /** Small values of ever new keys would otherwise fill the memory until their total size reaches the limit. */
  private evictExpired(): void {
    const nowMs = this.nowMs();
    // The least recently used entry comes first.
    for (const key of this.entries.rkeys()) {
      if (this.isFresh(nowMs - this.entries.peek(key)!.requestedAtMs)) return;
      this.entries.delete(key);
    }
  }

  private isFresh(ageMs: number): boolean {
    return ageMs >= 0 && ageMs < this.ttlMs;
  }

  private nowMs(): number {
    return this.clock.now().getTime();
  }
}
