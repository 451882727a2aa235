import type { OutgoingHttpHeaders } from 'node:http';
import { SlidingWindow } from './sliding-window.js';

export const LIMIT_WINDOW_MS = 60_000;

/** The API's own limit, counted over every 60 seconds: stricter than windows that begin anew each minute. */
export class RequestLimit {
  private readonly accepted = new SlidingWindow(LIMIT_WINDOW_MS);

  constructor(private readonly perMinute: number) {}

  /** Null: accepted; else the seconds to wait. */
  take(nowMs: number): number | null {
    if (this.accepted.count(nowMs) >= this.perMinute) return this.resetSeconds(nowMs);
    this.accepted.add(nowMs);
    return null;
  }

  headers(nowMs: number): OutgoingHttpHeaders {
    const remaining = Math.max(0, this.perMinute - this.accepted.count(nowMs));
    const reset = this.resetSeconds(nowMs);
    return {
      'ratelimit-policy': `${this.perMinute};w=${LIMIT_WINDOW_MS / 1000}`,
      ratelimit: `limit=${this.perMinute}, remaining=${remaining}, reset=${reset}`,
      'ratelimit-limit': String(this.perMinute),
      'ratelimit-remaining': String(remaining),
      'ratelimit-reset': String(reset),
    };
  }

  private resetSeconds(nowMs: number): number {
    return Math.ceil(this.accepted.untilNextMs(nowMs) / 1000);
  }
}
