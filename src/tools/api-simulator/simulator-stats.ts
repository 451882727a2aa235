import type { OutgoingHttpHeaders } from 'node:http';
import type { RemainingBudget } from './accounts/hourly-budget.js';
import type { Damage } from './damage.js';
import type { RequestFaultKind } from './request-faults.js';

/** Counts events within a sliding window of milliseconds. */
export class SlidingWindow {
  private instants: number[] = [];

  constructor(private readonly lengthMs: number) {}

  add(nowMs: number): void {
    this.instants.push(nowMs);
  }

  count(nowMs: number): number {
    const firstInside = this.instants.findIndex((instantMs) => instantMs > nowMs - this.lengthMs);
    this.instants.splice(0, firstInside === -1 ? this.instants.length : firstInside);
    return this.instants.length;
  }

  /** Time until the oldest event leaves the window; 0 if there is none. */
  untilNextMs(nowMs: number): number {
    const [oldest] = this.instants;
    return oldest === undefined ? 0 : Math.max(0, oldest + this.lengthMs - nowMs);
  }
}

export const LIMIT_WINDOW_MS = 60_000;

/** The API's limit, counted over any 60 seconds: stricter than fixed windows of a minute. */
export class RequestLimit {
  private readonly accepted = new SlidingWindow(LIMIT_WINDOW_MS);

  constructor(private readonly perMinute: number) {}

  /** Null: accepted; otherwise the seconds to wait. */
  take(nowMs: number): number | null {
    if (this.accepted.count(nowMs) >= this.perMinute) return this.resetSeconds(nowMs);
    this.accepted.add(nowMs);
    return null;
  }

  /** As `/me` reports it. */
  remaining(nowMs: number): RemainingBudget {
    const accepted = this.accepted.count(nowMs);
    const resetSeconds = accepted === 0 ? null : this.resetSeconds(nowMs);
    return { limit: this.perMinute, remaining: Math.max(0, this.perMinute - accepted), resetSeconds };
  }

  headers(nowMs: number): OutgoingHttpHeaders {
    const { remaining } = this.remaining(nowMs);
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

/** One request and its result. */
export interface RequestRecord {
  /** The simulated instant of the response. */
  atMs: number;
  /** Path and query. */
  url: string;
  userAgent: string | null;
  /** The API key of the request; null: none. */
  apiKey: string | null;
  /** Null: nothing has been sent. */
  status: number | null;
  fault: RequestFaultKind | null;
  damage: Damage | null;
  /** Elements of the response that differ from `truth`. */
  damagedIds: readonly string[];
}

/** Older records are dropped, so that a simulator can run for weeks. */
const MOST_RECORDS = 200_000;

export class SimulatorStats {
  requests = 0;
  /** Requests rejected by the limit, not by an injected fault. */
  overLimit = 0;
  /** Requests in progress. */
  open = 0;
  mostOpen = 0;
  /** Connections that the client closed before the response was complete. */
  clientAborts = 0;
  /** Most requests in any 60 seconds of the limit's clock, including rejected ones. */
  peakPerMinute = 0;
  readonly faults: Partial<Record<RequestFaultKind, number>> = {};
  /** In the order of arrival. */
  readonly log: RequestRecord[] = [];
  private readonly lastMinute = new SlidingWindow(LIMIT_WINDOW_MS);

  begin(record: RequestRecord, limitNowMs: number): void {
    this.requests++;
    this.open++;
    this.mostOpen = Math.max(this.mostOpen, this.open);
    this.lastMinute.add(limitNowMs);
    this.peakPerMinute = Math.max(this.peakPerMinute, this.lastMinute.count(limitNowMs));
    if (this.log.length >= MOST_RECORDS) this.log.splice(0, MOST_RECORDS / 2);
    this.log.push(record);
    if (record.fault) this.faults[record.fault] = (this.faults[record.fault] ?? 0) + 1;
  }

  end(wasComplete: boolean): void {
    this.open--;
    if (!wasComplete) this.clientAborts++;
  }
}
