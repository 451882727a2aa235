import { dayAfter } from '../../../common/time/calendar-day.js';
import type { DaySpan } from './day-span.js';

/** A stretch of days to be read once, as whole months or day by day. */
export interface ReadPart extends DaySpan {
  table: 'months' | 'days';
}

/**
 * Stretches that make up every one of the spans exactly: where spans overlap, as those of parks on both sides of
 * midnight do, what they share is read once. Whole months come from the monthly table: a year of 2,100 rides is then
 * 25,000 rows, not 766,000.
 */
export function readPlan(spans: readonly DaySpan[]): ReadPart[] {
  const starts = spans.flatMap(({ from, to }) => [from, dayAfter(to, 1)]);
  const cuts = [...new Set(starts)].sort();
  return cuts
    .slice(0, -1)
    .map((from, index) => ({ from, to: dayAfter(cuts[index + 1]!, -1) }))
    .filter((piece) => spans.some((span) => contains(span, piece)))
    .flatMap(monthsAndDays);
}

export function contains(span: DaySpan, part: DaySpan): boolean {
  return span.from <= part.from && part.to <= span.to;
}

function monthsAndDays({ from, to }: DaySpan): ReadPart[] {
  const firstMonth = from.endsWith('-01') ? from : nextMonth(from);
  const afterMonths = firstOfMonth(dayAfter(to, 1));
  if (firstMonth >= afterMonths) return [{ table: 'days', from, to }];
  const parts: ReadPart[] = [
    { table: 'days', from, to: dayAfter(firstMonth, -1) },
    { table: 'months', from: firstMonth, to: dayAfter(afterMonths, -1) },
    { table: 'days', from: afterMonths, to },
  ];
  return parts.filter((part) => part.from <= part.to);
}

const firstOfMonth = (day: string): string => `${day.slice(0, 7)}-01`;
/** Every month has a 1st to 28th: 31 days later is in the next one, or, of a late day, past its beginning by days only. */
const nextMonth = (day: string): string => firstOfMonth(dayAfter(firstOfMonth(day), 31));
