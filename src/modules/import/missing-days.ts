import { dayAfter } from '../../common/time/calendar.js';
import type { ImportRecord } from './import-record.js';

/** A range of consecutive UTC days without a file; both ends included. */
export interface DayGap {
  firstDay: string;
  lastDay: string;
  days: number;
}

/**
 * The days without a file in the requested range. If an end was not requested, it is the archive's first or last day:
 * days before or after those are not missing.
 */
export function missingDays(
  days: readonly string[],
  requested: { startDate: string | null; endDate: string | null },
  today: string,
): DayGap[] {
  const present = new Set(days);
  const sorted = [...present].sort();
  const first = requested.startDate ?? sorted[0];
  const end = requested.endDate ?? sorted.at(-1);
  if (first === undefined || end === undefined) return [];
  // The files of today and later days do not exist yet.
  const last = end < today ? end : dayAfter(today, -1);
  const missing: string[] = [];
  for (let day = first; day <= last; day = dayAfter(day, 1)) {
    if (!present.has(day)) missing.push(day);
  }
  return dayRanges(missing);
}

/** Groups days, in any order and possibly repeated, into ranges of consecutive days. */
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
 * The days without a file that concern an import: all days ever found missing for its destination, within the requested
 * range, except those whose file it has done since. If an end was not requested, it is the first or last file done.
 * Valid at any point of an import's life; `missing` may overlap and may be in any order.
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
