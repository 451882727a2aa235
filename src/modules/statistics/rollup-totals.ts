import { HOUR_MS } from '../../common/time/calendar.js';
import { RANKED_COLUMNS } from './entities/rollup-columns.js';

/** What rollup rows say of some time, added up. Everything but the extremes and the days is in milliseconds. */
export interface Totals {
  observedMs: number;
  /** The part of it in which the ride was operating and posted a wait. */
  waitKnownMs: number;
  /** Posted wait in minutes times the milliseconds for which it held. */
  waitMinutesMs: number;
  /** While the park was open, as long as it was; of a park: for each of its rides. */
  scheduledMs: number;
  scheduledObservedMs: number;
  scheduledOperatingMs: number;
  scheduledDownMs: number;
  /** The part of the observed open time on whose days the park's feed reports DOWN: uptime is known of it alone. */
  reportedMs: number;
  /** Null: no wait was posted. */
  maxWait: number | null;
  /** Days that were observed: not those on which only a value held over from the evening before. */
  days: number;
}

export const NO_TOTALS: Readonly<Totals> = {
  observedMs: 0,
  waitKnownMs: 0,
  waitMinutesMs: 0,
  scheduledMs: 0,
  scheduledObservedMs: 0,
  scheduledOperatingMs: 0,
  scheduledDownMs: 0,
  reportedMs: 0,
  maxWait: null,
  days: 0,
};

export function addTotals(a: Totals, b: Totals): Totals {
  return {
    observedMs: a.observedMs + b.observedMs,
    waitKnownMs: a.waitKnownMs + b.waitKnownMs,
    waitMinutesMs: a.waitMinutesMs + b.waitMinutesMs,
    scheduledMs: a.scheduledMs + b.scheduledMs,
    scheduledObservedMs: a.scheduledObservedMs + b.scheduledObservedMs,
    scheduledOperatingMs: a.scheduledOperatingMs + b.scheduledOperatingMs,
    scheduledDownMs: a.scheduledDownMs + b.scheduledDownMs,
    reportedMs: a.reportedMs + b.reportedMs,
    maxWait: greater(a.maxWait, b.maxWait),
    days: a.days + b.days,
  };
}

function greater(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}

/**
 * As floating point: the server adds BIGINT up as DECIMAL, several times slower, and the driver hands that over as text.
 * It is exact below 2^53, which is 190 years of a park whose 60 rides have 50 minutes of queue all day.
 */
const sum = (column: string, name: string): string => `SUM(${column} + 0e0) AS ${name}`;

/** More than any value holds past the last observation of its park, as long as PARK_NO_DATA_MINUTES is below it. */
const CARRIED_OVER_MS = 2 * HOUR_MS;

/**
 * 1 of a day that tells how long the park was open, by its row: it was seen open, or seen at all. The row of a day on which
 * nobody looked may hold the end of the evening before, and would otherwise count as observed without any open time.
 */
export const IS_OBSERVED_DAY = {
  ride: `(scheduled_ms > 0 OR observed_ms > ${CARRIED_OVER_MS})`,
  park: `(scheduled_ms > 0 OR observed_ms > rides_tracked * ${CARRIED_OVER_MS})`,
} as const;

const RANKED = Object.entries(RANKED_COLUMNS);
const UPTIME: ReadonlySet<string> = new Set([RANKED_COLUMNS.scheduledOperatingMs, RANKED_COLUMNS.scheduledDownMs]);

/** Sums of daily, ten-day or monthly rows as {@link StoredTotals}; `days` is how many days a group's rows have. */
export const sumAsStoredTotals = (days: string): string => totalColumns(RANKED, days);

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
export const columnsAsTotals = (days: string = '1'): string =>
  [...REPORTED.map(([name, column]) => `${column} AS ${name}`), `${days} AS days`].join(', ');

/** Rows added up as {@link Sums}, where {@link joinDownReport} is joined. */
export const sumAsTotals = (days: string): string => totalColumns(REPORTED, days);

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
