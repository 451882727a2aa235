import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { IMPORT_ID } from '../../../common/database/columns.js';
import { Destination, Park } from '../../catalog/entities/park.entity.js';
import { IMPORT_STATUSES, type ImportOptions, type ImportProblem, type ImportStatus } from '../import-record.js';

/** One import of the archive or the History API: its scope, progress and state, from which it can be resumed. */
@Index('uq_import_checkpoints_import_id', ['importId'], { unique: true })
@Index('ix_import_checkpoints_destination', ['destinationId', 'status'])
@Index('ix_import_checkpoints_status', ['status'])
@Entity('import_checkpoints')
export class ImportCheckpoint {
  /** Internal id. */
  @PrimaryGeneratedColumn({ name: 'checkpoint_id', type: 'int', unsigned: true })
  checkpointId: number;

  /** Public id, `imp_` and a random part. */
  @Column({ name: 'import_id', ...IMPORT_ID })
  importId: string;

  /** The destination that is imported. */
  @ForeignKey(() => Destination, {
    name: 'fk_import_checkpoints_destination',
    onDelete: 'RESTRICT',
    onUpdate: 'RESTRICT',
  })
  @Column({ name: 'destination_id', type: 'int', unsigned: true })
  destinationId: number;

  /** The only park that is imported; null: all parks of the destination. */
  @ForeignKey(() => Park, { name: 'fk_import_checkpoints_park', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @Column({ name: 'park_id', type: 'int', unsigned: true, nullable: true })
  parkId: number | null;

  /**
   * First day of archive files (UTC), or of the History API (local); null: from the beginning.
   * @unit date
   */
  @Column({ name: 'start_date', type: 'date', nullable: true })
  startDate: string | null;

  /**
   * Last day, included; null: to the end.
   * @unit date
   */
  @Column({ name: 'end_date', type: 'date', nullable: true })
  endDate: string | null;

  /** Options of the request, kept for a resume. */
  @Column({ type: 'json' })
  options: ImportOptions;

  /**
   * State of the import.
   *
   * - `PENDING`: accepted, not started
   * - `IN_PROGRESS`: a process is importing
   * - `PAUSED`: stopped on request, or until `resumes_at` by an exhausted budget; it can be resumed
   * - `COMPLETED`: every file is done
   * - `FAILED`: ended by an error; it can be resumed
   * - `CANCELLED`: stopped for good on request
   */
  @Column({ type: 'enum', enum: [...IMPORT_STATUSES] })
  status: ImportStatus;

  /**
   * Request that the importing process has not carried out yet; null: none.
   *
   * - `PAUSE`: stop after the current file
   * - `CANCEL`: stop for good after the current file
   * - `RESUME`: a worker should continue the import
   */
  @Column({ name: 'requested_action', type: 'enum', enum: ['PAUSE', 'CANCEL', 'RESUME'], nullable: true })
  requestedAction: 'PAUSE' | 'CANCEL' | 'RESUME' | null;

  /** When a paused import resumes by itself; null: it does not. */
  @Column({ name: 'resumes_at', type: 'datetime', precision: 3, nullable: true })
  resumesAt: Date | null;

  /**
   * Day of the last file or park-day that is done; null: none is.
   * @unit date
   */
  @Column({ name: 'last_processed_date', type: 'date', nullable: true })
  lastProcessedDate: string | null;

  /** Key of the last file that is done; null: none is. */
  @Column({ name: 'last_processed_file', type: 'varchar', length: 255, nullable: true })
  lastProcessedFile: string | null;

  /**
   * Files to import; null: not listed yet.
   * @unit files
   */
  @Column({ name: 'files_total', type: 'int', unsigned: true, nullable: true })
  filesTotal: number | null;

  /**
   * Files that are done.
   * @unit files
   */
  @Column({ name: 'files_done', type: 'int', unsigned: true, default: 0 })
  filesDone: number;

  /**
   * Events read from the files; equal to stored, duplicate and rejected together.
   * @unit events
   */
  @Column({ name: 'events_read', type: 'bigint', unsigned: true, default: 0 })
  read: string;

  /**
   * Events that were stored.
   * @unit events
   */
  @Column({ name: 'events_stored', type: 'bigint', unsigned: true, default: 0 })
  stored: string;

  /**
   * Events that were already stored.
   * @unit events
   */
  @Column({ name: 'events_duplicate', type: 'bigint', unsigned: true, default: 0 })
  duplicate: string;

  /**
   * Events that were rejected; findings have the reasons.
   * @unit events
   */
  @Column({ name: 'events_rejected', type: 'bigint', unsigned: true, default: 0 })
  rejected: string;

  /**
   * Rows stored in `queue_data`.
   * @unit rows
   */
  @Column({ name: 'queue_rows_stored', type: 'bigint', unsigned: true, default: 0 })
  queueRowsStored: string;

  /**
   * LIVE rows that archive rows replaced, if `options` asked for it.
   * @unit rows
   */
  @Column({ name: 'live_rows_removed', type: 'bigint', unsigned: true, default: 0 })
  liveRowsRemoved: string;

  /**
   * Files that could not be read, whole or in part.
   * @unit files
   */
  @Column({ name: 'errors_encountered', type: 'int', unsigned: true, default: 0 })
  errorsEncountered: number;

  /** Time spent importing, without pauses. */
  @Column({ name: 'busy_ms', type: 'bigint', unsigned: true, default: 0 })
  busyMs: string;

  /** Process that holds the import; null: none. */
  @Column({ name: 'lease_owner', type: 'varchar', length: 96, nullable: true })
  leaseOwner: string | null;

  /** When the lease expires unless it is renewed; null: not held. */
  @Column({ name: 'lease_until', type: 'datetime', precision: 3, nullable: true })
  leaseUntil: Date | null;

  /** How many times a process began or resumed it. */
  @Column({ type: 'int', unsigned: true, default: 0 })
  attempts: number;

  /** Why it failed, with code and message; null: it did not. */
  @Column({ type: 'json', nullable: true })
  error: ImportProblem | null;

  /** When it was requested. */
  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date;

  /** When it first started; null: not yet. */
  @Column({ name: 'started_at', type: 'datetime', precision: 3, nullable: true })
  startedAt: Date | null;

  /** When its progress was last stored. */
  @Column({ name: 'updated_at', type: 'datetime', precision: 3 })
  updatedAt: Date;

  /** When it ended; null: it has not. */
  @Column({ name: 'finished_at', type: 'datetime', precision: 3, nullable: true })
  finishedAt: Date | null;
}
