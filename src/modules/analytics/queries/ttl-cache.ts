import type { Clock } from '../../../common/time/clock.js';

/** Answers that are kept for a moment, and asked for once however many want them at the same time. */
export class TtlCache<Value> {
  private readonly known = new Map<string, { value: Promise<Value>; untilMs: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly forMs: number,
    private readonly maxEntries: number,
  ) {}

  getOrLoad(key: string, ask: () => Promise<Value>): Promise<Value> {
    const nowMs = this.clock.now().getTime();
    const known = this.known.get(key);
    if (known !== undefined && nowMs < known.untilMs) return known.value;
    const value = ask();
    this.known.delete(key);
    this.known.set(key, { value, untilMs: nowMs + this.forMs });
    // a failure is the next one's to try again
    value.catch(() => this.known.get(key)?.value === value && this.known.delete(key));
    if (this.known.size > this.maxEntries) this.forgetOldest();
    return value;
  }

  private forgetOldest(): void {
    const [oldest] = this.known.keys();
    this.known.delete(oldest!);
  }
}
