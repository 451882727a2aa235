import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

@Index('uq_alerts_active', ['activeKey'], { unique: true })
@Index('ix_alerts_since', ['since'])
@Entity('alerts')
export class AlertRow {
  @PrimaryGeneratedColumn({ name: 'alert_id', type: 'bigint', unsigned: true })
  alertId: string;

  @Column({ name: 'alert_key', type: 'varchar', length: 128, charset: 'ascii', collation: 'ascii_bin' })
  alertKey: string;

  /** The key while the alert lasts, then null. */
  @Column({
    name: 'active_key',
    type: 'varchar',
    length: 128,
    charset: 'ascii',
    collation: 'ascii_bin',
    nullable: true,
  })
  activeKey: string | null;

  @Column({ type: 'enum', enum: ['WARNING', 'CRITICAL'] })
  severity: 'WARNING' | 'CRITICAL';

  @Column({ type: 'varchar', length: 255 })
  title: string;

  @Column({ type: 'varchar', length: 1024 })
  description: string;

  @Column({ type: 'json', nullable: true })
  details: unknown;

  @Column({ type: 'datetime', precision: 3 })
  since: Date;

  @Column({ name: 'updated_at', type: 'datetime', precision: 3 })
  updatedAt: Date;

  @Column({ name: 'escalated_at', type: 'datetime', precision: 3, nullable: true })
  escalatedAt: Date | null;

  @Column({ name: 'cleared_at', type: 'datetime', precision: 3, nullable: true })
  clearedAt: Date | null;

  @Column({ name: 'clear_note', type: 'varchar', length: 1024, nullable: true })
  clearNote: string | null;
}
