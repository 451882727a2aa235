import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

@Index('ix_storage_metrics_day', ['measurementDate', 'tableName', 'partitionName'])
@Entity('storage_metrics')
export class StorageMetric {
  @PrimaryGeneratedColumn({ name: 'metric_id', type: 'bigint', unsigned: true })
  metricId: string;

  @Column({ name: 'table_name', type: 'varchar', length: 64 })
  tableName: string;

  @Column({ name: 'partition_name', type: 'varchar', length: 64, nullable: true })
  partitionName: string | null;

  @Column({ name: 'measurement_date', type: 'date' })
  measurementDate: string;

  @Column({ name: 'row_count', type: 'bigint', unsigned: true })
  rowCount: string;

  @Column({ name: 'row_count_exact', type: 'boolean' })
  rowCountExact: boolean;

  @Column({ name: 'data_bytes', type: 'bigint', unsigned: true })
  dataBytes: string;

  @Column({ name: 'index_bytes', type: 'bigint', unsigned: true })
  indexBytes: string;

  @Column({ name: 'free_bytes', type: 'bigint', unsigned: true })
  freeBytes: string;

  @Column({ name: 'measured_at', type: 'datetime', precision: 3 })
  measuredAt: Date;
}
