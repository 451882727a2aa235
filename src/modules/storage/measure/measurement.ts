import type { RowCountSource, SizeSource } from './storage-figures.js';

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
