import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

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
