import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { Destination, Park } from '../../catalog/entities/park.entity.js';

@Index('uq_import_checkpoints_import_id', ['importId'], { unique: true })
@Index('ix_import_checkpoints_destination', ['destinationId', 'status'])
@Index('ix_import_checkpoints_status', ['status'])
@Entity('import_checkpoints')
export class ImportCheckpoint {
  @PrimaryGeneratedColumn({ name: 'checkpoint_id', type: 'int', unsigned: true })
  checkpointId: number;

  @Column({ name: 'import_id', type: 'varchar', length: 32, charset: 'ascii', collation: 'ascii_general_ci' })
  importId: string;

  @ForeignKey(() => Destination, {
    name: 'fk_import_checkpoints_destination',
    onDelete: 'RESTRICT',
    onUpdate: 'RESTRICT',
  })
  @Column({ name: 'destination_id', type: 'int', unsigned: true })
  destinationId: number;

  @ForeignKey(() => Park, { name: 'fk_import_checkpoints_park', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @Column({ name: 'park_id', type: 'int', unsigned: true, nullable: true })
  parkId: number | null;

  @Column({ name: 'start_date', type: 'date', nullable: true })
  startDate: string | null;

  @Column({ name: 'end_date', type: 'date', nullable: true })
  endDate: string | null;

  @Column({ type: 'json' })
  options: unknown;

  @Column({ type: 'enum', enum: ['PENDING', 'IN_PROGRESS', 'PAUSED', 'COMPLETED', 'FAILED', 'CANCELLED'] })
  status: 'PENDING' | 'IN_PROGRESS' | 'PAUSED' | 'COMPLETED' | 'FAILED' | 'CANCELLED';

  @Column({ name: 'requested_action', type: 'enum', enum: ['PAUSE', 'CANCEL', 'RESUME'], nullable: true })
  requestedAction: 'PAUSE' | 'CANCEL' | 'RESUME' | null;

  @Column({ name: 'last_processed_date', type: 'date', nullable: true })
  lastProcessedDate: string | null;

  @Column({ name: 'last_processed_file', type: 'varchar', length: 255, nullable: true })
  lastProcessedFile: string | null;

  @Column({ name: 'files_total', type: 'int', unsigned: true, nullable: true })
  filesTotal: number | null;

  @Column({ name: 'files_done', type: 'int', unsigned: true, default: 0 })
  filesDone: number;

  @Column({ name: 'events_read', type: 'bigint', unsigned: true, default: 0 })
  read: string;

  @Column({ name: 'events_stored', type: 'bigint', unsigned: true, default: 0 })
  stored: string;

  @Column({ name: 'events_duplicate', type: 'bigint', unsigned: true, default: 0 })
  duplicate: string;

  @Column({ name: 'events_rejected', type: 'bigint', unsigned: true, default: 0 })
  rejected: string;

  @Column({ name: 'queue_rows_stored', type: 'bigint', unsigned: true, default: 0 })
  queueRowsStored: string;

  @Column({ name: 'live_rows_removed', type: 'bigint', unsigned: true, default: 0 })
  liveRowsRemoved: string;

  @Column({ name: 'errors_encountered', type: 'int', unsigned: true, default: 0 })
  errorsEncountered: number;

  @Column({ name: 'busy_ms', type: 'bigint', unsigned: true, default: 0 })
  busyMs: string;

  @Column({ name: 'lease_owner', type: 'varchar', length: 96, nullable: true })
  leaseOwner: string | null;

  @Column({ name: 'lease_until', type: 'datetime', precision: 3, nullable: true })
  leaseUntil: Date | null;

  @Column({ type: 'int', unsigned: true, default: 0 })
  attempts: number;

  @Column({ type: 'json', nullable: true })
  error: unknown;

  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date;

  @Column({ name: 'started_at', type: 'datetime', precision: 3, nullable: true })
  startedAt: Date | null;

  @Column({ name: 'updated_at', type: 'datetime', precision: 3 })
  updatedAt: Date;

  @Column({ name: 'finished_at', type: 'datetime', precision: 3, nullable: true })
  finishedAt: Date | null;
}
