import { weekdayOf } from '../../statistics/day-spans.js';
import { HOURS_OF_DAY } from '../../../common/time/calendar.js';
import { type HourColumn, NO_WAIT } from '../../statistics/hours/packed-hours.js';
import { addTotals, NO_TOTALS, type Totals } from '../../statistics/rollup-totals.js';
import type { UnpackedDay } from './ride-hours.sql.js';

/**
 * The sum of all hours of one weekday (1 is Monday) and local hour. `days` counts the observed ones; hours in which the park was
 * only scheduled to be open have rows too.
 */
export interface WeekdayHour {
  weekday: number;
  hour: number;
  totals: Totals;
}

/** The columns that {@link totalsOfHour} reads. */
export const TOTALS_COLUMNS: readonly HourColumn[] = [
  'observedMs', 'waitKnownMs', 'waitMinutesMs', 'scheduledMs', 'scheduledObservedMs', 'scheduledOperatingMs', 'scheduledDownMs',
  'maxWait',
]; // prettier-ignore

/** Null instead of the mark of an hour without a wait. */
export const waitOrNull = (minutes: number): number | null => (minutes === NO_WAIT ? null : minutes);

/** One hour as totals. Only days on which the park's feed reports DOWN count for uptime. */
export function totalsOfHour({ reportsDown, values }: UnpackedDay, hour: number): Totals {
  const observedMs = values.observedMs[hour]!;
  const scheduledObservedMs = values.scheduledObservedMs[hour]!;
  return {
    observedMs,
    waitKnownMs: values.waitKnownMs[hour]!,
    waitMinutesMs: values.waitMinutesMs[hour]!,
    scheduledMs: values.scheduledMs[hour]!,
    scheduledObservedMs,
    scheduledOperatingMs: reportsDown ? values.scheduledOperatingMs[hour]! : 0,
    scheduledDownMs: reportsDown ? values.scheduledDownMs[hour]! : 0,
    reportedMs: reportsDown ? scheduledObservedMs : 0,
    maxWait: waitOrNull(values.maxWait[hour]!),
    days: observedMs > 0 ? 1 : 0,
  };
}

/** The sums of all hours of one weekday and local hour. */
export function sumByWeekdayAndHour(days: Iterable<UnpackedDay>): WeekdayHour[] {
  const cells = new Map<number, WeekdayHour>();
  for (const day of days) {
    const weekday = weekdayOf(day.date);
    for (const hour of day.hours) {
      const key = weekday * HOURS_OF_DAY + hour;
      const cell = cells.get(key) ?? { weekday, hour, totals: NO_TOTALS };
      cells.set(key, { ...cell, totals: addTotals(cell.totals, totalsOfHour(day, hour)) });
    }
  }
  return [...cells.values()];
}
