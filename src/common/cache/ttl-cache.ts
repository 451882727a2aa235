import type { Clock } from '../../../common/time/clock.js';

/** Caches loaded values for a short time; concurrent requests for a key share one load. */
export class TtlCache<Value> {
  private readonly entries = new Map<string, { value: Promise<Value>; untilMs: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly ttlMs: number,
    private readonly maxEntries: number,
  ) {}

  getOrLoad(key: string, load: () => Promise<Value>): Promise<Value> {
    const nowMs = this.clock.now().getTime();
    const known = this.entries.get(key);
    if (known !== undefined && nowMs < known.untilMs) return known.value;
    const value = load();
    this.entries.delete(key);
    this.entries.set(key, { value, untilMs: nowMs + this.ttlMs });
    // A failed load is not cached: the next request tries again.
    value.catch(() => this.entries.get(key)?.value === value && this.entries.delete(key));
    if (this.entries.size > this.maxEntries) this.evictOldest();
    return value;
  }

  private evictOldest(): void {
    const [oldest] = this.entries.keys();
    this.entries.delete(oldest!);
  }
}
