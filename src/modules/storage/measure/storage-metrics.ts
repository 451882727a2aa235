import { sum } from '../../../common/collections.js';
import { PARTITIONED_TABLES } from '../../snapshots/partitions/partition-plan.js';

/** The source of a row count; the first two are exact. */
export const ROW_COUNT_SOURCES = ['COUNTED', 'KEPT', 'CORRECTED', 'ESTIMATED'] as const;
/**
 * COUNTED: counted by this measurement. KEPT: counted earlier and unchanged since. CORRECTED: the last exact count, scaled by
 * the growth of the file since. ESTIMATED: the optimiser's estimate.
 */
export type RowCountSource = (typeof ROW_COUNT_SOURCES)[number];

/** FILE: the size of the tablespace file. STATISTICS: the server's estimates, which lag behind. */
export const SIZE_SOURCES = ['FILE', 'STATISTICS'] as const;
export type SizeSource = (typeof SIZE_SOURCES)[number];

export const isExact = (source: RowCountSource): boolean => source === 'COUNTED' || source === 'KEPT';

/** The bytes of a table or partition; the three add up to its size on disk. */
export interface UnitSize {
  dataBytes: number;
  indexBytes: number;
  freeBytes: number;
  sizeSource: SizeSource;
}

/** Replaces an update time so recent that another change may fall into the same second. */
export const JUST_NOW = 'just now';

/** A partition, or a table without partitions: anything with a file of its own. */
export interface StorageUnit extends UnitSize {
  table: string;
  /** Empty for a table without partitions. */
  partition: string;
  /** The optimiser's estimate. */
  rowsEstimate: number;
  /** Null if the server does not report it. */
  fileBytes: number | null;
  /** The update time that the server reports, or JUST_NOW; null if unknown. */
  updateMark: string | null;
}

/** The measured values of a table (`partition` empty) or a partition. */
export interface StorageMetricRow extends UnitSize {
  table: string;
  partition: string;
  rows: number;
  rowSource: RowCountSource;
}

export const bytesOf = ({ dataBytes, indexBytes, freeBytes }: UnitSize): number => dataBytes + indexBytes + freeBytes;

/** The least certain of some sources. */
function leastCertain(sources: readonly RowCountSource[]): RowCountSource {
  return ROW_COUNT_SOURCES[Math.max(0, ...sources.map((source) => ROW_COUNT_SOURCES.indexOf(source)))]!;
}

/** One row for each table, the sum of its partitions. */
export function wholeTables(parts: readonly StorageMetricRow[]): StorageMetricRow[] {
  const tables = new Map<string, StorageMetricRow[]>();
  for (const part of parts) tables.set(part.table, [...(tables.get(part.table) ?? []), part]);
  return [...tables].map(([table, metrics]) => ({
    table,
    partition: '',
    rows: sum(metrics.map(({ rows }) => rows)),
    rowSource: leastCertain(metrics.map(({ rowSource }) => rowSource)),
    dataBytes: sum(metrics.map(({ dataBytes }) => dataBytes)),
    indexBytes: sum(metrics.map(({ indexBytes }) => indexBytes)),
    freeBytes: sum(metrics.map(({ freeBytes }) => freeBytes)),
    sizeSource: metrics.every(({ sizeSource }) => sizeSource === 'FILE') ? ('FILE' as const) : ('STATISTICS' as const),
  }));
}

/** UNKNOWN: the database user may not see it. */
export const BINARY_LOG_STATES = ['ON', 'OFF', 'UNKNOWN'] as const;
export type BinaryLogState = (typeof BINARY_LOG_STATES)[number];

/** The binary log of the server, which all its schemas share; no part of the sizes of tables. */
export interface BinaryLog {
  state: BinaryLogState;
  /** Null unless ON: unknown is not 0, and old files may remain after it was turned off. */
  bytes: number | null;
  /** Why it is unknown. */
  note: string | null;
}

export const MEASUREMENT_STARTERS = ['SCHEDULE', 'API', 'CLI'] as const;
export type MeasurementStarter = (typeof MEASUREMENT_STARTERS)[number];

export const MEASUREMENT_STATUSES = ['RUNNING', 'COMPLETED', 'FAILED'] as const;
export type MeasurementStatus = (typeof MEASUREMENT_STATUSES)[number];

/** The result of a measurement. */
export interface MeasurementResult {
  /** UTC. */
  measurementDate: string;
  durationMs: number;
  tables: number;
  partitions: number;
  rows: number;
  totalBytes: number;
  /** FILE if every size is a file size. */
  sizeSource: SizeSource;
  /** Why some sizes are not file sizes; null if all are. */
  sizeNote: string | null;
  /** Number of tables and partitions by the source of their row count. */
  rowCounts: Record<RowCountSource, number>;
  binaryLog: BinaryLog;
  /** Tables of the schema that the database does not have. */
  missingTables: string[];
}

/** A measurement as a job. */
export interface Measurement {
  jobId: string;
  startedBy: MeasurementStarter;
  status: MeasurementStatus;
  startedAt: Date;
  finishedAt: Date | null;
  result: MeasurementResult | null;
  error: string | null;
}

export type TableGroup = 'raw' | 'hourly' | 'daily' | 'other';

const RAW_TABLES: readonly string[] = PARTITIONED_TABLES;

/** Statistics tables are recognised by name, so tables added later are grouped correctly. */
export function groupOf(table: string): TableGroup {
  if (RAW_TABLES.includes(table)) return 'raw';
  if (table === 'ride_day_hours' || table.endsWith('_hourly_stats')) return 'hourly';
  return /_(daily|ten_day|monthly)_stats$/.test(table) ? 'daily' : 'other';
}

/** Whether the table is derived from observations, and so grows in proportion to them. */
export function isDerived(table: string): boolean {
  return ['hourly', 'daily'].includes(groupOf(table));
}
