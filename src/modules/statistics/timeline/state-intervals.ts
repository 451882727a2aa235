import { LiveSpans, type Polls } from './live-spans.js';
import type { ObservedRows } from './observed-rows.js';
import type { ParkActivity } from './park-activity.js';

const FIRST_CAPACITY = 256;

/** What a ride was, from one instant to another, in order of time; between two of them it was not observed. */
export class StateIntervals {
  length = 0;
  startMs = new Float64Array(FIRST_CAPACITY);
  endMs = new Float64Array(FIRST_CAPACITY);
  status = new Uint8Array(FIRST_CAPACITY);
  waitMinutes = new Int16Array(FIRST_CAPACITY);
  /** 1 where a live row says so, 0 for one of the archive. */
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

  /** Whether the value was held until the one after it was observed. */
  isFollowedAtOnce(index: number): boolean {
    return index + 1 < this.length && this.endMs[index] === this.startMs[index + 1];
  }

  /** No more than it holds: a park's are all kept until its figures are done. */
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

/** How long a value holds without a further observation of its ride, by its source; see docs/statistics.md. */
export interface CarryForwardLimits {
  archiveMs: number;
  liveMs: number;
  /** After the last observation of any ride of the park. */
  parkNoDataMs: number;
}

/**
 * A value holds until the next observation of the same ride, but not past the limit of its source (which for a live row
 * counts from the last poll that saw it), and not past the silence of its park. Rows are in order of time, each instant
 * once; so is what they become.
 */
export function buildStateIntervals(
  rows: ObservedRows,
  limits: CarryForwardLimits,
  activity: Pick<ParkActivity, 'endOf'>,
  polls: Polls,
): StateIntervals {
  const intervals = new StateIntervals();
  const runs = new LiveSpans(rows, polls);
  const hold = (row: number, fromMs: number, nextMs: number): void => {
    const endMs = Math.min(nextMs, limitOf(rows, row, limits), activity.endOf(fromMs));
    intervals.push(fromMs, endMs, rows.status[row]!, rows.waitMinutes[row]!, rows.isLive[row]!);
  };
  for (let row = 0; row < rows.length; row++) {
    const nextMs = row + 1 < rows.length ? rows.atMs[row + 1]! : Infinity;
    let [holder, fromMs] = [row, rows.atMs[row]!];
    const stronger = runs.none ? null : runs.strongerThan(row);
    if (stronger !== null) {
      runs.resume(stronger);
      runs.interrupt(row, fromMs);
      holder = stronger;
    }
    while (!runs.none) {
      const sight = runs.nextRepeated(holder, fromMs);
      if (sight === null || sight.atMs >= nextMs) break;
      hold(holder, fromMs, sight.atMs);
      runs.resume(sight.row);
      runs.interrupt(holder, sight.atMs);
      [holder, fromMs] = [sight.row, sight.atMs];
    }
    hold(holder, fromMs, nextMs);
    if (rows.confirmedUntilMs[holder]! >= nextMs || !runs.none) runs.interrupt(holder, nextMs);
  }
  return intervals;
}

/** A row of the archive that took the place of a live one was seen by polls as well: whichever limit reaches further. */
function limitOf({ atMs, confirmedUntilMs, isLive }: ObservedRows, row: number, limits: CarryForwardLimits): number {
  const liveMs = confirmedUntilMs[row]! + limits.liveMs;
  if (isLive[row] === 1) return liveMs;
  const archiveMs = atMs[row]! + limits.archiveMs;
  return confirmedUntilMs[row]! > atMs[row]! ? Math.max(archiveMs, liveMs) : archiveMs;
}
