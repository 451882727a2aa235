import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { ScheduledTimeTotalColumns, RANKED_COLUMNS, SingleDayColumns } from './rollup-columns.js';

/**
 * Statistics of a park in one local hour: the sum of its rides. Without it, the heatmap of a year would read 300,000
 * rows.
 */
@Entity('park_hourly_stats')
export class ParkHourlyStats extends ScheduledTimeTotalColumns {
  /** The park. */
  @PrimaryColumn({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  /** The local day. */
  @PrimaryColumn({ name: 'local_date', type: 'date' })
  localDate: string;

  /**
   * Hour by the park's clock; when clocks are set back, the hour shown twice is one row.
   * @unit 0 to 23
   */
  @PrimaryColumn({ name: 'local_hour', type: 'tinyint', unsigned: true })
  localHour: number;
}

/** Statistics of a park on one local day: the sum of its rides, and what only parks have. */
@Index('ix_park_daily_stats_metrics', ['statDate', 'parkId', ...Object.keys(RANKED_COLUMNS), 'ridesTracked'])
@Entity('park_daily_stats')
export class ParkDailyStats extends SingleDayColumns {
  /** The park. */
  @PrimaryColumn({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  /** The local day. */
  @PrimaryColumn({ name: 'stat_date', type: 'date' })
  statDate: string;

  /** When the use of the day began; null: the park was not in use. */
  @Column({ name: 'opens_at', type: 'datetime', precision: 3, nullable: true })
  opensAt: Date | null;

  /** When the use of the day ended; null: the park was not in use. */
  @Column({ name: 'closes_at', type: 'datetime', precision: 3, nullable: true })
  closesAt: Date | null;

  /**
   * Rides that count on the day, observed or not.
   * @unit rides
   */
  @Column({ name: 'rides_tracked', type: 'int', unsigned: true, default: 0 })
  ridesTracked: number;

  /**
   * Rides that were OPERATING while the park was in use.
   * @unit rides
   */
  @Column({ name: 'rides_operated', type: 'int', unsigned: true, default: 0 })
  ridesOperated: number;

  /**
   * Rides that were DOWN while the park was in use.
   * @unit rides
   */
  @Column({ name: 'rides_with_downtime', type: 'int', unsigned: true, default: 0 })
  ridesWithDowntime: number;

  /**
   * `scheduled_observed_ms` / `scheduled_ms`; null: the park was not in use.
   * @unit 0 to 1
   */
  @Column({ type: 'double', nullable: true })
  coverage: number | null;
}

/** Ranges of local dates on which a park's feed reports DOWN, both ends included. They do not overlap. */
@Entity('park_down_reports')
export class ParkDownReport {
  /** The park. */
  @PrimaryColumn({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  /** First day with DOWN. */
  @PrimaryColumn({ name: 'from_date', type: 'date' })
  fromDate: string;

  /** Last day with DOWN before a year without; null: the feed still reports DOWN. */
  @Column({ name: 'until_date', type: 'date', nullable: true })
  untilDate: string | null;
}

/** The time zone rules by which the stored days of a park are cut. */
@Entity('park_time_zone_rules')
export class ParkTimeZoneRules {
  /** The park. */
  @PrimaryColumn({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  /** IANA name of the zone; null: unknown, days are cut by UTC. */
  @Column({ type: 'varchar', length: 64, nullable: true })
  timezone: string | null;

  /** IANA release, such as `2026f`. */
  @Column({ name: 'rules_version', type: 'varchar', length: 16 })
  rulesVersion: string;

  /** SHA-256 of the rules, so that an unchanged zone is recognised without reading them. */
  @Column({ type: 'char', length: 64, charset: 'ascii', collation: 'ascii_general_ci' })
  fingerprint: string;

  /** Pairs of seconds: the end of a period (Unix time), and its offset from UTC. */
  @Column({ type: 'json' })
  rules: unknown;

  /** When the rules were stored. */
  @Column({ name: 'stored_at', type: 'datetime', precision: 3 })
  storedAt: Date;
}
