import type { DaySpan } from '../../reads/day-span.js';
import { type AskedPeriod, resolvePeriod, untilToday } from '../../reads/period.js';
import { periodView, type PeriodView } from '../shared/period.dto.js';

/** The days that are meant of a park where it is `today`; none where they are all still to come. */
export function spansOfPeriod(asked: AskedPeriod, today: string): DaySpan[] {
  const span = resolvePeriod(asked, today);
  return span.from > today ? [] : [untilToday(span, today)];
}

/**
 * From the first to the last day that any park has, settled when it is so for all of them.
 * @throws PeriodError where it is still to come for all
 */
export function coveredPeriod(asked: AskedPeriod, todays: readonly string[]): PeriodView {
  const [earliest, latest] = [todays.reduce(lesser), todays.reduce(greaterText)];
  const last = untilToday(resolvePeriod(asked, latest), latest);
  const [first] = spansOfPeriod(asked, earliest);
  return periodView({ from: first?.from ?? last.from, to: last.to }, earliest);
}

const lesser = (a: string, b: string): string => (a < b ? a : b);
const greaterText = (a: string, b: string): string => (a > b ? a : b);
