import { DAY_MS, dayAfter } from '../../common/time/calendar.js';

/** Local days, both included, as `YYYY-MM-DD`. */
export interface DaySpan {
  from: string;
  to: string;
}

export function daysIn({ from, to }: DaySpan): number {
  return Math.max(0, (Date.parse(to) - Date.parse(from)) / DAY_MS + 1);
}

/** As many days directly before. */
export function spanBefore(span: DaySpan): DaySpan {
  return { from: dayAfter(span.from, -daysIn(span)), to: dayAfter(span.from, -1) };
}

/** ISO: 1 is Monday, 7 is Sunday. */
export function weekdayOf(date: string): number {
  return ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
}

/** Climatology's third of a month, by its first day: the 1st to the 10th, the 11th to the 20th, and the rest. */
export function tenDaysOf(day: string): string {
  const dayOfMonth = Number(day.slice(8));
  return `${day.slice(0, 8)}${dayOfMonth <= 10 ? '01' : dayOfMonth <= 20 ? '11' : '21'}`;
}

/** No ten-day period is longer than 11 days: so long after its first day it is over, and the next one is not. */
export const nextTenDays = (day: string): string => tenDaysOf(dayAfter(tenDaysOf(day), 11));

export const monthOf = (day: string): string => `${day.slice(0, 7)}-01`;

/** No month is longer than 31 days: so long after its first day it is over, and the next one is not. */
export const nextMonth = (day: string): string => monthOf(dayAfter(monthOf(day), 31));

/** A stretch of days to be read once: as whole months, as whole ten-day periods, or day by day. */
export interface ReadPart extends DaySpan {
  table: 'months' | 'tenDayPeriods' | 'days';
}

interface CalendarUnit {
  table: ReadPart['table'];
  startOf: (day: string) => string;
  nextStart: (day: string) => string;
}

/** The longest first. */
const UNITS: readonly CalendarUnit[] = [
  { table: 'months', startOf: monthOf, nextStart: nextMonth },
  { table: 'tenDayPeriods', startOf: tenDaysOf, nextStart: nextTenDays },
];

/**
 * Stretches that make up every one of the spans exactly: where spans overlap, as those of parks on both sides of
 * midnight do, what they share is read once. What is whole comes from the monthly and the ten-day table: a year of 2,100
 * rides is then 25,000 rows, not 766,000, and any 30 days are 24,000 on average, not 63,000.
 */
export function readPlan(spans: readonly DaySpan[]): ReadPart[] {
  const starts = spans.flatMap(({ from, to }) => [from, dayAfter(to, 1)]);
  const cuts = [...new Set(starts)].sort();
  return cuts
    .slice(0, -1)
    .map((from, index) => ({ from, to: dayAfter(cuts[index + 1]!, -1) }))
    .filter((piece) => spans.some((span) => contains(span, piece)))
    .flatMap((piece) => partsOf(piece, UNITS));
}

export function contains(span: DaySpan, part: DaySpan): boolean {
  return span.from <= part.from && part.to <= span.to;
}

/** The whole units of a span, and at both ends what shorter ones it has. */
function partsOf(span: DaySpan, [unit, ...shorter]: readonly CalendarUnit[]): ReadPart[] {
  const { from, to } = span;
  if (from > to) return [];
  if (unit === undefined) return [{ table: 'days', from, to }];
  const firstWhole = unit.startOf(from) === from ? from : unit.nextStart(from);
  const afterWhole = unit.startOf(dayAfter(to, 1));
  if (firstWhole >= afterWhole) return partsOf(span, shorter);
  return [
    ...partsOf({ from, to: dayAfter(firstWhole, -1) }, shorter),
    { table: unit.table, from: firstWhole, to: dayAfter(afterWhole, -1) },
    ...partsOf({ from: afterWhole, to }, shorter),
  ];
}
