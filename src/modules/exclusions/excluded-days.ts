import { daysFromTo } from '../../common/time/calendar-day.js';
import type { LocalDays } from '../snapshots/local-days.js';
import type { ExclusionInterval } from './exclusion.js';

/**
 * The time whose data is counted otherwise after an exclusion changed from one interval to another; null stands for "does
 * not hold". Null where nothing changes. An exclusion whose start moves changes as a whole.
 */
export function changedInterval(
  before: ExclusionInterval | null,
  after: ExclusionInterval | null,
): ExclusionInterval | null {
  if (before === null || after === null) return before ?? after;
  const [endBefore, endAfter] = [before.toMs ?? Infinity, after.toMs ?? Infinity];
  const lastMs = Math.max(endBefore, endAfter);
  const toMs = lastMs === Infinity ? null : lastMs;
  if (before.fromMs !== after.fromMs) return { fromMs: Math.min(before.fromMs, after.fromMs), toMs };
  return endBefore === endAfter ? null : { fromMs: Math.min(endBefore, endAfter), toMs };
}

/**
 * The local dates whose statistics depend on the data of an interval.
 * @param reachMs how long after an observation the statistics may still depend on it
 * @param nowMs there is no data of later
 */
export function datesOf(
  { fromMs, toMs }: ExclusionInterval,
  localDays: LocalDays,
  { reachMs, nowMs }: { reachMs: number; nowMs: number },
): string[] {
  const lastMs = Math.min(toMs ?? nowMs, nowMs);
  if (lastMs < fromMs) return [];
  // Two dates each where the time zone is not known yet.
  const first = localDays.datesPossible(fromMs).earliest;
  const last = localDays.datesPossible(lastMs + reachMs).latest;
  return daysFromTo(first, last);
}
