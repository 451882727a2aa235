import { Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { IMPORT_ID } from '../../common/database/columns.js';
import { ISSUE_TYPES, type IssueType, RESOLUTION_STATUSES, type ResolutionStatus } from './finding.js';

/** A finding about the data. Found again, it is the same row. */
@Index('uq_data_quality_log_fingerprint', ['fingerprint'], { unique: true })
@Index('ix_data_quality_log_status', ['resolutionStatus', 'lastSeenAt'])
@Index('ix_data_quality_log_park', ['parkId', 'issueType'])
@Index('ix_data_quality_log_import', ['importId'])
@Entity('data_quality_log')
export class DataQualityLog {
  /** Internal id, also used in the API. */
  @PrimaryGeneratedColumn({ name: 'log_id', type: 'bigint', unsigned: true })
  logId: string;

  /**
   * Kind of finding.
   *
   * - `GAP`: data is missing
   * - `DUPLICATE`: the same thing was reported more than once
   * - `INVALID`: a value or file cannot be read
   * - `MISSING_FIELD`: a field or the metadata is missing
   * - `MAPPING`: an entity was assigned, or changed its identity
   * - `SUSPICIOUS`: the data can be read but is hardly true
   */
  @Column({
    name: 'issue_type',
    type: 'enum',
    enum: [...ISSUE_TYPES],
  })
  issueType: IssueType;

  /** Code of the finding, such as `STALE_FEED`; [all codes](data-quality.md). */
  @Column({ type: 'varchar', length: 64 })
  reason: string;

  /**
   * What `entity_id` identifies; null: nothing.
   *
   * - `DESTINATION`: a destination
   * - `PARK`: a park
   * - `RIDE`: a ride
   * - `FILE`: a file of an archive, which has no internal id
   */
  @Column({ name: 'entity_type', type: 'enum', enum: ['DESTINATION', 'PARK', 'RIDE', 'FILE'], nullable: true })
  entityType: 'DESTINATION' | 'PARK' | 'RIDE' | 'FILE' | null;

  /** Internal id of the destination, park or ride; null: none. */
  @Column({ name: 'entity_id', type: 'int', unsigned: true, nullable: true })
  entityId: number | null;

  /** The park that the finding belongs to; null: none. */
  @Column({ name: 'park_id', type: 'int', unsigned: true, nullable: true })
  parkId: number | null;

  /** Public id of the import that last found it; null: none did. */
  @Column({
    name: 'import_id',
    ...IMPORT_ID,
    nullable: true,
  })
  importId: string | null;

  /** The collection cycle that last found it; null: none did. */
  @Column({ name: 'run_id', type: 'bigint', unsigned: true, nullable: true })
  runId: string | null;

  /** Start of the time that is affected; null: it has none. */
  @Column({ name: 'window_start', type: 'datetime', precision: 3, nullable: true })
  windowStart: Date | null;

  /** End of the time that is affected; null: it has none. */
  @Column({ name: 'window_end', type: 'datetime', precision: 3, nullable: true })
  windowEnd: Date | null;

  /**
   * Records, or missing records, that are affected.
   * @unit count
   */
  @Column({ name: 'records_affected', type: 'int', unsigned: true, default: 0 })
  recordsAffected: number;

  /** SHA-256 of type, reason and identity, by which a finding is recognised. */
  @Column({ type: 'char', length: 64, charset: 'ascii', collation: 'ascii_general_ci' })
  fingerprint: string;

  /** When it was first found. */
  @Column({ name: 'first_seen_at', type: 'datetime', precision: 3 })
  firstSeenAt: Date;

  /** When it was last found. */
  @Column({ name: 'last_seen_at', type: 'datetime', precision: 3 })
  lastSeenAt: Date;

  /**
   * How many times it was found.
   * @unit count
   */
  @Column({ type: 'int', unsigned: true, default: 1 })
  occurrences: number;

  /** Description in English, with the measured values. */
  @Column({ type: 'varchar', length: 1024 })
  description: string;

  /** An example from the data; null: none. */
  @Column({ type: 'json', nullable: true })
  sample: unknown;

  /**
   * State of the work on the finding.
   *
   * - `OPEN`: to be dealt with
   * - `INVESTIGATING`: an operator is dealing with it
   * - `RESOLVED`: done, by an operator or because the data shows it no longer
   * - `WONTFIX`: nothing will be done
   */
  @Column({
    name: 'resolution_status',
    type: 'enum',
    enum: [...RESOLUTION_STATUSES],
    default: 'OPEN',
  })
  resolutionStatus: ResolutionStatus;

  /** Explanation of the state; null: none. */
  @Column({ name: 'resolution_notes', type: 'varchar', length: 2048, nullable: true })
  resolutionNotes: string | null;
}

/** One change of the state of a finding. Rows are only added. */
@Index('ix_data_quality_log_history_log', ['logId'])
@Entity('data_quality_log_history')
export class DataQualityLogHistory {
  /** Internal id. */
  @PrimaryGeneratedColumn({ name: 'history_id', type: 'bigint', unsigned: true })
  historyId: string;

  /** The finding. */
  @ForeignKey(() => DataQualityLog, {
    name: 'fk_data_quality_log_history_log',
    onDelete: 'RESTRICT',
    onUpdate: 'RESTRICT',
  })
  @Column({ name: 'log_id', type: 'bigint', unsigned: true })
  logId: string;

  /** State before; null: the finding was new. */
  @Column({ name: 'from_status', type: 'enum', enum: [...RESOLUTION_STATUSES], nullable: true })
  fromStatus: ResolutionStatus | null;

  /** State after; equal to the one before if only a note was added. */
  @Column({ name: 'to_status', type: 'enum', enum: [...RESOLUTION_STATUSES] })
  toStatus: ResolutionStatus;

  /** Explanation; null: none. */
  @Column({ type: 'varchar', length: 2048, nullable: true })
  notes: string | null;

  /** When it changed. */
  @Column({ name: 'changed_at', type: 'datetime', precision: 3 })
  changedAt: Date;
}

/** Share of one window in a finding whose windows add up. */
@Entity('data_quality_log_windows')
export class DataQualityLogWindow {
  /** Fingerprint of the finding. */
  @PrimaryColumn({ type: 'char', length: 64, charset: 'ascii', collation: 'ascii_general_ci' })
  fingerprint: string;

  /** Start of the window. */
  @PrimaryColumn({ name: 'window_start', type: 'datetime', precision: 3 })
  windowStart: Date;

  /**
   * Records that are affected in the window.
   * @unit count
   */
  @Column({ name: 'records_affected', type: 'int', unsigned: true })
  recordsAffected: number;
}
