import { HOUR_MS } from '../../../common/time/durations.js';
import { RANKED_COLUMNS } from '../entities/ranked-columns.js';
import type { Sums } from './sums.js';

/**
 * As floating point: the server adds BIGINT up as DECIMAL, several times slower, and the driver hands that over as text.
 * It is exact below 2^53, which is 190 years of a park whose 60 rides have 50 minutes of queue all day.
 */
const sum = (column: string, name: string): string => `SUM(${column} + 0e0) AS ${name}`;

/** More than any value holds past the last observation of its park, as long as PARK_SILENCE_MINUTES is below it. */
const HELD_OVER_MS = 2 * HOUR_MS;

/**
 * 1 of a day that tells how long the park was open, by its row: it was seen open, or seen at all. The row of a day on which
 * nobody looked may hold the end of the evening before, and would otherwise count as observed without any open time.
 */
export const DAY_SEEN = {
  ride: `(open_ms > 0 OR observed_ms > ${HELD_OVER_MS})`,
  park: `(open_ms > 0 OR observed_ms > rides_tracked * ${HELD_OVER_MS})`,
} as const;

const RANKED = Object.entries(RANKED_COLUMNS);

/** Sums of daily, dekadal or monthly rows as {@link Sums}; `days` is how many days a group's rows have. */
export const figureSums = (days: string): string =>
  [
    ...RANKED.map(([name, column]) => (column === 'max_wait' ? `MAX(${column}) AS ${name}` : sum(column, name))),
    sum(days, 'days'),
  ].join(', ');

/** One row as {@link Sums}; `days` is 1 where it counts as an observed day. */
export const figureColumns = (days: string = '1'): string =>
  [...RANKED.map(([name, column]) => `${column} AS ${name}`), `${days} AS days`].join(', ');

/** A DATE as `YYYY-MM-DD`: the driver would make an instant of it. */
export const dateText = (column: string): string => `DATE_FORMAT(${column}, '%Y-%m-%d')`;

/** The sums of a row that has other columns too; written out, because thousands of them are made for one ranking. */
export function sumsOf(row: Sums): Sums {
  return {
    observedMs: row.observedMs,
    waitKnownMs: row.waitKnownMs,
    waitMinutesMs: row.waitMinutesMs,
    openMs: row.openMs,
    openObservedMs: row.openObservedMs,
    openOperatingMs: row.openOperatingMs,
    openDownMs: row.openDownMs,
    maxWait: row.maxWait,
    days: Number(row.days),
  };
}
