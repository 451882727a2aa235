import type { OutgoingHttpHeaders } from 'node:http';

export interface RemainingBudget {
  limit: number;
  remaining: number;
  /** Null: nothing has been counted in this window yet. */
  resetSeconds: number | null;
}

/** The budget of history requests, counted in windows of an hour that begin with the first request. */
export class HourlyBudget {
  static readonly WINDOW_SECONDS = 3600;
  private windowStartMs = -Infinity;
  private used = 0;

  constructor(private readonly limit: number) {}

  /** Null: accepted; otherwise the seconds until the next window. */
  take(nowMs: number): number | null {
    if (this.isOver(nowMs)) {
      this.windowStartMs = nowMs;
      this.used = 0;
    }
    this.used++;
    return this.used > this.limit ? this.resetSeconds(nowMs) : null;
  }

  /** Requests in the current window. */
  spent(nowMs: number): number {
    return this.isOver(nowMs) ? 0 : this.used;
  }

  remaining(nowMs: number): RemainingBudget {
    const spent = this.spent(nowMs);
    const resetSeconds = spent === 0 ? null : this.resetSeconds(nowMs);
    return { limit: this.limit, remaining: Math.max(0, this.limit - spent), resetSeconds };
  }

  headers(nowMs: number): OutgoingHttpHeaders {
    const { limit, remaining, resetSeconds } = this.remaining(nowMs);
    return {
      'ratelimit-history-limit': String(limit),
      'ratelimit-history-policy': `${limit};w=${HourlyBudget.WINDOW_SECONDS}`,
      'ratelimit-history-remaining': String(remaining),
      'ratelimit-history-reset': String(resetSeconds ?? HourlyBudget.WINDOW_SECONDS),
    };
  }

  private isOver(nowMs: number): boolean {
    return nowMs >= this.windowStartMs + HourlyBudget.WINDOW_SECONDS * 1000;
  }

  private resetSeconds(nowMs: number): number {
    return Math.max(1, Math.ceil((this.windowStartMs - nowMs) / 1000) + HourlyBudget.WINDOW_SECONDS);
  }
}
