import { EXPECTED_FOR_MS } from '../../snapshots/observations.js';
import type { Polls } from '../timeline/live-spans.js';
import type { ObservedRows } from '../timeline/observed-rows.js';
import { firstAtOrAfter } from './counted-days.js';
import { isShut, type LastArchived, type LastConfirmed, wasPolled } from './observed-days.js';
import type { ParkCalendar } from './park-calendar.js';

interface ArchivedRide {
  rows: ObservedRows;
  lastConfirmed: LastConfirmed | null;
  lastArchived?: LastArchived | null | undefined;
  isListedAt: (atMs: number) => boolean;
}

/**
 * By day, 1 if the ride was not observed and is known to have remained closed or down, because an archive records only changes:
 * there was no poll, and the last observation within 28 days before is an archive row that reports it closed or down.
 */
export function shutDays(
  { rows, lastConfirmed, lastArchived = null, isListedAt }: ArchivedRide,
  isObserved: Uint8Array,
  { calendar, polls }: { calendar: ParkCalendar; polls: Polls },
): Uint8Array {
  const before =
    lastArchived !== null && lastArchived.atMs > (lastConfirmed?.confirmedUntilMs ?? 0) ? lastArchived : null;
  return Uint8Array.from(calendar.days, ({ startMs, endMs }, day) => {
    if (isObserved[day] === 1 || polls.isAnyIn(startMs, endMs)) return 0;
    const last = firstAtOrAfter(rows.atMs, rows.length, startMs) - 1;
    const archived = last < 0 ? before : archivedAt(rows, last);
    const isKnown = archived?.isShut === true && archived.atMs >= startMs - EXPECTED_FOR_MS;
    return isKnown && isListedAt(endMs - 1) ? 1 : 0;
  });
}

const archivedAt = (rows: ObservedRows, row: number): Pick<LastArchived, 'atMs' | 'isShut'> | null =>
  wasPolled(rows, row) ? null : { atMs: rows.atMs[row]!, isShut: isShut(rows.status[row]!) };
