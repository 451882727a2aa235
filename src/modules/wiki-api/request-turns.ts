import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../common/config/app-config.js';
import { HOUR_MS } from '../../common/time/durations.js';
import { RateLimitedByApiError } from './live-api-errors.js';
import { MonotonicTimer } from './pace.js';
import { SlidingWindowLimiter } from './request-budget.js';

/** A cycle cannot wait; whatever else asks the API can. */
export type RequestPriority = 'CYCLE' | 'BACKGROUND';

export interface RequestTurn {
  priority: RequestPriority;
  /** In the time of {@link Pace}: a request that could only be sent later is not waited for. */
  deadlineMs: number;
  signal: AbortSignal;
}

/** Of the budget, for everything that is no cycle. The rest is the cycle's, so that neither has to know of the other. */
const BACKGROUND_SHARE = 0.25;
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
    const background = Math.max(1, Math.floor(LIVE_REQUESTS_PER_MINUTE * BACKGROUND_SHARE));
    this.all = new SlidingWindowLimiter(LIVE_REQUESTS_PER_MINUTE);
    this.shares = {
      BACKGROUND: new SlidingWindowLimiter(background),
      CYCLE: new SlidingWindowLimiter(Math.max(1, LIVE_REQUESTS_PER_MINUTE - background)),
    };
  }

  /** Comes back when a request may be sent, and counts it. @throws RateLimitedByApiError, or the signal's reason */
  async wait(turn: RequestTurn): Promise<void> {
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

  private async waitInLine({ priority, deadlineMs, signal }: RequestTurn): Promise<void> {
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
