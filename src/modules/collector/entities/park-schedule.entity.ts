import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { Park } from '../../catalog/entities/park.entity.js';

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
    enum: ['OPERATING', 'TICKETED_EVENT', 'PRIVATE_EVENT', 'EXTRA_HOURS', 'INFO'],
  })
  scheduleType: 'OPERATING' | 'TICKETED_EVENT' | 'PRIVATE_EVENT' | 'EXTRA_HOURS' | 'INFO';

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
  purchases: unknown;

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
