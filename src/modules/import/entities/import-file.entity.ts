import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Index('ix_import_files_object', ['objectKey', 'doneAt'])
@Entity('import_files')
export class ImportFile {
  @PrimaryColumn({ name: 'import_id', type: 'varchar', length: 32, charset: 'ascii', collation: 'ascii_general_ci' })
  importId: string;

  @PrimaryColumn({ name: 'object_key', type: 'varchar', length: 255, charset: 'ascii', collation: 'ascii_bin' })
  objectKey: string;

  @Column({ name: 'file_date', type: 'date' })
  fileDate: string;

  @Column({ type: 'varchar', length: 128 })
  etag: string;

  @Column({ name: 'size_bytes', type: 'bigint', unsigned: true })
  sizeBytes: string;

  @Column({ name: 'events_read', type: 'int', unsigned: true })
  read: number;

  @Column({ name: 'events_stored', type: 'int', unsigned: true })
  stored: number;

  @Column({ name: 'events_duplicate', type: 'int', unsigned: true })
  duplicate: number;

  @Column({ name: 'events_rejected', type: 'int', unsigned: true })
  rejected: number;

  @Column({ name: 'queue_rows_stored', type: 'int', unsigned: true })
  queueRowsStored: number;

  @Column({ type: 'varchar', length: 64, nullable: true })
  defect: string | null;

  @Column({ type: 'json', nullable: true })
  issues: unknown;

  @Column({ name: 'done_at', type: 'datetime', precision: 3 })
  doneAt: Date;
}
