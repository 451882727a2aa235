import { performance } from 'node:perf_hooks';

/** A value is kept for this many times as long as it took to read. */
const KEEP_FACTOR = 100;

/**
 * A value that takes long to read now and then. It is read again so rarely that reading takes at most a hundredth of the time,
 * however often it is asked for. A value that is read within milliseconds is practically always a new one.
 */
export class CostlyValue<Value> {
  private known: { value: Value; untilMs: number } | null = null;

  constructor(
    private readonly read: () => Promise<Value>,
    /** Monotonic. */
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  async get(): Promise<Value> {
    const startedMs = this.nowMs();
    if (this.known !== null && startedMs < this.known.untilMs) return this.known.value;
    const value = await this.read();
    const endedMs = this.nowMs();
    this.known = { value, untilMs: endedMs + (endedMs - startedMs) * KEEP_FACTOR };
    return value;
  }
}
