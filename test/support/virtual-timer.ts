import { setTimeout as pause } from 'node:timers/promises';
import { MonotonicTimer } from '../../src/modules/themeparks-api/request-scheduler.js';

interface Sleeper {
  wakeAtMs: number;
  wake: () => void;
}

/**
 * Time that leaps to whoever sleeps shortest, and only while no request is under way: so a request arrives at the very
 * instant at which it was sent, and what the receiver counts is what was sent. Several sleep at the same time.
 */
export class VirtualTimer extends MonotonicTimer {
  private virtualMs = 0;
  private readonly sleepers = new Set<Sleeper>();
  private isLeaping = false;
  private underWay = 0;
  /** How long each sleep was to be, in milliseconds. */
  readonly sleeps: number[] = [];

  /** In place of the global one. */
  readonly countingFetch = (original: typeof fetch): typeof fetch => {
    return async (...args) => {
      this.underWay++;
      try {
        return await original(...args);
      } finally {
        this.underWay--;
      }
    };
  };

  override nowMs(): number {
    return this.virtualMs;
  }

  override async sleep(delayMs: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.sleeps.push(delayMs);
    const asleep = new Promise<void>((wake) => this.sleepers.add({ wakeAtMs: this.virtualMs + delayMs, wake }));
    if (!this.isLeaping) void this.leap();
    await asleep;
  }

  override random(): number {
    return 0.5;
  }

  private async leap(): Promise<void> {
    this.isLeaping = true;
    while (this.sleepers.size > 0) {
      // What is about to be sent is sent before this is over.
      await pause(1);
      if (this.underWay > 0) continue;
      const [next] = [...this.sleepers].sort((a, b) => a.wakeAtMs - b.wakeAtMs);
      this.virtualMs = Math.max(this.virtualMs, next!.wakeAtMs);
      this.sleepers.delete(next!);
      next!.wake();
    }
    this.isLeaping = false;
  }
}
