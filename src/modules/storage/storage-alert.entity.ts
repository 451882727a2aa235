import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import {
  STORAGE_ALERT_SEVERITIES,
  STORAGE_ALERT_TYPES,
  type StorageAlertSeverity,
  type StorageAlertType,
} from './storage-alert-rules.js';

/** A storage alert: a metric beyond its threshold. The row is kept after the alert is cleared. */
@Index('ix_storage_alerts_active', ['clearedAt', 'alertType'])
@Entity('storage_alerts')
export class StorageAlert {
  /** Internal id, also used in the API. */
  @PrimaryGeneratedColumn({ name: 'alert_id', type: 'bigint', unsigned: true })
  alertId: string;

  /**
   * What is measured.
   *
   * - `CAPACITY_THRESHOLD`: percent of the capacity in use
   * - `GROWTH_RATE_CHANGE`: change of the growth, in percent
   * - `PARTITION_COUNT`: partitions of one table
   * - `DAYS_UNTIL_FULL`: days until the capacity is used up
   * - `CATCH_ALL_NOT_EMPTY`: rows in the partition for months without one of their own
   */
  @Column({
    name: 'alert_type',
    type: 'enum',
    enum: [...STORAGE_ALERT_TYPES],
  })
  alertType: StorageAlertType;

  /**
   * Severity.
   *
   * - `WARNING`: look at it soon
   * - `CRITICAL`: act now
   */
  @Column({ type: 'enum', enum: [...STORAGE_ALERT_SEVERITIES] })
  severity: StorageAlertSeverity;

  /** The table; null: the whole database. */
  @Column({ name: 'table_name', type: 'varchar', length: 64, nullable: true })
  tableName: string | null;

  /**
   * The last value measured.
   * @unit by `alert_type`
   */
  @Column({ type: 'double' })
  value: number;

  /**
   * The threshold that it passed.
   * @unit by `alert_type`
   */
  @Column({ type: 'double' })
  threshold: number;

  /** When it was raised. */
  @Column({ name: 'raised_at', type: 'datetime', precision: 3 })
  raisedAt: Date;

  /** When it was last measured. */
  @Column({ name: 'updated_at', type: 'datetime', precision: 3 })
  updatedAt: Date;

  /** When it was cleared; null: it lasts. */
  @Column({ name: 'cleared_at', type: 'datetime', precision: 3, nullable: true })
  clearedAt: Date | null;

  /** The alert in one sentence; null: none. */
  @Column({ type: 'varchar', length: 1024, nullable: true })
  note: string | null;

  /** When a person took it over; null: nobody has, or its severity has changed since. */
  @Column({ name: 'acknowledged_at', type: 'datetime', precision: 3, nullable: true })
  acknowledgedAt: Date | null;

  /** The key of that person; null: nobody has. */
  @Column({ name: 'acknowledged_by', type: 'varchar', length: 64, nullable: true })
  acknowledgedBy: string | null;
}
