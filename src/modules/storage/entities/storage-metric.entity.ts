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
} from '../measure/storage-metrics.js';

@Index('uq_storage_metrics_unit_day', ['measurementDate', 'tableName', 'partitionName'], { unique: true })
@Entity('storage_metrics')
export class StorageMetric {
  @PrimaryGeneratedColumn({ name: 'metric_id', type: 'bigint', unsigned: true })
  metricId: string;

  @Column({ name: 'table_name', type: 'varchar', length: 64 })
  tableName: string;

  /** Empty for the whole table. */
  @Column({ name: 'partition_name', type: 'varchar', length: 64, default: '' })
  partitionName: string;

  @Column({ name: 'measurement_date', type: 'date' })
  measurementDate: string;

  @Column({ name: 'row_count', type: 'bigint', unsigned: true })
  rowCount: string;

  @Column({ name: 'row_count_exact', type: 'boolean' })
  rowCountExact: boolean;

  @Column({ name: 'row_count_source', type: 'enum', enum: [...ROW_COUNT_SOURCES], default: 'ESTIMATED' })
  rowCountSource: RowCountSource;

  @Column({ name: 'data_bytes', type: 'bigint', unsigned: true })
  dataBytes: string;

  @Column({ name: 'index_bytes', type: 'bigint', unsigned: true })
  indexBytes: string;

  @Column({ name: 'free_bytes', type: 'bigint', unsigned: true })
  freeBytes: string;

  @Column({ name: 'size_source', type: 'enum', enum: [...SIZE_SOURCES], default: 'STATISTICS' })
  sizeSource: SizeSource;

  @Column({ name: 'measured_at', type: 'datetime', precision: 3 })
  measuredAt: Date;
}

/** The last exact count of a partition (or of a table that has none), and what would show that it no longer holds. */
@Entity('storage_row_counts')
export class StorageRowCount {
  @PrimaryColumn({ name: 'table_name', type: 'varchar', length: 64 })
  tableName: string;

  /** Empty for a table without partitions. */
  @PrimaryColumn({ name: 'partition_name', type: 'varchar', length: 64 })
  partitionName: string;

  @Column({ name: 'row_count', type: 'bigint', unsigned: true })
  rowCount: string;

  @Column({ name: 'counted_at', type: 'datetime', precision: 3 })
  countedAt: Date;

  @Column({ name: 'file_bytes', type: 'bigint', unsigned: true, nullable: true })
  fileBytes: string | null;

  @Column({ name: 'rows_estimate', type: 'bigint', unsigned: true })
  rowsEstimate: string;

  @Column({ name: 'update_mark', type: 'varchar', length: 32, nullable: true })
  updateMark: string | null;

  @Column({ name: 'import_mark', type: 'varchar', length: 96, nullable: true })
  importMark: string | null;
}

@Index('ix_storage_measurements_started', ['startedAt'])
@Entity('storage_measurements')
export class StorageMeasurement {
  @PrimaryColumn({ name: 'job_id', type: 'varchar', length: 32, charset: 'ascii', collation: 'ascii_general_ci' })
  jobId: string;

  @Column({ name: 'started_by', type: 'enum', enum: [...MEASUREMENT_STARTERS] })
  startedBy: MeasurementStarter;

  @Column({ type: 'enum', enum: [...MEASUREMENT_STATUSES] })
  status: MeasurementStatus;

  @Column({ name: 'started_at', type: 'datetime', precision: 3 })
  startedAt: Date;

  @Column({ name: 'finished_at', type: 'datetime', precision: 3, nullable: true })
  finishedAt: Date | null;

  @Column({ type: 'json', nullable: true })
  result: MeasurementResult | null;

  @Column({ type: 'varchar', length: 255, nullable: true })
  error: string | null;
}
