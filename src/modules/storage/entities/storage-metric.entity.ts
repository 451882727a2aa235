import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { ROW_COUNT_SOURCES, type RowCountSource, SIZE_SOURCES, type SizeSource } from '../measure/storage-figures.js';

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
