import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';

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

@Index('uq_alert_deliveries_message', ['messageId'], { unique: true })
@Index('ix_alert_deliveries_alert', ['alertId', 'deliveryId'])
@Index('ix_alert_deliveries_due', ['nextAttemptAt'])
@Entity('alert_deliveries')
export class AlertDelivery {
  @PrimaryGeneratedColumn({ name: 'delivery_id', type: 'bigint', unsigned: true })
  deliveryId: string;

  @ForeignKey(() => AlertRow, { name: 'fk_alert_deliveries_alert', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @Column({ name: 'alert_id', type: 'bigint', unsigned: true })
  alertId: string;

  @Column({ name: 'message_id', type: 'char', length: 36, charset: 'ascii', collation: 'ascii_general_ci' })
  messageId: string;

  @Column({ type: 'enum', enum: ['RAISED', 'ESCALATED', 'CLEARED'] })
  event: 'RAISED' | 'ESCALATED' | 'CLEARED';

  /** The message's bytes, made once: every attempt sends the same. */
  @Column({ type: 'longtext' })
  body: string;

  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date;

  @Column({ type: 'int', unsigned: true, default: 0 })
  attempts: number;

  /** Null: delivered, or given up. */
  @Column({ name: 'next_attempt_at', type: 'datetime', precision: 3, nullable: true })
  nextAttemptAt: Date | null;

  @Column({ name: 'delivered_at', type: 'datetime', precision: 3, nullable: true })
  deliveredAt: Date | null;

  @Column({ name: 'last_error', type: 'varchar', length: 255, nullable: true })
  lastError: string | null;
}
