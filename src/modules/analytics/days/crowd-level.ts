import { DAY_MS } from '../../../common/time/calendar.js';
import { LOW_COVERAGE } from '../../statistics/derived-metrics.js';

/** The days before a day with which it is compared, and how many of them must be known. */
export const REFERENCE_DAYS = 365;
export const MIN_REFERENCE_DAYS = 30;
const LEVELS = 10;

/** The sums of one day from which its average wait follows. */
export interface WaitDay {
  date: string;
  waitKnownMs: number;
  waitMinutesMs: number;
  scheduledMs: number;
  scheduledObservedMs: number;
}

/** Whether enough of the park's use was observed for the average to represent the day. */
const isKnown = ({ waitKnownMs, scheduledMs, scheduledObservedMs }: WaitDay): boolean =>
  waitKnownMs > 0 && scheduledMs > 0 && scheduledObservedMs >= scheduledMs * LOW_COVERAGE;

const dayNumber = (date: string): number => Date.parse(date) / DAY_MS;

/**
 * The crowd level of each day, 1 to 10: the percentile rank of its average wait among the known days of the 365 days before it,
 * in tenths. Days with an equal average count half. Days that are not known, or follow fewer than 30 known ones, have none.
 * @param days in time order, at most one per date
 */
export function crowdLevels(days: readonly WaitDay[]): Map<string, number> {
  const known = days.filter(isKnown).map(({ date, waitMinutesMs, waitKnownMs }) => ({
    date,
    day: dayNumber(date),
    average: waitMinutesMs / waitKnownMs,
  }));
  const levels = new Map<string, number>();
  let first = 0;
  for (const [index, { date, day, average }] of known.entries()) {
    while (known[first]!.day < day - REFERENCE_DAYS) first++;
    const count = index - first;
    if (count < MIN_REFERENCE_DAYS) continue;
    let rank = 0;
    for (let other = first; other < index; other++) {
      if (known[other]!.average < average) rank += 1;
      else if (known[other]!.average === average) rank += 0.5;
    }
    levels.set(date, Math.min(LEVELS, Math.floor((rank * LEVELS) / count) + 1));
  }
  return levels;
}
