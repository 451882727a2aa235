import { sum } from '../../../common/collections.js';
import type { MeasuredMetric } from '../measure/metric.repository.js';
import { bytesOf, type StorageMetricRow } from '../measure/storage-metrics.js';
import { type BulkLoad, fitRate, type Interval, type Jump, steadySeries } from './rate-fit.js';
import { type Band, median, scaledBand, sumOfBands, ZERO_BAND } from './robust-statistics.js';

/** Bytes on disk of a row, and of a partition without rows. */
export interface RowCost {
  /** Null without rows. */
  bytesPerRow: number | null;
  bytesPerPartition: number;
}

/** Newest partitions to measure from, because the next months will resemble them. */
const NEWEST_PARTITIONS = 4;
/** In a partition with fewer rows, InnoDB's reserve of about 10 MB per file outweighs the rows. */
const MIN_SHARE_OF_A_MONTH = 0.25;
/** A smaller file grows page by page; beyond this, InnoDB allocates about 8 MB ahead, once. */
const SMALL_FILE_BYTES = 1024 * 1024;
const EMPTY_FILE_BYTES = 98_304;
const RESERVE_BYTES = 8 * 1024 * 1024;
const MIN_SHARE_OF_ROWS = 0.1;
const DAYS_PER_MONTH = 30.44;

/**
 * Measured from whole files rather than from their daily growth: a file grows by extents, so the bytes of a single day are
 * 0 or 4 MB.
 */
export function rowCost(whole: StorageMetricRow, partitions: readonly StorageMetricRow[], rowsPerDay: number): RowCost {
  if (partitions.length === 0) return { bytesPerRow: plainBytesPerRow(whole), bytesPerPartition: 0 };
  const base = median(partitions.filter(({ rows }) => rows === 0).map(bytesOf));
  const filled = partitions.filter(({ rows }) => rows > 0);
  const usual = filled
    .slice(-NEWEST_PARTITIONS)
    .filter(({ rows }) => rows >= MIN_SHARE_OF_A_MONTH * rowsPerDay * DAYS_PER_MONTH);
  const measured = usual.length > 0 ? usual : filled;
  const rows = sum(measured.map((partition) => partition.rows));
  const bytes = sum(measured.map((partition) => Math.max(0, bytesOf(partition) - base)));
  return { bytesPerRow: rows === 0 ? null : bytes / rows, bytesPerPartition: base };
}

/** A growing file already contains its reserve: only the bytes beyond it belong to rows. */
function plainBytesPerRow(whole: StorageMetricRow): number | null {
  if (whole.rows === 0) return null;
  const bytes = bytesOf(whole);
  const overhead = bytes < SMALL_FILE_BYTES ? EMPTY_FILE_BYTES : RESERVE_BYTES;
  return Math.max(bytes - overhead, MIN_SHARE_OF_ROWS * bytes) / whole.rows;
}

const PARTITIONS_PER_DAY = 12 / 365.25;

export interface TableGrowth {
  table: string;
  rowsPerDay: Band;
  bytesPerDay: Band;
  bytesPerRow: number | null;
  /** Rows that imports of old days wrote within the period. */
  bulkRows: number;
  jumps: Jump[];
  /** Ordinary days; empty if the growth was not measured day by day. */
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

/** From a rate of another source. */
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
