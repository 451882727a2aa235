import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a ranking adds up, of ten days at a time. */
@Entity('ride_ten_day_stats')
export class RideTenDayStats {
  /** The first day of it: the 1st, 11th or 21st of a month. */
  @PrimaryColumn({ name: 'first_date', type: 'date' })
  firstDate: string;

  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  @Column({ name: 'observed_ms', type: 'bigint', unsigned: true })
  observedMs: string;

  @Column({ name: 'wait_known_ms', type: 'bigint', unsigned: true })
  waitKnownMs: string;

  @Column({ name: 'wait_minutes_ms', type: 'bigint', unsigned: true })
  waitMinutesMs: string;

  @Column({ name: 'scheduled_ms', type: 'bigint', unsigned: true })
  scheduledMs: string;

  @Column({ name: 'scheduled_observed_ms', type: 'bigint', unsigned: true })
  scheduledObservedMs: string;

  @Column({ name: 'scheduled_operating_ms', type: 'bigint', unsigned: true })
  scheduledOperatingMs: string;

  @Column({ name: 'scheduled_down_ms', type: 'bigint', unsigned: true })
  scheduledDownMs: string;

  @Column({ name: 'max_wait', type: 'smallint', nullable: true })
  maxWait: number | null;

  @Column({ type: 'int', unsigned: true })
  days: number;
}
