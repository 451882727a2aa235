import { dayAfter } from '../../common/time/calendar-day.js';

/** A run of consecutive UTC days without a file; both ends included. */
export interface DayGap {
  firstDay: string;
  lastDay: string;
  days: number;
}

/**
 * The days without a file between the first and the last one that should be there. An end that was not asked for is
 * the archive's own: before its first and after its last file nothing is missing.
 */
export function missingDays(
  days: readonly string[],
  asked: { startDate: string | null; endDate: string | null },
  today: string,
): DayGap[] {
  const present = new Set(days);
  const sorted = [...present].sort();
  const first = asked.startDate ?? sorted[0];
  const end = asked.endDate ?? sorted.at(-1);
  if (first === undefined || end === undefined) return [];
  // Today's file is not written yet, and tomorrow's cannot be.
  const last = end < today ? end : dayAfter(today, -1);
  const missing: string[] = [];
  for (let day = first; day <= last; day = dayAfter(day, 1)) {
    if (!present.has(day)) missing.push(day);
  }
  return runsOfDays(missing);
}

/** Days, in any order and possibly repeated, as runs of consecutive ones. */
export function runsOfDays(days: readonly string[]): DayGap[] {
  const gaps: DayGap[] = [];
  for (const day of [...new Set(days)].sort()) {
    const open = gaps.at(-1);
    if (open !== undefined && dayAfter(open.lastDay, 1) === day) {
      open.lastDay = day;
      open.days++;
    } else gaps.push({ firstDay: day, lastDay: day, days: 1 });
  }
  return gaps;
}
