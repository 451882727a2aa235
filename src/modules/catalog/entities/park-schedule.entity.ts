import { Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { SCHEDULE_TYPES, type ScheduleType } from '../schedule/schedule-entry.js';
import { Park } from './park.entity.js';

/** An interval of a park's schedule, published unchanged from `reported_from` to `reported_until`. */
@Index('ix_park_schedules_day', ['parkId', 'localDate'])
@Entity('park_schedules')
export class ParkSchedule {
  /** Internal id. */
  @PrimaryGeneratedColumn({ name: 'schedule_id', type: 'bigint', unsigned: true })
  scheduleId: string;

  /** The park. */
  @ForeignKey(() => Park, { name: 'fk_park_schedules_park', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @Column({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  /** The date that the interval is published for. */
  @Column({ name: 'local_date', type: 'date' })
  localDate: string;

  /**
   * Type of the interval, as published.
   *
   * - `OPERATING`: regular opening hours
   * - `TICKETED_EVENT`: an event with a ticket of its own
   * - `PRIVATE_EVENT`: the park is hired
   * - `EXTRA_HOURS`: further hours for some guests
   * - `INFO`: information without hours that count
   */
  @Column({
    name: 'schedule_type',
    type: 'enum',
    enum: [...SCHEDULE_TYPES],
  })
  scheduleType: ScheduleType;

  /** Start of the interval; null: published without hours. */
  @Column({ name: 'opens_at', type: 'datetime', nullable: true })
  opensAt: Date | null;

  /** End of the interval, possibly after midnight; null: published without hours. */
  @Column({ name: 'closes_at', type: 'datetime', nullable: true })
  closesAt: Date | null;

  /** The source's text, such as the name of an event; null: none. */
  @Column({ type: 'varchar', length: 255, nullable: true })
  description: string | null;

  /** Purchases that were published with the interval; null: none. */
  @Column({ type: 'json', nullable: true })
  purchases: object | null;

  /** When the interval was first observed. */
  @Column({ name: 'reported_from', type: 'datetime', precision: 3 })
  reportedFrom: Date;

  /** When the interval was last observed. */
  @Column({ name: 'reported_until', type: 'datetime', precision: 3 })
  reportedUntil: Date;

  /** When the source stopped publishing it before its date had passed; null: it applies. */
  @Column({ name: 'withdrawn_at', type: 'datetime', precision: 3, nullable: true })
  withdrawnAt: Date | null;
}

/** A former description of a schedule entry. */
@Index('ix_park_schedule_descriptions_schedule', ['scheduleId'])
@Entity('park_schedule_descriptions')
export class ParkScheduleDescription {
  /** Internal id; later descriptions have greater ones. */
  @PrimaryGeneratedColumn({ name: 'description_id', type: 'bigint', unsigned: true })
  descriptionId: string;

  /** The entry. */
  @ForeignKey(() => ParkSchedule, {
    name: 'fk_park_schedule_descriptions_schedule',
    onDelete: 'RESTRICT',
    onUpdate: 'RESTRICT',
  })
  @Column({ name: 'schedule_id', type: 'bigint', unsigned: true })
  scheduleId: string;

  /** The text that was published until then; null: none was. */
  @Column({ type: 'varchar', length: 255, nullable: true })
  description: string | null;

  /** When another one replaced it. */
  @Column({ name: 'replaced_at', type: 'datetime', precision: 3 })
  replacedAt: Date;
}

/** A price for a date, published unchanged from `reported_from` to `reported_until`. */
@Index('ix_park_schedule_prices_day', ['parkId', 'localDate'])
@Entity('park_schedule_prices')
export class ParkSchedulePrice {
  /** Internal id. */
  @PrimaryGeneratedColumn({ name: 'price_id', type: 'bigint', unsigned: true })
  priceId: string;

  /** The park. */
  @ForeignKey(() => Park, { name: 'fk_park_schedule_prices_park', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @Column({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  /** The date that the price is for. */
  @Column({ name: 'local_date', type: 'date' })
  localDate: string;

  /** Type of the interval that the purchase belongs to. */
  @Column({
    name: 'schedule_type',
    type: 'enum',
    enum: [...SCHEDULE_TYPES],
  })
  scheduleType: ScheduleType;

  /** The purchase's id, or its name if it has none. */
  @Column({ name: 'purchase_key', type: 'varchar', length: 255 })
  purchaseKey: string;

  /** Name of the purchase; null: not published. */
  @Column({ name: 'purchase_name', type: 'varchar', length: 255, nullable: true })
  purchaseName: string | null;

  /** The source's type of the purchase, such as `ADMISSION`; null: not published. */
  @Column({ name: 'purchase_type', type: 'varchar', length: 32, nullable: true })
  purchaseType: string | null;

  /** 0 is free, null is unknown. */
  @Column({ name: 'price_minor', type: 'int', nullable: true })
  priceMinor: number | null;

  /** ISO 4217 code; null: unknown. */
  @Column({ name: 'price_currency', type: 'char', length: 3, nullable: true })
  priceCurrency: string | null;

  /** Whether it can be bought; null: unknown. */
  @Column({ name: 'is_available', type: 'boolean', nullable: true })
  isAvailable: boolean | null;

  /** When the price was first observed. */
  @Column({ name: 'reported_from', type: 'datetime', precision: 3 })
  reportedFrom: Date;

  /** When the price was last observed. */
  @Column({ name: 'reported_until', type: 'datetime', precision: 3 })
  reportedUntil: Date;

  /** When another price replaced it; null: it is the last one published. */
  @Column({ name: 'replaced_at', type: 'datetime', precision: 3, nullable: true })
  replacedAt: Date | null;
}

/** A change of a date's published hours that is not applied until a later response confirms it. */
@Entity('park_schedule_pending')
export class ParkSchedulePending {
  /** The park. */
  @ForeignKey(() => Park, { name: 'fk_park_schedule_pending_park', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @PrimaryColumn({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  /** The date whose hours would change. */
  @PrimaryColumn({ name: 'local_date', type: 'date' })
  localDate: string;

  /** SHA-256 of the hours that the date would get, in hexadecimal. */
  @Column({ name: 'content_hash', type: 'char', length: 64 })
  contentHash: string;

  /** When the change was first observed. */
  @Column({ name: 'first_seen_at', type: 'datetime', precision: 3 })
  firstSeenAt: Date;
}

/** A month of a park whose published schedule was read for its past dates. */
@Entity('park_schedule_months')
export class ParkScheduleMonth {
  /** The park. */
  @ForeignKey(() => Park, { name: 'fk_park_schedule_months_park', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @PrimaryColumn({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  /** The month in the park's calendar, such as `2026-08`. */
  @PrimaryColumn({ type: 'char', length: 7, charset: 'ascii', collation: 'ascii_general_ci' })
  month: string;

  /**
   * Entries of dates of which none was stored.
   * @unit count
   */
  @Column({ name: 'entries_added', type: 'int', unsigned: true })
  entriesAdded: number;

  /** When it was read last; a month that was not over then is read again. */
  @Column({ name: 'read_at', type: 'datetime', precision: 3 })
  readAt: Date;
}
