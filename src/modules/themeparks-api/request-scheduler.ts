import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../common/config/app-config.js';
import { HOUR_MS } from '../../common/time/calendar.js';
import { RateLimitedByApiError } from './live-api-errors.js';

const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/**
 * Wait before a further attempt, in milliseconds: doubled with each failure, and of that half to all by chance, so that
 * what failed together is not tried together.
 * @param failures from 1
 * @param random from 0 to 1
 */
export function backoffMs(failures: number, random: number): number {
  const fullMs = Math.min(FIRST_MS * 2 ** (failures - 1), LONGEST_MS);
  return Math.round(fullMs * (0.5 + random / 2));
}

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

const WINDOW_MS = 60_000;

/** How many requests may be sent within any 60 seconds, and when none may. Pure: it is told the time. */
export class SlidingWindowLimiter {
  private sentAtMs: number[] = [];
  private blockedUntilMs = -Infinity;

  constructor(private readonly perMinute: number) {}

  /** Takes one request and returns 0, or the milliseconds after which to ask again. */
  take(nowMs: number): number {
    const waitMs = this.waitMs(nowMs);
    if (waitMs === 0) this.sentAtMs.push(nowMs);
    return waitMs;
  }

  /** What {@link take} would return, with nothing taken. */
  waitMs(nowMs: number): number {
    if (nowMs < this.blockedUntilMs) return Math.ceil(this.blockedUntilMs - nowMs);
    // A request sent exactly a window ago still counts: two edges of a server's window are not the same instant.
    this.sentAtMs = this.sentAtMs.filter((sentAtMs) => nowMs - sentAtMs <= WINDOW_MS);
    if (this.sentAtMs.length < this.perMinute) return 0;
    return Math.floor(this.sentAtMs[0]! + WINDOW_MS - nowMs) + 1;
  }

  /** The API refused a request: none is sent before then. An earlier block never shortens a later one. */
  blockUntil(untilMs: number): void {
    this.blockedUntilMs = Math.max(this.blockedUntilMs, untilMs);
  }
}

/** A cycle cannot wait; whatever else asks the API can. */
export type RequestPriority = 'CYCLE' | 'BACKGROUND';

export interface RequestTiming {
  priority: RequestPriority;
  /** In the time of {@link Pace}: a request that could only be sent later is not waited for. */
  deadlineMs: number;
  signal: AbortSignal;
}

/** Of the budget, for everything that is no cycle. The rest is the cycle's, so that neither has to know of the other. */
const BACKGROUND_FRACTION = 0.25;
/** While a cycle has requests waiting, the others look again after this time. */
const YIELD_MS = 250;
/** Whatever a 429 asks for, the API is asked anew by then. */
const LONGEST_BLOCK_MS = HOUR_MS;

/**
 * The one budget of requests to the API in this process (LIVE_REQUESTS_PER_MINUTE), and the order of those who want one.
 * A 429 stops all of them. Cycle and background each have a share of their own: as either runs under a lease, the budget
 * holds too where they run in different processes.
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

  /** Comes back when a request may be sent, and counts it. @throws RateLimitedByApiError, or the signal's reason */
  async wait(turn: RequestTiming): Promise<void> {
    if (turn.priority === 'BACKGROUND') return this.waitInLine(turn);
    this.cycleWaiting++;
    try {
      await this.waitInLine(turn);
    } finally {
      this.cycleWaiting--;
    }
  }

  /** The API refused a request: nobody sends one for so long, or an hour. */
  block(forMs: number): void {
    this.all.blockUntil(this.timer.nowMs() + Math.min(forMs, LONGEST_BLOCK_MS));
  }

  /** For how long the requests of a kind that stand in line wait at this moment; 0 where none does. */
  waitMs(priority: RequestPriority): number {
    return Math.max(0, this.waitingUntilMs[priority] - this.timer.nowMs());
  }

  private async waitInLine({ priority, deadlineMs, signal }: RequestTiming): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const nowMs = this.timer.nowMs();
      const waitMs = this.take(priority, nowMs);
      if (waitMs === 0) return;
      if (nowMs + waitMs > deadlineMs) throw new RateLimitedByApiError(null);
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
