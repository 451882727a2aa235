import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { RANKED_COLUMNS, SingleDayColumns, TimeTotalColumns, WholeDayTotalColumns } from './rollup-columns.js';

@Entity('ride_hourly_stats')
export class RideHourlyStats extends TimeTotalColumns {
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  @PrimaryColumn({ name: 'local_date', type: 'date' })
  localDate: string;

  @PrimaryColumn({ name: 'local_hour', type: 'tinyint', unsigned: true })
  localHour: number;

  @Column({ name: 'scheduled_ms', type: 'int', unsigned: true, default: 0 })
  scheduledMs: number;

  @Column({ name: 'scheduled_observed_ms', type: 'int', unsigned: true, default: 0 })
  scheduledObservedMs: number;

  @Column({ name: 'scheduled_operating_ms', type: 'int', unsigned: true, default: 0 })
  scheduledOperatingMs: number;

  @Column({ name: 'scheduled_down_ms', type: 'int', unsigned: true, default: 0 })
  scheduledDownMs: number;
}

@Index('ix_ride_daily_stats_ranking', ['statDate', 'rideId', ...Object.keys(RANKED_COLUMNS)])
@Entity('ride_daily_stats')
export class RideDailyStats extends SingleDayColumns {
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  @PrimaryColumn({ name: 'stat_date', type: 'date' })
  statDate: string;

  @Column({ name: 'first_operating_at', type: 'datetime', precision: 3, nullable: true })
  firstOperatingAt: Date | null;

  @Column({ name: 'last_operating_at', type: 'datetime', precision: 3, nullable: true })
  lastOperatingAt: Date | null;

  @Column({ type: 'double', nullable: true })
  coverage: number | null;
}

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

@Entity('ride_monthly_stats')
export class RideMonthlyStats extends WholeDayTotalColumns {
  @PrimaryColumn({ type: 'date' })
  month: string;

  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  @Column({ type: 'int', unsigned: true, default: 0 })
  days: number;
}
