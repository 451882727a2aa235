import { dayAfter } from '../../common/time/calendar.js';
import type { ImportRecord } from './import-record.js';

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
  return dayRanges(missing);
}

/** Days, in any order and possibly repeated, as runs of consecutive ones. */
function dayRanges(days: readonly string[]): DayGap[] {
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

/**
 * The days without a file that concern an import: what was ever found missing of its destination, inside the range that
 * it asked for, except the days whose file it has done since. An end that was not asked for is its own first or last
 * file. Sound for an import at any point of its life; `missing` may overlap and come in any order.
 */
export function gapsOfImport(
  { startDate, endDate }: Pick<ImportRecord, 'startDate' | 'endDate'>,
  doneDays: readonly string[],
  missing: readonly DayGap[],
): DayGap[] {
  const done = [...doneDays].sort();
  const first = startDate ?? done[0];
  const last = endDate ?? done.at(-1);
  if (first === undefined || last === undefined) return [];
  const present = new Set(done);
  const days = missing.flatMap(({ firstDay, lastDay }) => daysOf(later(firstDay, first), earlier(lastDay, last)));
  return dayRanges(days.filter((day) => !present.has(day)));
}

const later = (a: string, b: string): string => (a > b ? a : b);
const earlier = (a: string, b: string): string => (a < b ? a : b);

function daysOf(first: string, last: string): string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = dayAfter(day, 1)) days.push(day);
  return days;
}
