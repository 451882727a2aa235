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
const UPTIME: ReadonlySet<string> = new Set([RANKED_COLUMNS.openOperatingMs, RANKED_COLUMNS.openDownMs]);

/** Sums of daily, dekadal or monthly rows as {@link StoredSums}; `days` is how many days a group's rows have. */
export const figureSums = (days: string): string => sumColumns(RANKED, days);

function sumColumns(columns: readonly (readonly [string, string])[], days: string): string {
  const sums = columns.map(([name, column]) => (name === 'maxWait' ? `MAX(${column}) AS ${name}` : sum(column, name)));
  return [...sums, sum(days, 'days')].join(', ');
}

/**
 * Joins the range in which a park's feed reports DOWN, if there is one on the date; binds the park. Uptime is made of such
 * days alone: on others its outages are hidden in other states.
 */
export const joinDownReport = (date: string): string =>
  `LEFT JOIN (SELECT from_date, until_date FROM park_down_reports WHERE park_id = ?) w
     ON w.from_date <= ${date} AND (w.until_date IS NULL OR w.until_date >= ${date})`;

/** As floating point: of 0 and an unsigned BIGINT the server makes a DECIMAL, which the driver hands over as text. */
const ifReported = (column: string): string => `IF(w.from_date IS NULL, 0e0, ${column})`;

const REPORTED = [
  ...RANKED.map(([name, column]): [string, string] => [name, UPTIME.has(column) ? ifReported(column) : column]),
  ['reportedMs', ifReported('open_observed_ms')],
] as const;

/** One row as {@link Sums}, where {@link joinDownReport} is joined; `days` is 1 where it counts as an observed day. */
export const figureColumns = (days: string = '1'): string =>
  [...REPORTED.map(([name, column]) => `${column} AS ${name}`), `${days} AS days`].join(', ');

/** Rows added up as {@link Sums}, where {@link joinDownReport} is joined. */
export const reportedSums = (days: string): string => sumColumns(REPORTED, days);

/** A DATE as `YYYY-MM-DD`: the driver would make an instant of it. */
export const dateText = (column: string): string => `DATE_FORMAT(${column}, '%Y-%m-%d')`;

/** Sums as they are stored: whether the park's feed reports DOWN on these days is kept elsewhere. */
export type StoredSums = Omit<Sums, 'reportedMs'>;

/**
 * The sums of a row that has other columns too; written out, because thousands of them are made for one ranking. Where
 * the row does not tell, DOWN counts as reported on all of its days, until `withoutUnreported` leaves out the others.
 */
export function sumsOf(row: StoredSums & Partial<Pick<Sums, 'reportedMs'>>): Sums {
  return {
    observedMs: row.observedMs,
    waitKnownMs: row.waitKnownMs,
    waitMinutesMs: row.waitMinutesMs,
    openMs: row.openMs,
    openObservedMs: row.openObservedMs,
    openOperatingMs: row.openOperatingMs,
    openDownMs: row.openDownMs,
    reportedMs: row.reportedMs ?? row.openObservedMs,
    maxWait: row.maxWait,
    days: Number(row.days),
  };
}
