import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { RANKED_COLUMNS, SingleDayColumns, WholeDayTotalColumns } from './rollup-columns.js';

/**
 * Statistics of a ride in the hours of one local day, packed: one row instead of up to 24. Each column holds the values of all
 * hours. The page about statistics describes the format and has SQL that reads it.
 */
@Entity('ride_day_hours')
export class RideDayHours {
  /** The ride. */
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  /** The local day. */
  @PrimaryColumn({ name: 'local_date', type: 'date' })
  localDate: string;

  /**
   * The hours that have statistics, by the park's clock: bit h is hour h. When clocks are set back, the hour shown twice is one.
   * @unit bit set
   */
  @Column({ type: 'mediumint', unsigned: true })
  hours: number;

  /** Time with a known state, an unknown status included. */
  @Column({ name: 'observed_ms', type: 'varbinary', length: 78, nullable: true })
  observedMs: Buffer | null;

  /** Time OPERATING, in the whole hour. */
  @Column({ name: 'operating_ms', type: 'varbinary', length: 78, nullable: true })
  operatingMs: Buffer | null;

  /** Time DOWN, in the whole hour. */
  @Column({ name: 'down_ms', type: 'varbinary', length: 78, nullable: true })
  downMs: Buffer | null;

  /** Time in REFURBISHMENT, in the whole hour. */
  @Column({ name: 'refurbishment_ms', type: 'varbinary', length: 78, nullable: true })
  refurbishmentMs: Buffer | null;

  /** Time CLOSED, in the whole hour. Usually the rest of `observed_ms`. */
  @Column({ name: 'closed_ms', type: 'varbinary', length: 78, nullable: true })
  closedMs: Buffer | null;

  /** Part of `observed_ms` that comes from ARCHIVE rows. Usually all of it. */
  @Column({ name: 'archive_ms', type: 'varbinary', length: 78, nullable: true })
  archiveMs: Buffer | null;

  /** Time without data. Usually the rest of an hour of 60 minutes. */
  @Column({ name: 'unknown_ms', type: 'varbinary', length: 78, nullable: true })
  unknownMs: Buffer | null;

  /** Time in which the park was in use, by its schedule or by what most attractions did. */
  @Column({ name: 'scheduled_ms', type: 'varbinary', length: 78, nullable: true })
  scheduledMs: Buffer | null;

  /** Part of `scheduled_ms` with a known state. Usually all of it. */
  @Column({ name: 'scheduled_observed_ms', type: 'varbinary', length: 78, nullable: true })
  scheduledObservedMs: Buffer | null;

  /** Part of `scheduled_ms` OPERATING. Usually `operating_ms`. */
  @Column({ name: 'scheduled_operating_ms', type: 'varbinary', length: 78, nullable: true })
  scheduledOperatingMs: Buffer | null;

  /** Part of `scheduled_ms` DOWN: the downtime. Usually `down_ms`. */
  @Column({ name: 'scheduled_down_ms', type: 'varbinary', length: 78, nullable: true })
  scheduledDownMs: Buffer | null;

  /** Time OPERATING with a credible standby wait, in use. Usually `scheduled_operating_ms`. */
  @Column({ name: 'wait_known_ms', type: 'varbinary', length: 78, nullable: true })
  waitKnownMs: Buffer | null;

  /** Integral of the wait over `wait_known_ms`. Divided by it, it is the time-weighted average. */
  @Column({ name: 'wait_minutes_ms', type: 'varbinary', length: 123, nullable: true })
  waitMinutesMs: Buffer | null;

  /** Shortest credible wait in use. */
  @Column({ name: 'min_wait', type: 'varbinary', length: 51, nullable: true })
  minWait: Buffer | null;

  /** Longest credible wait in use. */
  @Column({ name: 'max_wait', type: 'varbinary', length: 51, nullable: true })
  maxWait: Buffer | null;

  /** Posted waits that count for nothing because they are implausible. */
  @Column({ name: 'implausible_wait_count', type: 'varbinary', length: 75, nullable: true })
  implausibleWaitCount: Buffer | null;

  /** Stored rows that begin in the hour. */
  @Column({ name: 'snapshot_count', type: 'varbinary', length: 75, nullable: true })
  snapshotCount: Buffer | null;
}

/** Statistics of a ride on one local day: the sum of its hours, and what only days have. */
@Index('ix_ride_daily_stats_ranking', ['statDate', 'rideId', ...Object.keys(RANKED_COLUMNS)])
@Entity('ride_daily_stats')
export class RideDailyStats extends SingleDayColumns {
  /** The ride. */
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  /** The local day. */
  @PrimaryColumn({ name: 'stat_date', type: 'date' })
  statDate: string;

