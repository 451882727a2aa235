import { DAY_MS } from '../../../../common/time/durations.js';
import { REFURBISHMENT } from '../../../snapshots/status-codes.js';
import type { Polls } from '../timeline/live-runs.js';
import type { ObservedRows } from '../timeline/observed-rows.js';
import type { ParkCalendar } from './park-calendar.js';

/** How long a ride that is no longer in the live answer is still expected there. */
const EXPECTED_FOR_MS = 28 * DAY_MS;

/** The last live observation of a ride before the rows that are loaded. */
export interface LastLive {
  seenUntilMs: number;
  status: number;
}

interface ExpectedRide {
  rows: ObservedRows;
  lastLive: LastLive | null;
  isListedAt: (atMs: number) => boolean;
}

/** By day, 1 where a ride was observed on the day itself: a row was recorded in it, or a poll saw a live row again. */
export function observedDays(rows: ObservedRows, { days }: ParkCalendar): Uint8Array {
  const observed = new Uint8Array(days.length);
  let first = 0;
  for (let row = 0; row < rows.length; row++) {
    const [atMs, seenUntilMs] = [rows.atMs[row]!, rows.seenUntilMs[row]!];
    while (first < days.length && days[first]!.endMs <= atMs) first++;
    for (let day = first; day < days.length && days[day]!.startMs <= seenUntilMs; day++) observed[day] = 1;
  }
  return observed;
}

/**
 * By day, 1 where a ride was not observed although it should have been: the destination was polled, the ride was seen live
 * in the 28 days before, and not under refurbishment, and the catalogue listed it at the end of the day.
 */
export function expectedDays(
  { rows, lastLive, isListedAt }: ExpectedRide,
  isObserved: Uint8Array,
  { calendar, polls }: { calendar: ParkCalendar; polls: Polls },
): Uint8Array {
  const expected = new Uint8Array(isObserved.length);
  let [row, last] = [0, lastLive];
  for (const [day, { startMs, endMs }] of calendar.days.entries()) {
    for (; row < rows.length && rows.atMs[row]! < startMs; row++) {
      const seenUntilMs = rows.seenUntilMs[row]!;
      const wasPolled = rows.isLive[row] === 1 || seenUntilMs > rows.atMs[row]!;
      if (wasPolled && (last === null || seenUntilMs > last.seenUntilMs))
        last = { seenUntilMs, status: rows.status[row]! };
    }
    if (isObserved[day] === 1 || last === null || last.status === REFURBISHMENT) continue;
    if (last.seenUntilMs < startMs - EXPECTED_FOR_MS || !isListedAt(endMs - 1)) continue;
    if (polls.isAnyIn(startMs, endMs)) expected[day] = 1;
  }
  return expected;
}
