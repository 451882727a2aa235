import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { IMPORT_ID } from '../../../common/database/columns.js';
import type { ParseIssue } from '../parser/parsed-file.js';

/** One archive file, or park-day of the History API, that an import has done. Its counts are stored together with its rows. */
@Index('ix_import_files_object', ['objectKey', 'doneAt'])
@Entity('import_files')
export class ImportFile {
  /** Public id of the import. */
  @PrimaryColumn({ name: 'import_id', ...IMPORT_ID })
  importId: string;

  /** Key of the file in the archive, or `<destination>/history/<park>/<day>`. */
  @PrimaryColumn({ name: 'object_key', type: 'varchar', length: 255, charset: 'ascii', collation: 'ascii_bin' })
  objectKey: string;

  /**
   * Day of the file (UTC), or local day of the park.
   * @unit date
   */
  @Column({ name: 'file_date', type: 'date' })
  fileDate: string;

  /** Version of the file, or SHA-256 of the response, by which a changed file is recognised. */
  @Column({ type: 'varchar', length: 128 })
  etag: string;

  /** Size of the compressed file; 0 for a park-day of the History API. */
  @Column({ name: 'size_bytes', type: 'bigint', unsigned: true })
  sizeBytes: string;

  /**
   * Events read; equal to stored, duplicate and rejected together.
   * @unit events
   */
  @Column({ name: 'events_read', type: 'int', unsigned: true })
  read: number;

  /**
   * Events that were stored.
   * @unit events
   */
  @Column({ name: 'events_stored', type: 'int', unsigned: true })
  stored: number;

  /**
   * Events that were already stored.
   * @unit events
   */
  @Column({ name: 'events_duplicate', type: 'int', unsigned: true })
  duplicate: number;

  /**
   * Events that were rejected.
   * @unit events
   */
  @Column({ name: 'events_rejected', type: 'int', unsigned: true })
  rejected: number;

  /**
   * Rows stored in `queue_data`.
   * @unit rows
   */
  @Column({ name: 'queue_rows_stored', type: 'int', unsigned: true })
  queueRowsStored: number;

  /** Code of a defect of the whole file; null: none. */
  @Column({ type: 'varchar', length: 64, nullable: true })
  defect: string | null;

  /** Rejected and repaired values, counted by reason; null: none. */
  @Column({ type: 'json', nullable: true })
  issues: ParseIssue[] | null;

  /** When the file was done. */
  @Column({ name: 'done_at', type: 'datetime', precision: 3 })
  doneAt: Date;
}
