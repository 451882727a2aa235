import { type Band, scaledBand } from './robust.js';

export const PROJECTION_YEARS = [1, 3, 5, 10] as const;
export const DAYS_PER_YEAR = 365.25;

export interface Projection {
  years: number;
  rows: Band;
  bytes: Band;
}

/** Never less than what there is: files do not shrink, and nothing deletes observations. */
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
  /** If it grows as fast, or as slowly, as the band allows; the latest is null where it may never be full. */
  earliestDays: number;
  latestDays: number | null;
}

/** Null where the capacity is not known, or nothing grows. */
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
