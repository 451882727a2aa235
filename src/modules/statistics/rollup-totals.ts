import { columnsOf, tableOf } from '../../common/database/columns.js';
import { ParkDownReport } from './entities/park-stats.entity.js';
import { RANKED_COLUMNS } from './entities/rollup-columns.js';

/** The sum of rollup rows. All values are milliseconds except `maxWait` and `days`. */
export interface Totals {
  observedMs: number;
  /** The part of `observedMs` in which the ride was operating and posted a wait. */
  waitKnownMs: number;
  /** Σ posted wait in minutes × its duration in milliseconds. */
  waitMinutesMs: number;
  /** The scheduled time of the park; for a park, the sum over its rides. */
  scheduledMs: number;
  scheduledObservedMs: number;
  scheduledOperatingMs: number;
  scheduledDownMs: number;
  /** Observed scheduled time on days on which the park's feed reports DOWN. Uptime is known only for this part. */
  reportedMs: number;
  /** Null if no wait was posted. */
  maxWait: number | null;
  /** Observed days, without days that only contain a value carried forward from the evening before. */
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
 * Sums as floating point: the server sums BIGINT as DECIMAL, which is several times slower and reaches the driver as text.
 * The sum is exact below 2^53, or 190 years of a park whose 60 rides post 50 minutes all day.
 */
const sum = (column: string, name: string): string => `SUM(${column} + 0e0) AS ${name}`;

const [stored, report] = [columnsOf(ParkDownReport), columnsOf(ParkDownReport, 'w')];

const RANKED = Object.entries(RANKED_COLUMNS);
const UPTIME: ReadonlySet<string> = new Set([RANKED_COLUMNS.scheduledOperatingMs, RANKED_COLUMNS.scheduledDownMs]);

/** Selects sums of daily, ten-day or monthly rows as {@link StoredTotals}. @param days SQL for the number of days of a row */
export const sumAsStoredTotals = (days: string): string => totalColumns(RANKED, days);

function totalColumns(columns: readonly (readonly [string, string])[], days: string): string {
  const totals = columns.map(([name, column]) =>
    name === 'maxWait' ? `MAX(${column}) AS ${name}` : sum(column, name),
  );
  return [...totals, sum(days, 'days')].join(', ');
}

/**
 * Joins the range of reports of DOWN that contains the date, if there is one; binds the id of the park. Only days in such a
 * range count for uptime, because other states hide the outages of the others.
 */
export const joinDownReport = (date: string): string =>
  `LEFT JOIN (SELECT ${stored.fromDate}, ${stored.untilDate} FROM ${tableOf(ParkDownReport)} WHERE ${stored.parkId} = ?) w
     ON ${report.fromDate} <= ${date} AND (${report.untilDate} IS NULL OR ${report.untilDate} >= ${date})`;

/** As floating point: 0 combined with an unsigned BIGINT becomes a DECIMAL, which reaches the driver as text. */
const ifReported = (column: string): string => `IF(${report.fromDate} IS NULL, 0e0, ${column})`;

const REPORTED = [
  ...RANKED.map(([name, column]): [string, string] => [name, UPTIME.has(column) ? ifReported(column) : column]),
  ['reportedMs', ifReported(RANKED_COLUMNS.scheduledObservedMs)],
] as const;

/** Selects one row as {@link Totals}; requires {@link joinDownReport}. @param days SQL that is 1 for an observed day */
export const columnsAsTotals = (days: string = '1'): string =>
  [...REPORTED.map(([name, column]) => `${column} AS ${name}`), `${days} AS days`].join(', ');

/** Selects the sum of rows as {@link Totals}; requires {@link joinDownReport}. */
export const sumAsTotals = (days: string): string => totalColumns(REPORTED, days);

/** Totals as stored in the rollups, which do not contain the ranges of reports of DOWN. */
export type StoredTotals = Omit<Totals, 'reportedMs'>;

/**
 * Picks the totals out of a row. Written out by field, because one ranking makes thousands of them. Without `reportedMs`,
 * DOWN counts as reported on all days; `withoutUnreported` then subtracts the other days.
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
