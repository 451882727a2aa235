import { HOUR_MS } from '../../../common/time/durations.js';
import { RANKED_COLUMNS } from '../entities/ranked-columns.js';
import type { Totals } from './sums.js';

/**
 * As floating point: the server adds BIGINT up as DECIMAL, several times slower, and the driver hands that over as text.
 * It is exact below 2^53, which is 190 years of a park whose 60 rides have 50 minutes of queue all day.
 */
const sum = (column: string, name: string): string => `SUM(${column} + 0e0) AS ${name}`;

/** More than any value holds past the last observation of its park, as long as PARK_NO_DATA_MINUTES is below it. */
const CARRIED_OVER_MIDNIGHT_MS = 2 * HOUR_MS;

/**
 * 1 of a day that tells how long the park was open, by its row: it was seen open, or seen at all. The row of a day on which
 * nobody looked may hold the end of the evening before, and would otherwise count as observed without any open time.
 */
export const DAY_OBSERVED = {
  ride: `(scheduled_ms > 0 OR observed_ms > ${CARRIED_OVER_MIDNIGHT_MS})`,
  park: `(scheduled_ms > 0 OR observed_ms > rides_tracked * ${CARRIED_OVER_MIDNIGHT_MS})`,
} as const;

const RANKED = Object.entries(RANKED_COLUMNS);
const UPTIME: ReadonlySet<string> = new Set([RANKED_COLUMNS.scheduledOperatingMs, RANKED_COLUMNS.scheduledDownMs]);

/** Sums of daily, ten-day or monthly rows as {@link StoredTotals}; `days` is how many days a group's rows have. */
export const metricTotals = (days: string): string => totalColumns(RANKED, days);

function totalColumns(columns: readonly (readonly [string, string])[], days: string): string {
  const totals = columns.map(([name, column]) =>
    name === 'maxWait' ? `MAX(${column}) AS ${name}` : sum(column, name),
  );
  return [...totals, sum(days, 'days')].join(', ');
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
  ['reportedMs', ifReported('scheduled_observed_ms')],
] as const;

/** One row as {@link Sums}, where {@link joinDownReport} is joined; `days` is 1 where it counts as an observed day. */
export const metricColumns = (days: string = '1'): string =>
  [...REPORTED.map(([name, column]) => `${column} AS ${name}`), `${days} AS days`].join(', ');

/** Rows added up as {@link Sums}, where {@link joinDownReport} is joined. */
export const reportedTotals = (days: string): string => totalColumns(REPORTED, days);

/** A DATE as `YYYY-MM-DD`: the driver would make an instant of it. */
export const dateText = (column: string): string => `DATE_FORMAT(${column}, '%Y-%m-%d')`;

/** Sums as they are stored: whether the park's feed reports DOWN on these days is kept elsewhere. */
export type StoredTotals = Omit<Totals, 'reportedMs'>;

/**
 * The sums of a row that has other columns too; written out, because thousands of them are made for one ranking. Where
 * the row does not tell, DOWN counts as reported on all of its days, until `withoutUnreported` leaves out the others.
 */
export function totalsOf(row: StoredTotals & Partial<Pick<Totals, 'reportedMs'>>): Totals {
  return {
    observedMs: row.observedMs,
    waitKnownMs: row.waitKnownMs,
    waitMinutesMs: row.waitMinutesMs,
    scheduledMs: row.scheduledMs,
    scheduledObservedMs: row.scheduledObservedMs,
    scheduledOperatingMs: row.scheduledOperatingMs,
    scheduledDownMs: row.scheduledDownMs,
    reportedMs: row.reportedMs ?? row.scheduledObservedMs,
    maxWait: row.maxWait,
    days: Number(row.days),
  };
}
