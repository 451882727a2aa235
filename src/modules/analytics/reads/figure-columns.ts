import type { Sums } from './sums.js';

/**
 * As floating point: the server adds BIGINT up as DECIMAL, several times slower, and the driver hands that over as text.
 * It is exact below 2^53, which is 190 years of a park whose 60 rides have 50 minutes of queue all day.
 */
const sum = (column: string, name: string): string => `SUM(${column} + 0e0) AS ${name}`;

/** Sums of daily or monthly rows as {@link Sums}; `days` is how many days a group's rows have. */
export const figureSums = (days: string): string =>
  [
    sum('observed_ms', 'observedMs'),
    sum('wait_known_ms', 'waitKnownMs'),
    sum('wait_minutes_ms', 'waitMinutesMs'),
    sum('open_ms', 'openMs'),
    sum('open_observed_ms', 'openObservedMs'),
    sum('open_operating_ms', 'openOperatingMs'),
    sum('open_down_ms', 'openDownMs'),
    'MAX(max_wait) AS maxWait',
    sum(days, 'days'),
  ].join(', ');

/** One row as {@link Sums}. */
export const FIGURE_COLUMNS = `observed_ms AS observedMs, wait_known_ms AS waitKnownMs, wait_minutes_ms AS waitMinutesMs,
  open_ms AS openMs, open_observed_ms AS openObservedMs, open_operating_ms AS openOperatingMs, open_down_ms AS openDownMs,
  max_wait AS maxWait, 1 AS days`;

/** A DATE as `YYYY-MM-DD`: the driver would make an instant of it. */
export const dateText = (column: string): string => `DATE_FORMAT(${column}, '%Y-%m-%d')`;

/** The sums of a row that has other columns too. */
export function sumsOf(row: Sums): Sums {
  const { observedMs, waitKnownMs, waitMinutesMs, openMs, openObservedMs, openOperatingMs, openDownMs } = row;
  const { maxWait, days } = row;
  return {
    ...{ observedMs, waitKnownMs, waitMinutesMs, openMs, openObservedMs, openOperatingMs, openDownMs },
    ...{ maxWait, days: Number(days) },
  };
}
