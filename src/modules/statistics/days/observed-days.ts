import { EXPECTED_FOR_MS, OPERATING, REFURBISHMENT, WAIT_UNKNOWN } from '../../snapshots/observations.js';
import type { Polls } from '../timeline/live-spans.js';
import type { ObservedRows } from '../timeline/observed-rows.js';
import type { ParkCalendar } from './park-calendar.js';

/** The last live observation of a ride before the rows that are loaded. */
export interface LastLive {
  confirmedUntilMs: number;
  status: number;
}

/** The last observation of a ride in an archive before the rows that are loaded. */
export interface LastArchived {
  atMs: number;
  /** Whether it operated with a posted wait: it would have told when that changed. */
  isPosting: boolean;
}

/** What was last observed of a ride, live and in an archive. */
export class LastObserved {
  constructor(
    public live: LastLive | null = null,
    public archived: LastArchived | null = null,
  ) {}

  /** Rows come in order. */
  take(rows: ObservedRows, row: number): void {
    const [atMs, confirmedUntilMs] = [rows.atMs[row]!, rows.confirmedUntilMs[row]!];
    if (!wasPolled(rows, row)) this.archived = { atMs, isPosting: isPosting(rows, row) };
    else if (this.live === null || confirmedUntilMs > this.live.confirmedUntilMs)
      this.live = { confirmedUntilMs, status: rows.status[row]! };
  }

  static before(instantMs: number, rows: ObservedRows): LastObserved {
    const last = new LastObserved();
    for (let row = 0; row < rows.length && rows.atMs[row]! < instantMs; row++) last.take(rows, row);
    return last;
  }
}

interface ExpectedRide {
  rows: ObservedRows;
  lastLive: LastLive | null;
  lastArchived?: LastArchived | null | undefined;
  isListedAt: (atMs: number) => boolean;
}

/** By day, 1 where a ride was observed on the day itself: a row was recorded in it, or a poll saw a live row again. */
export function observedDays(rows: ObservedRows, { days }: ParkCalendar): Uint8Array {
  const observed = new Uint8Array(days.length);
  let first = 0;
  for (let row = 0; row < rows.length; row++) {
    const [atMs, confirmedUntilMs] = [rows.atMs[row]!, rows.confirmedUntilMs[row]!];
    while (first < days.length && days[first]!.endMs <= atMs) first++;
    for (let day = first; day < days.length && days[day]!.startMs <= confirmedUntilMs; day++) observed[day] = 1;
  }
  return observed;
}

/**
 * By day, 1 where a ride was not observed although it should have been: it was seen live in the 28 days before, and not under
 * refurbishment, and its destination was polled; or nothing was polled, the last thing that the archive told of it in the 28
 * days before was that it operated with a posted wait, and the archive tells of other rides. And the catalogue listed it at
 * the end of the day.
 * @param isArchived by day: whether any ride of the park was observed; null where the archive is not looked at
 */
export function expectedDays(
  { rows, lastLive, lastArchived = null, isListedAt }: ExpectedRide,
  isObserved: Uint8Array,
  { calendar, polls, isArchived }: { calendar: ParkCalendar; polls: Polls; isArchived: Uint8Array | null },
): Uint8Array {
  const expected = new Uint8Array(isObserved.length);
  const last = new LastObserved(lastLive, lastArchived);
  let row = 0;
  for (const [day, { startMs, endMs }] of calendar.days.entries()) {
    for (; row < rows.length && rows.atMs[row]! < startMs; row++) last.take(rows, row);
    if (isObserved[day] === 1) continue;
    const since = polls.isAnyIn(startMs, endMs)
      ? dueLive(last.live)
      : isArchived?.[day] === 1
        ? dueArchived(last.archived)
        : null;
    if (since !== null && since >= startMs - EXPECTED_FOR_MS && isListedAt(endMs - 1)) expected[day] = 1;
  }
  return expected;
}

const wasPolled = (rows: ObservedRows, row: number): boolean =>
  rows.isLive[row] === 1 || rows.confirmedUntilMs[row]! > rows.atMs[row]!;

const isPosting = (rows: ObservedRows, row: number): boolean =>
  rows.status[row] === OPERATING && rows.waitMinutes[row] !== WAIT_UNKNOWN;

const dueLive = (last: LastLive | null): number | null =>
  last === null || last.status === REFURBISHMENT ? null : last.confirmedUntilMs;

const dueArchived = (last: LastArchived | null): number | null => (last?.isPosting === true ? last.atMs : null);

/** Whether something of an archive was observed of a ride before an instant. */
export function isArchivedBefore(instantMs: number, rows: ObservedRows): boolean {
  for (let row = 0; row < rows.length && rows.atMs[row]! < instantMs; row++) if (!wasPolled(rows, row)) return true;
  return false;
}
