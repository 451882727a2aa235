import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { ExclusionAction, ExclusionOrigin, ExclusionScope } from './exclusion.js';

@Index('uq_data_exclusions_fingerprint', ['fingerprint'], { unique: true })
@Index('ix_data_exclusions_park', ['parkId', 'fromAt'])
@Index('ix_data_exclusions_ride', ['rideId', 'fromAt'])
@Index('ix_data_exclusions_end', ['toAt'])
@Entity('data_exclusions')
export class DataExclusion {
  @PrimaryGeneratedColumn({ name: 'exclusion_id', type: 'int', unsigned: true })
  exclusionId: number;

  @Column({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  /** Null: the whole park. */
  @Column({ name: 'ride_id', type: 'int', unsigned: true, nullable: true })
  rideId: number | null;

  @Column({ name: 'from_at', type: 'datetime', precision: 3 })
  fromAt: Date;

  /** Null: still in progress. */
  @Column({ name: 'to_at', type: 'datetime', precision: 3, nullable: true })
  toAt: Date | null;

  @Column({ type: 'enum', enum: ['ALL', 'WAIT'] })
  scope: ExclusionScope;

  @Column({ type: 'varchar', length: 32, charset: 'ascii', collation: 'ascii_general_ci' })
  reason: string;

  @Column({ type: 'enum', enum: ['RULE', 'PERSON'] })
  origin: ExclusionOrigin;

  /** Of a rule: the same rule, target and start are the same row. Null for exclusions made by a person. */
  @Column({ type: 'char', length: 64, charset: 'ascii', collation: 'ascii_general_ci', nullable: true })
  fingerprint: string | null;

  @Column({ type: 'varchar', length: 2048, nullable: true })
  note: string | null;

  /** The finding that reports it. */
  @Column({ name: 'log_id', type: 'bigint', unsigned: true, nullable: true })
  logId: string | null;

  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date;

  @Column({ name: 'created_by', type: 'varchar', length: 64, nullable: true })
  createdBy: string | null;

  @Column({ name: 'updated_at', type: 'datetime', precision: 3 })
  updatedAt: Date;

  /** When a check last examined it because of what an import has stored since; null: never. */
  @Column({ name: 'examined_at', type: 'datetime', precision: 3, nullable: true })
  examinedAt: Date | null;

  /** Null: it holds. */
  @Column({ name: 'revoked_at', type: 'datetime', precision: 3, nullable: true })
  revokedAt: Date | null;

  /** A rule restores only what a rule revoked. */
  @Column({ name: 'revoked_origin', type: 'enum', enum: ['RULE', 'PERSON'], nullable: true })
  revokedOrigin: ExclusionOrigin | null;

  @Column({ name: 'revoked_by', type: 'varchar', length: 64, nullable: true })
  revokedBy: string | null;

  @Column({ name: 'revoke_note', type: 'varchar', length: 2048, nullable: true })
  revokeNote: string | null;
}

/** Every move of an exclusion, with the interval that it has afterwards. */
@Index('ix_data_exclusion_history_exclusion', ['exclusionId'])
@Entity('data_exclusion_history')
export class DataExclusionHistory {
  @PrimaryGeneratedColumn({ name: 'history_id', type: 'bigint', unsigned: true })
  historyId: string;

  @ForeignKey(() => DataExclusion, {
    name: 'fk_data_exclusion_history_exclusion',
    onDelete: 'RESTRICT',
    onUpdate: 'RESTRICT',
  })
  @Column({ name: 'exclusion_id', type: 'int', unsigned: true })
  exclusionId: number;

  @Column({ type: 'enum', enum: ['CREATED', 'CHANGED', 'REVOKED', 'RESTORED'] })
  action: ExclusionAction;

  @Column({ type: 'enum', enum: ['RULE', 'PERSON'] })
  origin: ExclusionOrigin;

  @Column({ name: 'changed_by', type: 'varchar', length: 64, nullable: true })
  changedBy: string | null;

  @Column({ type: 'varchar', length: 2048, nullable: true })
  note: string | null;

  @Column({ name: 'from_at', type: 'datetime', precision: 3 })
  fromAt: Date;

  @Column({ name: 'to_at', type: 'datetime', precision: 3, nullable: true })
  toAt: Date | null;

  @Column({ name: 'changed_at', type: 'datetime', precision: 3 })
  changedAt: Date;
}
