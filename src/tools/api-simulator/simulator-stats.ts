import type { Damage } from './damage.js';
import type { RequestFaultKind } from './request-faults.js';
import { LIMIT_WINDOW_MS } from './request-limit.js';
import { SlidingWindow } from './sliding-window.js';

/** One request and what became of it. */
export interface RequestRecord {
  /** By the simulator's clock: the instant that the answer is about. */
  atMs: number;
  /** Path and query. */
  url: string;
  userAgent: string | null;
  /** Null: nothing was sent, or not yet. */
  status: number | null;
  fault: RequestFaultKind | null;
  damage: Damage | null;
  /** Elements of the answer that do not say the truth; see `truth` for the others. */
  damagedIds: readonly string[];
}

/** Older ones are forgotten, so that a simulator can run for weeks. */
const MOST_RECORDS = 200_000;

export class SimulatorStats {
  requests = 0;
  /** Refused by the limit, not by a fault on request. */
  overLimit = 0;
  /** Requests under way. */
  open = 0;
  mostOpen = 0;
  /** Connections that the client closed before its answer was complete. */
  clientAborts = 0;
  /** Most requests in any 60 seconds of the limit's clock, refused ones included. */
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