  /** When the ride was first OPERATING on the day; null: never. */
  @Column({ name: 'first_operating_at', type: 'datetime', precision: 3, nullable: true })
  firstOperatingAt: Date | null;

  /** When the ride was last OPERATING on the day; null: never. */
  @Column({ name: 'last_operating_at', type: 'datetime', precision: 3, nullable: true })
  lastOperatingAt: Date | null;

  /**
   * `scheduled_observed_ms` / `scheduled_ms`; null: the park was not in use.
   * @unit 0 to 1
   */
  @Column({ type: 'double', nullable: true })
  coverage: number | null;
}

/** Ten-day rollup of a ride: the sums of its days that rankings read. */
@Entity('ride_ten_day_stats')
export class RideTenDayStats {
  /** First day of the rollup: the 1st, 11th or 21st of a month. */
  @PrimaryColumn({ name: 'first_date', type: 'date' })
  firstDate: string;

  /** The ride. */
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  /** Time with a known state, an unknown status included. */
  @Column({ name: 'observed_ms', type: 'bigint', unsigned: true })
  observedMs: string;

  /** Time OPERATING with a credible standby wait, in use. */
  @Column({ name: 'wait_known_ms', type: 'bigint', unsigned: true })
  waitKnownMs: string;

  /** Integral of the wait over `wait_known_ms`. Divided by it, it is the time-weighted average. */
  @Column({ name: 'wait_minutes_ms', type: 'bigint', unsigned: true })
  waitMinutesMs: string;

  /** Time in which the park was in use, by its schedule or by what most attractions did. */
  @Column({ name: 'scheduled_ms', type: 'bigint', unsigned: true })
  scheduledMs: string;

  /** Part of `scheduled_ms` with a known state. */
  @Column({ name: 'scheduled_observed_ms', type: 'bigint', unsigned: true })
  scheduledObservedMs: string;

  /** Part of `scheduled_ms` OPERATING; uptime is its share of OPERATING and DOWN. */
  @Column({ name: 'scheduled_operating_ms', type: 'bigint', unsigned: true })
  scheduledOperatingMs: string;

  /** Part of `scheduled_ms` DOWN: the downtime. */
  @Column({ name: 'scheduled_down_ms', type: 'bigint', unsigned: true })
  scheduledDownMs: string;

  /** Longest credible wait in use; null: none. */
  @Column({ name: 'max_wait', type: 'smallint', nullable: true })
  maxWait: number | null;

  /**
   * Days that count: the park was in use and the ride observed, or the ride was observed for more than two hours.
   * @unit days
   */
  @Column({ type: 'int', unsigned: true })
  days: number;
}

/** Statistics of a ride in one month: the sum of its days. */
@Entity('ride_monthly_stats')
export class RideMonthlyStats extends WholeDayTotalColumns {
  /**
   * First day of the month.
   * @unit local month
   */
  @PrimaryColumn({ type: 'date' })
  month: string;

  /** The ride. */
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  /**
   * Days that count: the park was in use and the ride observed, or the ride was observed for more than two hours.
   * @unit days
   */
  @Column({ type: 'int', unsigned: true, default: 0 })
  days: number;
}

/** The part of an uninterrupted DOWN of a ride that lies on one local day. */
@Entity('ride_downtimes')
export class RideDowntime {
  /** The ride. */
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  /** The local day. */
  @PrimaryColumn({ name: 'stat_date', type: 'date' })
  statDate: string;

  /** When the part begins: with the DOWN, or with the day. */
  @PrimaryColumn({ name: 'started_at', type: 'datetime', precision: 3 })
  startedAt: Date;

  /** When the part ends: with the DOWN, with the day, or where nothing is known any more. */
  @Column({ name: 'ended_at', type: 'datetime', precision: 3 })
  endedAt: Date;

  /** Time of it in which the park was in use. Over a day, it adds up to `scheduled_down_ms` of the ride. */
  @Column({ name: 'scheduled_ms', type: 'int', unsigned: true })
  scheduledMs: number;

  /** Whether the ride was DOWN already when the day began. */
  @Column({ name: 'is_continued', type: 'boolean' })
  isContinued: boolean;

  /**
   * The status that followed at once; null: the part lasts until the end of the day, or what followed is unknown.
   *
   * - `OPERATING`: the ride ran again
   * - `CLOSED`: it was closed
   * - `REFURBISHMENT`: its refurbishment began
   */
  @Column({ name: 'ended_by', type: 'enum', enum: ['OPERATING', 'CLOSED', 'REFURBISHMENT'], nullable: true })
  endedBy: 'OPERATING' | 'CLOSED' | 'REFURBISHMENT' | null;
}
