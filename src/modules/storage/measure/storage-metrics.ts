import { sum } from '../../../common/collections.js';
import { PARTITIONED_TABLES } from '../../snapshots/partitions/partition-plan.js';

/** Where a row count comes from; the first two are exact. */
export const ROW_COUNT_SOURCES = ['COUNTED', 'KEPT', 'CORRECTED', 'ESTIMATED'] as const;
/**
 * COUNTED: counted at this measurement. KEPT: counted earlier, and nothing has changed since. CORRECTED: the last exact
 * count, scaled by the growth of the file since. ESTIMATED: the optimiser's figure, as it is.
 */
export type RowCountSource = (typeof ROW_COUNT_SOURCES)[number];

/** FILE: the bytes of the tablespace file on disk. STATISTICS: the server's statistics, which lag behind. */
export const SIZE_SOURCES = ['FILE', 'STATISTICS'] as const;
export type SizeSource = (typeof SIZE_SOURCES)[number];

export const isExact = (source: RowCountSource): boolean => source === 'COUNTED' || source === 'KEPT';

/** The bytes of a table or partition; the three add up to what it takes on disk. */
export interface UnitSize {
  dataBytes: number;
  indexBytes: number;
  freeBytes: number;
  sizeSource: SizeSource;
}

/** In place of a time that is so new that another change may fall into the same second. */
export const JUST_NOW = 'just now';

/** A partition, or a table that has none: what has a file of its own. */
export interface StorageUnit extends UnitSize {
  table: string;
  /** Empty for a table without partitions. */
  partition: string;
  /** The optimiser's. */
  rowsEstimate: number;
  /** Null where the server does not say. */
  fileBytes: number | null;
  /** When it was last changed as far as the server knows since its own start, or JUST_NOW; null: not known. */
  updateMark: string | null;
}

/** What was measured of a table (`partition` empty) or of one of its partitions. */
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

/** One figure for each table, the sum of its parts. */
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

export const MEASUREMENT_STARTERS = ['SCHEDULE', 'API', 'CLI'] as const;
export type MeasurementStarter = (typeof MEASUREMENT_STARTERS)[number];

export const MEASUREMENT_STATUSES = ['RUNNING', 'COMPLETED', 'FAILED'] as const;
export type MeasurementStatus = (typeof MEASUREMENT_STATUSES)[number];

/** What a measurement came to. */
export interface MeasurementResult {
  /** UTC. */
  measurementDate: string;
  durationMs: number;
  tables: number;
  partitions: number;
  rows: number;
  totalBytes: number;
  /** FILE where every size is that of a file. */
  sizeSource: SizeSource;
  /** Why some sizes are not those of files; null where all are. */
  sizeNote: string | null;
  /** Tables and partitions by where their row count comes from. */
  rowCounts: Record<RowCountSource, number>;
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

/** Statistics are told by their names, so that one that is added later counts where it belongs. */
export function groupOf(table: string): TableGroup {
  if (RAW_TABLES.includes(table)) return 'raw';
  if (table.endsWith('_hourly_stats')) return 'hourly';
  return /_(daily|ten_day|monthly)_stats$/.test(table) ? 'daily' : 'other';
}

/** These have rows for what was observed, so they grow as the observations do. */
export function isDerived(table: string): boolean {
  return ['hourly', 'daily'].includes(groupOf(table));
}
