import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';

/** The time in which requests are paced, and chance: apart from the clock that dates observations, so that tests can run them apart. */
@Injectable()
export class MonotonicTimer {
  /** Monotonic; its zero means nothing. */
  nowMs(): number {
    return performance.now();
  }

  /** @throws the signal's reason as soon as it aborts */
  async sleep(delayMs: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    try {
      await delay(delayMs, undefined, { signal });
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    }
  }

  /** From 0 up to, not including, 1. */
  random(): number {
    return Math.random();
  }
}
