import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { DataQualityLog } from './data-quality-log.entity.js';

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
