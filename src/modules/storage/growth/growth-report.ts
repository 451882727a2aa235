import type { Capacity } from '../capacity/capacity.js';
import { type DaysUntilFull, type Projection } from './projection.js';
import type { RateChange } from './rate-fit.js';
import type { Band } from './robust.js';
import type { TableGrowth } from './table-growth.js';

/**
 * MEASURED: from day to day. FROM_ROWS: fewer than seven days measured, so rows of the newest month times bytes per row.
 * NONE: nothing measured, or nothing observed.
 */
export const GROWTH_METHODS = ['MEASURED', 'FROM_ROWS', 'NONE'] as const;
export type GrowthMethod = (typeof GROWTH_METHODS)[number];

export interface GrowthReport {
  /** Of the newest measurement; null where there is none. */
  measuredAt: Date | null;
  method: GrowthMethod;
  /** UTC days of the first and last measurement in the window, and how many there are. */
  window: { days: number; from: string | null; to: string | null; measurements: number };
  /** What the answer rests on and what it leaves open, for people. */
  notes: string[];
  /** What was added in the window, bulk loads included. */
  grown: { rows: number; bytes: number; bulkRows: number };
  perDay: { rows: Band; bytes: Band };
  tables: TableGrowth[];
  now: { rows: number; bytes: number };
  projections: Projection[];
  capacity: Capacity;
  daysUntilFull: DaysUntilFull | null;
  rateChange: RateChange | null;
}
