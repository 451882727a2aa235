import { performance } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';
import { type RetryPolicy, sleepUnlessAborted } from '../../common/async/retry.js';
import { AppConfig } from '../../common/config/app-config.js';
import { HOUR_MS } from '../../common/time/calendar.js';
import type { RequestPriority } from './budgets/api-budget.entity.js';
import { BACKGROUND_FRACTION } from './budgets/budget-rules.js';
import { RateLimitedByApiError } from './live-api-errors.js';

export type { RequestPriority };

/** Pauses between attempts at a request. */
export const API_BACKOFF: RetryPolicy = { firstPauseMs: 1_000, longestPauseMs: 30_000, jitter: 0.5 };

/** Time and randomness for pacing requests, separate from the clock of observations so that tests can control both. */
@Injectable()
export class MonotonicTimer {
  /** Monotonic, with an arbitrary origin. */
  nowMs(): number {
    return performance.now();
  }

  /** @throws the signal's reason as soon as it aborts */
  sleep(delayMs: number, signal: AbortSignal): Promise<void> {
    return sleepUnlessAborted(delayMs, signal);
  }

  /** Time that passed for this timer but for no clock: 0, except in tests that do not really sleep. */
  skippedMs(): number {
    return 0;
  }

  /** From 0 (included) to 1 (excluded). */
  random(): number {
    return Math.random();
  }
}

const WINDOW_MS = 60_000;

/** Limits the requests within any 60 seconds. Pure: the time is an argument. */
export class SlidingWindowLimiter {
  private sentAtMs: number[] = [];
  private blockedUntilMs = -Infinity;

  constructor(private readonly perMinute: number) {}

  /** Counts one request and returns 0, or returns the milliseconds to wait before the next try. */
  take(nowMs: number): number {
    const waitMs = this.waitMs(nowMs);
    if (waitMs === 0) this.sentAtMs.push(nowMs);
    return waitMs;
  }

  /** What {@link take} would return, without counting a request. */
  waitMs(nowMs: number): number {
    if (nowMs < this.blockedUntilMs) return Math.ceil(this.blockedUntilMs - nowMs);
    // A request sent exactly a window ago still counts: two edges of a server's window are not the same instant.
    this.sentAtMs = this.sentAtMs.filter((sentAtMs) => nowMs - sentAtMs <= WINDOW_MS);
    if (this.sentAtMs.length < this.perMinute) return 0;
    return Math.floor(this.sentAtMs[0]! + WINDOW_MS - nowMs) + 1;
  }

  /** Blocks all requests until then, after the API rejected one. A later call never shortens the block. */
  blockUntil(untilMs: number): void {
    this.blockedUntilMs = Math.max(this.blockedUntilMs, untilMs);
  }
}

export interface RequestTiming {
  priority: RequestPriority;
  /** In the time of {@link MonotonicTimer}; a request that could only be sent later fails instead of waiting. */
  deadlineMs: number;
  signal: AbortSignal;
}

/** While a cycle has waiting requests, the others check again after this time. */
const YIELD_MS = 250;
/** The longest block, whatever a 429 requires. */
const LONGEST_BLOCK_MS = HOUR_MS;

/**
 * The queue of waiting requests of this process: the cycle goes first, and neither cycle nor background requests take the
 * share of the other within LIVE_REQUESTS_PER_MINUTE. A 429 stops all of them. {@link RequestGate} holds the budget of all
 * processes together.
 */
@Injectable()
export class RequestScheduler {
  private readonly all: SlidingWindowLimiter;
  private readonly shares: Record<RequestPriority, SlidingWindowLimiter>;
  private cycleWaiting = 0;
  private readonly waitingUntilMs: Record<RequestPriority, number> = { BACKGROUND: -Infinity, CYCLE: -Infinity };

  constructor(
    { LIVE_REQUESTS_PER_MINUTE }: AppConfig,
    private readonly timer: MonotonicTimer,
  ) {
    const background = Math.max(1, Math.floor(LIVE_REQUESTS_PER_MINUTE * BACKGROUND_FRACTION));
    this.all = new SlidingWindowLimiter(LIVE_REQUESTS_PER_MINUTE);
    this.shares = {
      BACKGROUND: new SlidingWindowLimiter(background),
      CYCLE: new SlidingWindowLimiter(Math.max(1, LIVE_REQUESTS_PER_MINUTE - background)),
    };
  }

  /** Resolves when a request may be sent, and counts it. @throws RateLimitedByApiError, or the signal's reason */
  async wait(turn: RequestTiming): Promise<void> {
    if (turn.priority === 'BACKGROUND') return this.waitInLine(turn);
    this.cycleWaiting++;
    try {
      await this.waitInLine(turn);
    } finally {
      this.cycleWaiting--;
    }
  }

  /** Blocks all requests for this time, at most an hour, after the API rejected one. */
  block(forMs: number): void {
    this.all.blockUntil(this.timer.nowMs() + Math.min(forMs, LONGEST_BLOCK_MS));
  }

  /** How long the queued requests of a priority currently wait; 0 if none waits. */
  waitMs(priority: RequestPriority): number {
    return Math.max(0, this.waitingUntilMs[priority] - this.timer.nowMs());
  }

  private async waitInLine({ priority, deadlineMs, signal }: RequestTiming): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const nowMs = this.timer.nowMs();
      const waitMs = this.take(priority, nowMs);
      if (waitMs === 0) return;
      if (nowMs + waitMs > deadlineMs) throw new RateLimitedByApiError(null, waitMs);
      this.waitingUntilMs[priority] = nowMs + waitMs;
      await this.timer.sleep(waitMs, signal);
    }
  }

  private take(priority: RequestPriority, nowMs: number): number {
    const share = this.shares[priority];
    const waitMs = Math.max(this.all.waitMs(nowMs), share.waitMs(nowMs));
    if (waitMs > 0) return waitMs;
    if (priority === 'BACKGROUND' && this.cycleWaiting > 0) return YIELD_MS;
    share.take(nowMs);
    return this.all.take(nowMs);
  }
}
