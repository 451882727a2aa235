import { CLOSED, DOWN, EXPECTED_FOR_MS, OPERATING, REFURBISHMENT, WAIT_UNKNOWN } from '../../snapshots/observations.js';
import type { Polls } from '../timeline/live-spans.js';
import type { ObservedRows } from '../timeline/observed-rows.js';
import type { ParkCalendar } from './park-calendar.js';

/** The last observation of a ride before the loaded rows that polls or the log of the History API confirmed. */
export interface LastConfirmed {
  confirmedUntilMs: number;
  status: number;
}

/** The last archive observation of a ride before the loaded rows. */
export interface LastArchived {
  atMs: number;
  /** Whether the ride operated with a posted wait, so that the archive would have recorded a change. */
  isPosting: boolean;
  /** Whether it was closed or down. */
  isShut: boolean;
}

/** The last confirmed and the last archive observation of a ride. */
export class LastObserved {
  constructor(
    public confirmed: LastConfirmed | null = null,
    public archived: LastArchived | null = null,
  ) {}

  /** Call it with rows in time order. */
  take(rows: ObservedRows, row: number): void {
    const [atMs, confirmedUntilMs] = [rows.atMs[row]!, rows.confirmedUntilMs[row]!];
    if (!wasPolled(rows, row)) this.archived = { atMs, ...archivedState(rows.status[row]!, rows.waitMinutes[row]!) };
    else if (this.confirmed === null || confirmedUntilMs > this.confirmed.confirmedUntilMs)
      this.confirmed = { confirmedUntilMs, status: rows.status[row]! };
  }

  static before(instantMs: number, rows: ObservedRows): LastObserved {
    const last = new LastObserved();
    for (let row = 0; row < rows.length && rows.atMs[row]! < instantMs; row++) last.take(rows, row);
    return last;
  }
}

interface ExpectedRide {
  rows: ObservedRows;
  lastConfirmed: LastConfirmed | null;
  lastArchived?: LastArchived | null | undefined;
  isListedAt: (atMs: number) => boolean;
}

/** By day, 1 if a row was recorded on the day or a poll on the day confirmed a live row. */
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
 * By day, 1 if the ride was not observed although it was expected. The catalogue must have listed it at the end of the day,
 * and one of these must hold: the destination was polled, and polls or the History API saw the ride within 28 days before, not
 * in REFURBISHMENT; or there was no poll, the archive has other rides of the park, and its last row of the ride within 28 days
 * before was OPERATING with a posted wait.
 * @param isArchived by day, whether any ride of the park was observed; null ignores archives
 */
export function expectedDays(
  { rows, lastConfirmed, lastArchived = null, isListedAt }: ExpectedRide,
  isObserved: Uint8Array,
  { calendar, polls, isArchived }: { calendar: ParkCalendar; polls: Polls; isArchived: Uint8Array | null },
): Uint8Array {
  const expected = new Uint8Array(isObserved.length);
  const last = new LastObserved(lastConfirmed, lastArchived);
  let row = 0;
  for (const [day, { startMs, endMs }] of calendar.days.entries()) {
    for (; row < rows.length && rows.atMs[row]! < startMs; row++) last.take(rows, row);
    if (isObserved[day] === 1) continue;
    const since = polls.isAnyIn(startMs, endMs)
      ? dueConfirmed(last.confirmed)
      : isArchived?.[day] === 1
        ? dueArchived(last.archived)
        : null;
    if (since !== null && since >= startMs - EXPECTED_FOR_MS && isListedAt(endMs - 1)) expected[day] = 1;
  }
  return expected;
}

/** Whether a row is live, one of the archive that replaced a live one, or one that the History API confirmed. */
export const wasPolled = (rows: ObservedRows, row: number): boolean =>
  rows.isLive[row] === 1 || rows.confirmedUntilMs[row]! > rows.atMs[row]!;

export const isShut = (status: number): boolean => status === CLOSED || status === DOWN;

export const archivedState = (status: number, waitMinutes: number): Pick<LastArchived, 'isPosting' | 'isShut'> => ({
  isPosting: status === OPERATING && waitMinutes !== WAIT_UNKNOWN,
  isShut: isShut(status),
});

const dueConfirmed = (last: LastConfirmed | null): number | null =>
  last === null || last.status === REFURBISHMENT ? null : last.confirmedUntilMs;

const dueArchived = (last: LastArchived | null): number | null => (last?.isPosting === true ? last.atMs : null);

/** Whether the rows contain an archive observation before the instant. */
export function isArchivedBefore(instantMs: number, rows: ObservedRows): boolean {
  for (let row = 0; row < rows.length && rows.atMs[row]! < instantMs; row++) if (!wasPolled(rows, row)) return true;
  return false;
}
