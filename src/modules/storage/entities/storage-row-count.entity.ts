import { Column, Entity, PrimaryColumn } from 'typeorm';

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
