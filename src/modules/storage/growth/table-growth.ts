import { type MeasuredMetric } from '../measure/metric.repository.js';
import { rowCost } from './bytes-per-row.js';
import { type Band, ZERO_BAND, scaledBand, sumOfBands } from './robust.js';
import { fitRate } from './rate-fit.js';
import { type BulkLoad, type Interval, type Jump, steadySeries } from './steady-series.js';

const PARTITIONS_PER_DAY = 12 / 365.25;

export interface TableGrowth {
  table: string;
  rowsPerDay: Band;
  bytesPerDay: Band;
  bytesPerRow: number | null;
  /** Imported days long past, within the period. */
  bulkRows: number;
  jumps: Jump[];
  /** Of ordinary days; empty where the growth was not measured from day to day. */
  intervals: Interval[];
}

/** A table as measured now. */
export interface TableNow {
  whole: MeasuredMetric;
  partitions: readonly MeasuredMetric[];
}

/** From measurements of several days, oldest first. */
export function measuredGrowth(
  now: TableNow,
  levels: readonly MeasuredMetric[],
  { loads, knowsBulkRows }: { loads: readonly BulkLoad[]; knowsBulkRows: boolean },
): TableGrowth {
  const points = levels.map(({ measuredAt, rows }) => ({ atMs: measuredAt.getTime(), rows }));
  const { intervals, jumps } = steadySeries(points, loads, { knowsBulkRows });
  const bulkRows = knowsBulkRows ? intervals.reduce((total, interval) => total + interval.bulkRows, 0) : 0;
  return { ...withBytes(now, fitRate(intervals)), bulkRows, jumps, intervals };
}

/** From a rate that is known in another way. */
export function assumedGrowth(now: TableNow, rowsPerDay: number): TableGrowth {
  const rate = { value: rowsPerDay, low: rowsPerDay, high: rowsPerDay };
  return { ...withBytes(now, rate), bulkRows: 0, jumps: [], intervals: [] };
}

function withBytes({ whole, partitions }: TableNow, rowsPerDay: Band) {
  const { bytesPerRow, bytesPerPartition } = rowCost(whole, partitions, rowsPerDay.value);
  const ofRows = bytesPerRow === null ? ZERO_BAND : scaledBand(rowsPerDay, bytesPerRow);
  const ofPartitions = bytesPerPartition * PARTITIONS_PER_DAY;
  const overhead = { value: ofPartitions, low: ofPartitions, high: ofPartitions };
  return { table: whole.table, rowsPerDay, bytesPerRow, bytesPerDay: sumOfBands([ofRows, overhead]) };
}
