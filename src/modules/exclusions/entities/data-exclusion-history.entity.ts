import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import type { ExclusionAction, ExclusionOrigin } from '../exclusion.js';
import { DataExclusion } from './data-exclusion.entity.js';

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
