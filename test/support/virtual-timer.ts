import { setTimeout as pause } from 'node:timers/promises';
import type { SharedBudgets } from '../../src/modules/themeparks-api/budgets/shared-budgets.service.js';
import { MonotonicTimer } from '../../src/modules/themeparks-api/request-scheduler.js';

interface Sleeper {
  wakeAtMs: number;
  wake: () => void;
}

/**
 * Virtual time that jumps to the end of the shortest sleep, and only while no request is in progress: a request arrives at the
 * instant at which it was sent, so the receiver counts exactly what was sent. Sleeps can overlap.
 */
export class VirtualTimer extends MonotonicTimer {
  private virtualMs = 0;
  private readonly sleepers = new Set<Sleeper>();
  private isLeaping = false;
  private underWay = 0;
  /** The requested duration of each sleep, in milliseconds. */
  readonly sleeps: number[] = [];

  /** Replaces the global one. */
  readonly countingFetch = (original: typeof fetch): typeof fetch => {
    return (...args) => this.during(() => original(...args));
  };

  /** A request also takes no time while its process takes it from the budgets. */
  watch(budgets: SharedBudgets): void {
    const [lease, report] = [budgets.lease.bind(budgets), budgets.report.bind(budgets)];
    budgets.lease = (...args) => this.during(() => lease(...args));
    budgets.report = (...args) => this.during(() => report(...args));
  }

  private async during<T>(work: () => Promise<T>): Promise<T> {
    this.underWay++;
    try {
      return await work();
    } finally {
      this.underWay--;
    }
  }

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

  override skippedMs(): number {
    return this.virtualMs;
  }

  override random(): number {
    return 0.5;
  }

  private async leap(): Promise<void> {
    this.isLeaping = true;
    while (this.sleepers.size > 0) {
      // Pending requests are sent before this ends.
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
