import { setTimeout as delay } from 'node:timers/promises';
import { performance } from 'node:perf_hooks';

const MINUTE_MS = 60_000;

/** Spreads requests evenly: one begins no sooner than a share of a minute after the one before. */
export class RequestPace {
  private readonly gapMs: number;
  private nextMs = 0;

  constructor(
    perMinute: number,
    /** Monotonic. */
    private readonly nowMs: () => number = () => performance.now(),
    private readonly sleep: (ms: number) => Promise<unknown> = delay,
  ) {
    this.gapMs = MINUTE_MS / perMinute;
  }

  /** Comes back when the next request may begin. */
  async turn(): Promise<void> {
    const now = this.nowMs();
    const startMs = Math.max(now, this.nextMs);
    this.nextMs = startMs + this.gapMs;
    if (startMs > now) await this.sleep(startMs - now);
  }
}
