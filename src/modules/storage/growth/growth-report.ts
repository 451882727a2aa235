import type { Capacity } from '../capacity.service.js';
import type { RateChange } from './rate-fit.js';
import { type Band, scaledBand } from './robust-statistics.js';
import type { TableGrowth } from './table-growth.js';

const PROJECTION_YEARS = [1, 3, 5, 10] as const;
export const DAYS_PER_YEAR = 365.25;

export interface Projection {
  years: number;
  rows: Band;
  bytes: Band;
}

/** Never below the current size: files do not shrink, and observations are never deleted. */
export function projected(now: number, perDay: Band, days: number): Band {
  const growth = scaledBand(perDay, days);
  return {
    value: now + Math.max(0, growth.value),
    low: now + Math.max(0, growth.low),
    high: now + Math.max(0, growth.high),
  };
}

export function projections(now: { rows: number; bytes: number }, perDay: { rows: Band; bytes: Band }): Projection[] {
  return PROJECTION_YEARS.map((years) => ({
    years,
    rows: projected(now.rows, perDay.rows, years * DAYS_PER_YEAR),
    bytes: projected(now.bytes, perDay.bytes, years * DAYS_PER_YEAR),
  }));
}

export interface DaysUntilFull {
  days: number;
  /** At the fastest and the slowest growth within the band; `latestDays` is null if it may never be full. */
  earliestDays: number;
  latestDays: number | null;
}

/** Null if the capacity is unknown, or without growth. */
export function daysUntilFull(usedBytes: number, limitBytes: number | null, perDay: Band): DaysUntilFull | null {
  if (limitBytes === null) return null;
  const left = limitBytes - usedBytes;
  if (left <= 0) return { days: 0, earliestDays: 0, latestDays: 0 };
  if (perDay.value <= 0) return null;
  return {
    days: left / perDay.value,
    earliestDays: left / perDay.high,
    latestDays: perDay.low > 0 ? left / perDay.low : null,
  };
}

/**
 * MEASURED: day by day. FROM_ROWS: with fewer than seven days of measurements, the rows of the newest month times bytes per
 * row. NONE: no measurements, or no observations.
 */
export const GROWTH_METHODS = ['MEASURED', 'FROM_ROWS', 'NONE'] as const;
export type GrowthMethod = (typeof GROWTH_METHODS)[number];

export interface GrowthReport {
  /** UTC day of the report, from which the projections count. */
  today: string;
  /** Time of the newest measurement; null if there is none. */
  measuredAt: Date | null;
  method: GrowthMethod;
  /** UTC days of the first and last measurement in the window, and how many there are. */
  window: { days: number; from: string | null; to: string | null; measurements: number };
  /** All tables together on each measured day, oldest first. */
  measuredDays: { day: string; rows: number; bytes: number }[];
  /** What the report is based on, and its limits; for people. */
  notes: string[];
  /** Rows and bytes added in the window, including bulk loads. */
  grown: { rows: number; bytes: number; bulkRows: number };
  perDay: { rows: Band; bytes: Band };
  tables: TableGrowth[];
  now: { rows: number; bytes: number };
  projections: Projection[];
  capacity: Capacity;
  daysUntilFull: DaysUntilFull | null;
  rateChange: RateChange | null;
}
