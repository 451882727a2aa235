import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { UUID } from '../../common/database/columns.js';

export type AlertChannel = 'WEBHOOK' | 'EMAIL';

/** An alert about the operation of the program. It stays as a row after it is cleared. */
@Index('uq_alerts_active', ['activeKey'], { unique: true })
@Index('ix_alerts_since', ['since'])
@Entity('alerts')
export class AlertRow {
  /** Internal id, also used in the API. */
  @PrimaryGeneratedColumn({ name: 'alert_id', type: 'bigint', unsigned: true })
  alertId: string;

  /** What the alert is about, such as `storage.disk_full`. */
  @Column({ name: 'alert_key', type: 'varchar', length: 128, charset: 'ascii', collation: 'ascii_bin' })
  alertKey: string;

  /** Equal to `alert_key` while the alert lasts, then null: at most one alert of a key lasts at a time. */
  @Column({
    name: 'active_key',
    type: 'varchar',
    length: 128,
    charset: 'ascii',
    collation: 'ascii_bin',
    nullable: true,
  })
  activeKey: string | null;

  /**
   * Severity.
   *
   * - `WARNING`: look at it soon
   * - `CRITICAL`: act now
   */
  @Column({ type: 'enum', enum: ['WARNING', 'CRITICAL'] })
  severity: 'WARNING' | 'CRITICAL';

  /** The alert in one line. */
  @Column({ type: 'varchar', length: 255 })
  title: string;

  /** Description, with the measured values. */
  @Column({ type: 'varchar', length: 1024 })
  description: string;

  /** The measured values, as JSON; null: none. */
  @Column({ type: 'json', nullable: true })
  details: object | null;

  /** When it was raised. */
  @Column({ type: 'datetime', precision: 3 })
  since: Date;

  /** When it was last confirmed or changed. */
  @Column({ name: 'updated_at', type: 'datetime', precision: 3 })
  updatedAt: Date;

  /** When it turned from WARNING to CRITICAL; null: it did not. */
  @Column({ name: 'escalated_at', type: 'datetime', precision: 3, nullable: true })
  escalatedAt: Date | null;

  /** When it was cleared; null: it lasts. */
  @Column({ name: 'cleared_at', type: 'datetime', precision: 3, nullable: true })
  clearedAt: Date | null;

  /** Why it was cleared; null: it lasts. */
  @Column({ name: 'clear_note', type: 'varchar', length: 1024, nullable: true })
  clearNote: string | null;
}

/** One message about an alert by one channel, with its attempts. */
@Index('uq_alert_deliveries_message', ['messageId'], { unique: true })
@Index('ix_alert_deliveries_alert', ['alertId', 'deliveryId'])
@Index('ix_alert_deliveries_due', ['nextAttemptAt'])
@Entity('alert_deliveries')
export class AlertDelivery {
  /** Internal id. */
  @PrimaryGeneratedColumn({ name: 'delivery_id', type: 'bigint', unsigned: true })
  deliveryId: string;

  /** The alert. */
  @ForeignKey(() => AlertRow, { name: 'fk_alert_deliveries_alert', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @Column({ name: 'alert_id', type: 'bigint', unsigned: true })
  alertId: string;

  /**
   * How it is sent.
   *
   * - `WEBHOOK`: by HTTP
   * - `EMAIL`: by SMTP
   */
  @Column({ type: 'enum', enum: ['WEBHOOK', 'EMAIL'], default: 'WEBHOOK' })
  channel: AlertChannel;

  /** UUID of the message, equal in every attempt. */
  @Column({ name: 'message_id', ...UUID })
  messageId: string;

  /**
   * What the message reports.
   *
   * - `RAISED`: the alert was raised
   * - `ESCALATED`: the alert turned CRITICAL
   * - `CLEARED`: the alert was cleared
   */
  @Column({ type: 'enum', enum: ['RAISED', 'ESCALATED', 'CLEARED'] })
  event: 'RAISED' | 'ESCALATED' | 'CLEARED';

  /** The message as JSON, from which each channel and format is made. */
  @Column({ type: 'longtext' })
  body: string;

  /** When the message was created. */
  @Column({ name: 'created_at', type: 'datetime', precision: 3 })
  createdAt: Date;

  /** Attempts so far. */
  @Column({ type: 'int', unsigned: true, default: 0 })
  attempts: number;

  /** When the next attempt is due; null: delivered, or given up. */
  @Column({ name: 'next_attempt_at', type: 'datetime', precision: 3, nullable: true })
  nextAttemptAt: Date | null;

  /** When it was delivered; null: it was not. */
  @Column({ name: 'delivered_at', type: 'datetime', precision: 3, nullable: true })
  deliveredAt: Date | null;

  /** Why the last attempt failed; null: it did not. */
  @Column({ name: 'last_error', type: 'varchar', length: 255, nullable: true })
  lastError: string | null;
}
