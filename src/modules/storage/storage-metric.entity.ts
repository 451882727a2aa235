import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import {
  MEASUREMENT_STARTERS,
  MEASUREMENT_STATUSES,
  type MeasurementResult,
  type MeasurementStarter,
  type MeasurementStatus,
  ROW_COUNT_SOURCES,
  type RowCountSource,
  SIZE_SOURCES,
  type SizeSource,
} from './measure/storage-metrics.js';

/** Size of one table or partition on one day. */
@Index('uq_storage_metrics_unit_day', ['measurementDate', 'tableName', 'partitionName'], { unique: true })
@Entity('storage_metrics')
export class StorageMetric {
  /** Internal id. */
  @PrimaryGeneratedColumn({ name: 'metric_id', type: 'bigint', unsigned: true })
  metricId: string;

  /** The table. */
  @Column({ name: 'table_name', type: 'varchar', length: 64 })
  tableName: string;

  /** The partition; empty for the whole table. */
  @Column({ name: 'partition_name', type: 'varchar', length: 64, default: '' })
  partitionName: string;

  /**
   * Day of the measurement.
   * @unit UTC date
   */
  @Column({ name: 'measurement_date', type: 'date' })
  measurementDate: string;

  /**
   * Rows.
   * @unit rows
   */
  @Column({ name: 'row_count', type: 'bigint', unsigned: true })
  rowCount: string;

  /** Whether `row_count` is exact. */
  @Column({ name: 'row_count_exact', type: 'boolean' })
  rowCountExact: boolean;

  /**
   * Where `row_count` comes from.
   *
   * - `COUNTED`: counted in this measurement
   * - `KEPT`: counted earlier, and nothing has changed since
   * - `CORRECTED`: the last exact count, scaled by the growth of the file since
   * - `ESTIMATED`: the optimiser's estimate
   */
  @Column({ name: 'row_count_source', type: 'enum', enum: [...ROW_COUNT_SOURCES], default: 'ESTIMATED' })
  rowCountSource: RowCountSource;

  /** Bytes of rows and primary key. */
  @Column({ name: 'data_bytes', type: 'bigint', unsigned: true })
  dataBytes: string;

  /** Bytes of other indexes. */
  @Column({ name: 'index_bytes', type: 'bigint', unsigned: true })
  indexBytes: string;

  /** Bytes that are allocated but unused. */
  @Column({ name: 'free_bytes', type: 'bigint', unsigned: true })
  freeBytes: string;

  /**
   * Where the bytes come from.
   *
   * - `FILE`: the size of the tablespace file on disk
   * - `STATISTICS`: the server's statistics, which lag behind
   */
  @Column({ name: 'size_source', type: 'enum', enum: [...SIZE_SOURCES], default: 'STATISTICS' })
  sizeSource: SizeSource;

  /** When it was measured. */
  @Column({ name: 'measured_at', type: 'datetime', precision: 3 })
  measuredAt: Date;
}

/** Last exact row count of a partition, or of a table without partitions, and what shows that it is out of date. */
@Entity('storage_row_counts')
export class StorageRowCount {
  /** The table. */
  @PrimaryColumn({ name: 'table_name', type: 'varchar', length: 64 })
  tableName: string;

  /** The partition; empty for a table without partitions. */
  @PrimaryColumn({ name: 'partition_name', type: 'varchar', length: 64 })
  partitionName: string;

  /**
   * Rows.
   * @unit rows
   */
  @Column({ name: 'row_count', type: 'bigint', unsigned: true })
  rowCount: string;

  /** When they were counted. */
  @Column({ name: 'counted_at', type: 'datetime', precision: 3 })
  countedAt: Date;

  /** Size of the tablespace file then; null: the server does not report it. */
  @Column({ name: 'file_bytes', type: 'bigint', unsigned: true, nullable: true })
  fileBytes: string | null;

  /**
   * The optimiser's estimate then.
   * @unit rows
   */
  @Column({ name: 'rows_estimate', type: 'bigint', unsigned: true })
  rowsEstimate: string;

  /** The server's time of the last change then, as text; null: unknown. */
  @Column({ name: 'update_mark', type: 'varchar', length: 32, nullable: true })
  updateMark: string | null;

  /** The newest import into the months of the partition then; null: none. */
  @Column({ name: 'import_mark', type: 'varchar', length: 96, nullable: true })
  importMark: string | null;
}

/** One measurement of storage, which runs in the background. */
@Index('ix_storage_measurements_started', ['startedAt'])
@Entity('storage_measurements')
export class StorageMeasurement {
  /** Public id, used in the API. */
  @PrimaryColumn({ name: 'job_id', type: 'varchar', length: 32, charset: 'ascii', collation: 'ascii_general_ci' })
  jobId: string;

  /**
   * What started it.
   *
   * - `SCHEDULE`: the daily job
   * - `API`: a request
   * - `CLI`: the command `warehouse storage measure`
   */
  @Column({ name: 'started_by', type: 'enum', enum: [...MEASUREMENT_STARTERS] })
  startedBy: MeasurementStarter;

  /**
   * State of the measurement.
   *
   * - `RUNNING`: in progress
   * - `COMPLETED`: done
   * - `FAILED`: it failed; `error` has the reason
   */
  @Column({ type: 'enum', enum: [...MEASUREMENT_STATUSES] })
  status: MeasurementStatus;

  /** When it started. */
  @Column({ name: 'started_at', type: 'datetime', precision: 3 })
  startedAt: Date;

  /** When it ended; null: in progress. */
  @Column({ name: 'finished_at', type: 'datetime', precision: 3, nullable: true })
  finishedAt: Date | null;

  /** What was measured, in short; null: in progress, or failed. */
  @Column({ type: 'json', nullable: true })
  result: MeasurementResult | null;

  /** Why it failed; null: it did not. */
  @Column({ type: 'varchar', length: 255, nullable: true })
  error: string | null;
}
