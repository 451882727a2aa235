import { RIDE_STATUSES } from '../../../snapshots/observations.js';
import type { HeldValues } from '../timeline/held-values.js';
import type { ParkCalendar } from './park-calendar.js';

export const OPERATING = RIDE_STATUSES.indexOf('OPERATING') + 1;
export const DOWN = RIDE_STATUSES.indexOf('DOWN') + 1;
const CLOSED = RIDE_STATUSES.indexOf('CLOSED') + 1;

const PLACEHOLDER_MINUTES = 300;

/**
 * Real data has waits of exactly 300 for one sample between two CLOSED: no wait that anybody stood. The CLOSED after it
 * must be seen on the same local day: an observation never changes the figures of a day before its own.
 */
export function isPlaceholder(held: HeldValues, index: number, calendar: ParkCalendar): boolean {
  if (held.waitMinutes[index] !== PLACEHOLDER_MINUTES || held.status[index] !== OPERATING) return false;
  const isBetween =
    index > 0 &&
    held.isFollowedAtOnce(index - 1) &&
    held.isFollowedAtOnce(index) &&
    held.status[index - 1] === CLOSED &&
    held.status[index + 1] === CLOSED;
  const day = isBetween ? calendar.dayOf(held.startMs[index]!) : -1;
  return day >= 0 && day === calendar.dayOf(held.startMs[index + 1]!);
}
