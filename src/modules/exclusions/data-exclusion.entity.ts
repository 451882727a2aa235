import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import {
  EXCLUSION_ACTIONS,
  EXCLUSION_ORIGINS,
  EXCLUSION_SCOPES,
  type ExclusionAction,
  type ExclusionOrigin,
  type ExclusionScope,
} from './exclusion.js';

/** An interval of a park's or a ride's data that does not count. The raw rows stay. */
@Index('uq_data_exclusions_fingerprint', ['fingerprint'], { unique: true })
@Index('ix_data_exclusions_park', ['parkId', 'fromAt'])
@Index('ix_data_exclusions_ride', ['rideId', 'fromAt'])
@Index('ix_data_exclusions_end', ['toAt'])
@Entity('data_exclusions')
export class DataExclusion {
  /** Internal id, also used in the API. */
  @PrimaryGeneratedColumn({ name: 'exclusion_id', type: 'int', unsigned: true })
  exclusionId: number;

  /** The park. */
  @Column({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  /** The ride; null: the whole park. */
  @Column({ name: 'ride_id', type: 'int', unsigned: true, nullable: true })
  rideId: number | null;

  /** Start of the interval, included. */
  @Column({ name: 'from_at', type: 'datetime', precision: 3 })
  fromAt: Date;

  /** End of the interval, not included; null: still in progress. */
  @Column({ name: 'to_at', type: 'datetime', precision: 3, nullable: true })
  toAt: Date | null;

  /**
   * What does not count.
   *
   * - `ALL`: the observations count as never made
   * - `WAIT`: only their waits count as not posted
   */
  @Column({ type: 'enum', enum: [...EXCLUSION_SCOPES] })
  scope: ExclusionScope;

  /** The rule, such as `STALE_FEED`, or `MANUAL`; [all reasons](data-quality.md#excluded-data). */
  @Column({ type: 'varchar', length: 32, charset: 'ascii', collation: 'ascii_general_ci' })
  reason: string;

  /**
   * Who made it.
   *
   * - `RULE`: a rule of the program
   * - `PERSON`: an operator
   */
  @Column({ type: 'enum', enum: [...EXCLUSION_ORIGINS] })
  origin: ExclusionOrigin;

  /** SHA-256 of rule, target and start, by which a rule finds its exclusion again; null for exclusions by operators. */
  @Column({ type: 'char', length: 64, charset: 'ascii', collation: 'ascii_general_ci', nullable: true })
  fingerprint: string | null;

  /** Explanation of the rule or the operator. */
  @Column({ type: 'varchar', length: 2048, nullable: true })
  note: string | null;

  /** The finding that reports it; null: none does. */
  @Column({ name: 'log_id', type: 'bigint', unsigned: true, nullable: true })
  logId: string | null;

  /** When it was created. */
  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date;

  /** Name given by the operator; null: a rule created it. */
  @Column({ name: 'created_by', type: 'varchar', length: 64, nullable: true })
  createdBy: string | null;

  /** When it last changed. */
  @Column({ name: 'updated_at', type: 'datetime', precision: 3 })
  updatedAt: Date;

  /** When a check last examined it again because an import had stored data in it; null: never. */
  @Column({ name: 'examined_at', type: 'datetime', precision: 3, nullable: true })
  examinedAt: Date | null;

  /** When it was revoked; null: it applies. */
  @Column({ name: 'revoked_at', type: 'datetime', precision: 3, nullable: true })
  revokedAt: Date | null;

  /** Who revoked it; null: it applies. A rule restores only what a rule revoked. */
  @Column({ name: 'revoked_origin', type: 'enum', enum: [...EXCLUSION_ORIGINS], nullable: true })
  revokedOrigin: ExclusionOrigin | null;

  /** Name given by the operator who revoked it. */
  @Column({ name: 'revoked_by', type: 'varchar', length: 64, nullable: true })
  revokedBy: string | null;

  /** Reason given for revoking it. */
  @Column({ name: 'revoke_note', type: 'varchar', length: 2048, nullable: true })
  revokeNote: string | null;
}

/** One change of an exclusion, with the interval after it. Rows are only added. */
@Index('ix_data_exclusion_history_exclusion', ['exclusionId'])
@Entity('data_exclusion_history')
export class DataExclusionHistory {
  /** Internal id. */
  @PrimaryGeneratedColumn({ name: 'history_id', type: 'bigint', unsigned: true })
  historyId: string;

  /** The exclusion. */
  @ForeignKey(() => DataExclusion, {
    name: 'fk_data_exclusion_history_exclusion',
    onDelete: 'RESTRICT',
    onUpdate: 'RESTRICT',
  })
  @Column({ name: 'exclusion_id', type: 'int', unsigned: true })
  exclusionId: number;

  /**
   * What happened.
   *
   * - `CREATED`: it was created
   * - `CHANGED`: its interval or note changed
   * - `REVOKED`: it no longer applies
   * - `RESTORED`: it applies again
   */
  @Column({ type: 'enum', enum: [...EXCLUSION_ACTIONS] })
  action: ExclusionAction;

  /** Who changed it. */
  @Column({ type: 'enum', enum: [...EXCLUSION_ORIGINS] })
  origin: ExclusionOrigin;

  /** Name given by the operator; null: a rule changed it. */
  @Column({ name: 'changed_by', type: 'varchar', length: 64, nullable: true })
  changedBy: string | null;

  /** Reason given for the change. */
  @Column({ type: 'varchar', length: 2048, nullable: true })
  note: string | null;

  /** Start of the interval after the change, included. */
  @Column({ name: 'from_at', type: 'datetime', precision: 3 })
  fromAt: Date;

  /** End of the interval after the change, not included; null: still in progress. */
  @Column({ name: 'to_at', type: 'datetime', precision: 3, nullable: true })
  toAt: Date | null;

  /** When the change was made. */
  @Column({ name: 'changed_at', type: 'datetime', precision: 3 })
  changedAt: Date;
}
