import type { GapFillChange } from '../findings/gap-fill.service.js';
import type { FillableGap } from '../findings/gap-fill.entity.js';
import type { HistoryDay } from '../import/entities/history-day.entity.js';
import { LocalDays } from '../snapshots/local-days.js';
import { HOUR_MS, MINUTE_MS } from '../../common/time/calendar.js';

/** The requested days of a park, by date. */
export type RequestedDays = ReadonlyMap<string, Pick<HistoryDay, 'state' | 'fetchedAt'>>;

/** The local days of a gap. Of an ongoing gap, only days that are over: the rest is requested once it has ended. */
export function daysOfGap({ timezone, startMs, endMs, isOngoing }: FillableGap, nowMs: number): string[] {
  const localDays = new LocalDays(timezone, 0);
  const days = localDays.datesBetween(startMs, Math.max(startMs, endMs - 1));
  const today = localDays.dateOf(nowMs);
  return isOngoing ? days.filter((day) => day < today) : days;
}

/**
 * The days of a gap that are to be requested: those that were not requested since the gap ended.
 * @param mayRead whether a day that was refused may be read now
 */
export function missingDaysOf(
  gap: FillableGap,
  days: readonly string[],
  requested: RequestedDays,
  mayRead: (day: string) => boolean,
): string[] {
  return days.filter((day) => {
    const known = requested.get(day);
    if (known === undefined) return true;
    if (known.state === 'REFUSED') return mayRead(day);
    return known.state === 'PROVISIONAL' && known.fetchedAt.getTime() < gap.endMs;
  });
}

/** A rest shorter than one cycle of live collection does not leave a gap open. */
const NEGLIGIBLE_MS = 5 * MINUTE_MS;

/** The opening time of a gap, and the part of it that is observed now. */
export interface FilledTime {
  openMs: number;
  filledMs: number;
}

/** The state of a gap whose days were all requested. */
export function stateOfRequested(
  days: readonly string[],
  requested: RequestedDays,
  { openMs, filledMs }: FilledTime,
): GapFillChange['state'] {
  const states = new Set(days.map((day) => requested.get(day)?.state));
  if (states.size === 1 && states.has('REFUSED')) return 'REFUSED';
  if (openMs - filledMs < NEGLIGIBLE_MS) return 'FILLED';
  if (states.has('PROVISIONAL')) return 'PROVISIONAL';
  return filledMs > 0 ? 'PARTLY_FILLED' : 'NOT_HELD';
}

const LONGEST_PAUSE_HOURS = 24;

/** When the schedule may request a day again after this many attempts: after 1 hour, 2, 4 … up to a day. */
export const nextAttemptAfter = (attempts: number, nowMs: number): Date =>
  new Date(nowMs + Math.min(LONGEST_PAUSE_HOURS, 2 ** Math.max(0, attempts - 1)) * HOUR_MS);

/** The share of the gap that is filled, in its own minutes: these count opening hours by the quality check. */
export const filledMinutesOf = ({ missingMinutes }: FillableGap, { openMs, filledMs }: FilledTime): number =>
  openMs === 0 ? 0 : Math.round((missingMinutes * filledMs) / openMs);
