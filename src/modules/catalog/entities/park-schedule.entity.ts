import { Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { Park } from './park.entity.js';

/** What something cost on a date, as it was published unchanged from `reported_from` to `reported_until`. */
@Index('ix_park_schedule_prices_day', ['parkId', 'localDate'])
@Entity('park_schedule_prices')
export class ParkSchedulePrice {
  @PrimaryGeneratedColumn({ name: 'price_id', type: 'bigint', unsigned: true })
  priceId: string;

  @ForeignKey(() => Park, { name: 'fk_park_schedule_prices_park', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @Column({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  @Column({ name: 'local_date', type: 'date' })
  localDate: string;

  @Column({
    name: 'schedule_type',
    type: 'enum',
    enum: ['OPERATING', 'TICKETED_EVENT', 'PRIVATE_EVENT', 'EXTRA_HOURS', 'INFO'],
  })
  scheduleType: 'OPERATING' | 'TICKETED_EVENT' | 'PRIVATE_EVENT' | 'EXTRA_HOURS' | 'INFO';

  /** The purchase's id, or its name where it has none. */
  @Column({ name: 'purchase_key', type: 'varchar', length: 255 })
  purchaseKey: string;

  @Column({ name: 'purchase_name', type: 'varchar', length: 255, nullable: true })
  purchaseName: string | null;

  @Column({ name: 'purchase_type', type: 'varchar', length: 32, nullable: true })
  purchaseType: string | null;

  /** Minor units of `price_currency`: 0 is free, null is unknown. */
  @Column({ name: 'price_minor', type: 'int', nullable: true })
  priceMinor: number | null;

  @Column({ name: 'price_currency', type: 'char', length: 3, nullable: true })
  priceCurrency: string | null;

  @Column({ name: 'is_available', type: 'boolean', nullable: true })
  isAvailable: boolean | null;

  @Column({ name: 'reported_from', type: 'datetime', precision: 3 })
  reportedFrom: Date;

  @Column({ name: 'reported_until', type: 'datetime', precision: 3 })
  reportedUntil: Date;

  /** When another price took its place; null: it is the last that was published. */
  @Column({ name: 'replaced_at', type: 'datetime', precision: 3, nullable: true })
  replacedAt: Date | null;
}

/** A change of a date's published hours that waits for a later answer to confirm it. */
@Entity('park_schedule_pending')
export class ParkSchedulePending {
  @ForeignKey(() => Park, { name: 'fk_park_schedule_pending_park', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @PrimaryColumn({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  @PrimaryColumn({ name: 'local_date', type: 'date' })
  localDate: string;

  /** SHA-256 of what the date would become. */
  @Column({ name: 'content_hash', type: 'char', length: 64 })
  contentHash: string;

  @Column({ name: 'first_seen_at', type: 'datetime', precision: 3 })
  firstSeenAt: Date;
}
