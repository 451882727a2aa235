import { dayAfter } from '../../../common/time/calendar-day.js';
import type { ImportRecord } from '../import-record.js';
import { type DayGap, runsOfDays } from '../missing-days.js';

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
  return runsOfDays(days.filter((day) => !present.has(day)));
}

const later = (a: string, b: string): string => (a > b ? a : b);
const earlier = (a: string, b: string): string => (a < b ? a : b);

function daysOf(first: string, last: string): string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = dayAfter(day, 1)) days.push(day);
  return days;
}
