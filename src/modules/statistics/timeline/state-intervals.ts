import { carriedForwardUntilMs, type CarryForwardLimits } from '../../snapshots/carry-forward.js';
import { confirmedByHistory } from './history-confirmations.js';
import { LiveSpans, type Polls } from './live-spans.js';
import type { ObservedRows } from './observed-rows.js';
import type { ParkActivity } from './park-activity.js';

const FIRST_CAPACITY = 256;

/** The states of a ride as intervals in time order. Gaps between them are unknown time. */
export class StateIntervals {
  length = 0;
  startMs = new Float64Array(FIRST_CAPACITY);
  endMs = new Float64Array(FIRST_CAPACITY);
  status = new Uint8Array(FIRST_CAPACITY);
  waitMinutes = new Int16Array(FIRST_CAPACITY);
  /** 1 for a live row, 0 for an archive row. */
  isLive = new Uint8Array(FIRST_CAPACITY);

  push(startMs: number, endMs: number, status: number, waitMinutes: number, isLive: number): void {
    if (this.length === this.startMs.length) this.grow();
    const index = this.length++;
    this.startMs[index] = startMs;
    this.endMs[index] = endMs;
    this.status[index] = status;
    this.waitMinutes[index] = waitMinutes;
    this.isLive[index] = isLive;
  }

  /** Whether the value was carried forward until the next observation. */
  isFollowedAtOnce(index: number): boolean {
    return index + 1 < this.length && this.endMs[index] === this.startMs[index + 1];
  }

  /** Frees unused capacity: the intervals of all rides stay in memory until the park is computed. */
  trimmed(): this {
    this.startMs = this.startMs.slice(0, this.length);
    this.endMs = this.endMs.slice(0, this.length);
    this.status = this.status.slice(0, this.length);
    this.waitMinutes = this.waitMinutes.slice(0, this.length);
    this.isLive = this.isLive.slice(0, this.length);
    return this;
  }

  private grow(): void {
    const capacity = this.startMs.length * 2;
    const { startMs, endMs, status, waitMinutes, isLive } = this;
    (this.startMs = new Float64Array(capacity)).set(startMs);
    (this.endMs = new Float64Array(capacity)).set(endMs);
    (this.status = new Uint8Array(capacity)).set(status);
    (this.waitMinutes = new Int16Array(capacity)).set(waitMinutes);
    (this.isLive = new Uint8Array(capacity)).set(isLive);
  }
}

/** Where a value ends without another observation of its ride; see docs/statistics.md. */
export interface TimelineLimits extends CarryForwardLimits {
  /** After the last observation of any ride of the park. */
  parkNoDataMs: number;
}

/**
 * Carries each value forward until the next observation of the same ride, but not past the limit of its source or the end of the
 * park's data. Rows must be in time order with distinct instants, and so is the result.
 */
export function buildStateIntervals(
  observed: ObservedRows,
  limits: TimelineLimits,
  activity: Pick<ParkActivity, 'endOf'>,
  polls: Polls,
): StateIntervals {
  const rows = confirmedByHistory(observed);
  const intervals = new StateIntervals();
  const spans = new LiveSpans(rows, polls);
  const carryForward = (row: number, fromMs: number, nextMs: number): void => {
    const endMs = Math.min(nextMs, limitOf(rows, row, limits), activity.endOf(fromMs));
    intervals.push(fromMs, endMs, rows.status[row]!, rows.waitMinutes[row]!, rows.isLive[row]!);
  };
  for (let row = 0; row < rows.length; row++) {
    const nextMs = row + 1 < rows.length ? rows.atMs[row + 1]! : Infinity;
    let [current, fromMs] = [row, rows.atMs[row]!];
    const stronger = spans.none ? null : spans.strongerThan(row);
    if (stronger !== null) {
      spans.resume(stronger);
      spans.interrupt(row, fromMs);
      current = stronger;
    }
    while (!spans.none) {
      const repeated = spans.nextRepeated(current, fromMs);
      if (repeated === null || repeated.atMs >= nextMs) break;
      carryForward(current, fromMs, repeated.atMs);
      spans.resume(repeated.row);
      spans.interrupt(current, repeated.atMs);
      [current, fromMs] = [repeated.row, repeated.atMs];
    }
    carryForward(current, fromMs, nextMs);
    if (rows.confirmedUntilMs[current]! >= nextMs || !spans.none) spans.interrupt(current, nextMs);
  }
  return intervals;
}

function limitOf(rows: ObservedRows, row: number, limits: CarryForwardLimits): number {
  const { atMs, confirmedUntilMs, isLive, isHistory } = rows;
  const source = isLive[row] === 1 ? 'LIVE' : isHistory[row] === 1 ? 'HISTORY_API' : 'ARCHIVE';
  return carriedForwardUntilMs(source, atMs[row]!, confirmedUntilMs[row]!, limits);
}
