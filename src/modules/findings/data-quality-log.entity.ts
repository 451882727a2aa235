import { Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

@Index('uq_data_quality_log_fingerprint', ['fingerprint'], { unique: true })
@Index('ix_data_quality_log_status', ['resolutionStatus', 'lastSeenAt'])
@Index('ix_data_quality_log_park', ['parkId', 'issueType'])
@Index('ix_data_quality_log_import', ['importId'])
@Entity('data_quality_log')
export class DataQualityLog {
  @PrimaryGeneratedColumn({ name: 'log_id', type: 'bigint', unsigned: true })
  logId: string;

  @Column({
    name: 'issue_type',
    type: 'enum',
    enum: ['GAP', 'DUPLICATE', 'INVALID', 'MISSING_FIELD', 'MAPPING', 'SUSPICIOUS'],
  })
  issueType: 'GAP' | 'DUPLICATE' | 'INVALID' | 'MISSING_FIELD' | 'MAPPING' | 'SUSPICIOUS';

  @Column({ type: 'varchar', length: 64 })
  reason: string;

  @Column({ name: 'entity_type', type: 'enum', enum: ['DESTINATION', 'PARK', 'RIDE', 'FILE'], nullable: true })
  entityType: 'DESTINATION' | 'PARK' | 'RIDE' | 'FILE' | null;

  @Column({ name: 'entity_id', type: 'int', unsigned: true, nullable: true })
  entityId: number | null;

  @Column({ name: 'park_id', type: 'int', unsigned: true, nullable: true })
  parkId: number | null;

  @Column({
    name: 'import_id',
    type: 'varchar',
    length: 32,
    charset: 'ascii',
    collation: 'ascii_general_ci',
    nullable: true,
  })
  importId: string | null;

  @Column({ name: 'run_id', type: 'bigint', unsigned: true, nullable: true })
  runId: string | null;

  @Column({ name: 'window_start', type: 'datetime', precision: 3, nullable: true })
  windowStart: Date | null;

  @Column({ name: 'window_end', type: 'datetime', precision: 3, nullable: true })
  windowEnd: Date | null;

  @Column({ name: 'records_affected', type: 'int', unsigned: true, default: 0 })
  recordsAffected: number;

  @Column({ type: 'char', length: 64, charset: 'ascii', collation: 'ascii_general_ci' })
  fingerprint: string;

  @Column({ name: 'first_seen_at', type: 'datetime', precision: 3 })
  firstSeenAt: Date;

  @Column({ name: 'last_seen_at', type: 'datetime', precision: 3 })
  lastSeenAt: Date;

  @Column({ type: 'int', unsigned: true, default: 1 })
  occurrences: number;

  @Column({ type: 'varchar', length: 1024 })
  description: string;

  @Column({ type: 'json', nullable: true })
  sample: unknown;

  @Column({
    name: 'resolution_status',
    type: 'enum',
    enum: ['OPEN', 'INVESTIGATING', 'RESOLVED', 'WONTFIX'],
    default: 'OPEN',
  })
  resolutionStatus: 'OPEN' | 'INVESTIGATING' | 'RESOLVED' | 'WONTFIX';

  @Column({ name: 'resolution_notes', type: 'varchar', length: 2048, nullable: true })
  resolutionNotes: string | null;
}

@Index('ix_data_quality_log_history_log', ['logId'])
@Entity('data_quality_log_history')
export class DataQualityLogHistory {
  @PrimaryGeneratedColumn({ name: 'history_id', type: 'bigint', unsigned: true })
  historyId: string;

  @ForeignKey(() => DataQualityLog, {
    name: 'fk_data_quality_log_history_log',
    onDelete: 'RESTRICT',
    onUpdate: 'RESTRICT',
  })
  @Column({ name: 'log_id', type: 'bigint', unsigned: true })
  logId: string;

  @Column({ name: 'from_status', type: 'enum', enum: ['OPEN', 'INVESTIGATING', 'RESOLVED', 'WONTFIX'], nullable: true })
  fromStatus: 'OPEN' | 'INVESTIGATING' | 'RESOLVED' | 'WONTFIX' | null;

  @Column({ name: 'to_status', type: 'enum', enum: ['OPEN', 'INVESTIGATING', 'RESOLVED', 'WONTFIX'] })
  toStatus: 'OPEN' | 'INVESTIGATING' | 'RESOLVED' | 'WONTFIX';

  @Column({ type: 'varchar', length: 2048, nullable: true })
  notes: string | null;

  @Column({ name: 'changed_at', type: 'datetime', precision: 3 })
  changedAt: Date;
}

/** How many records of a finding that adds up are in a window of it. */
@Entity('data_quality_log_windows')
export class DataQualityLogWindow {
  @PrimaryColumn({ type: 'char', length: 64, charset: 'ascii', collation: 'ascii_general_ci' })
  fingerprint: string;

  @PrimaryColumn({ name: 'window_start', type: 'datetime', precision: 3 })
  windowStart: Date;

  @Column({ name: 'records_affected', type: 'int', unsigned: true })
  recordsAffected: number;
}
