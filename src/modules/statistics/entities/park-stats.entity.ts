import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { OpenTimeTotalColumns, RANKED_COLUMNS, SingleDayColumns } from './rollup-columns.js';

/** Sums over the rides of a park: from those of the rides, a heatmap of a year would be 300,000 rows. */
@Entity('park_hourly_stats')
export class ParkHourlyStats extends OpenTimeTotalColumns {
  @PrimaryColumn({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  @PrimaryColumn({ name: 'local_date', type: 'date' })
  localDate: string;

  @PrimaryColumn({ name: 'local_hour', type: 'tinyint', unsigned: true })
  localHour: number;
}

@Index('ix_park_daily_stats_metrics', ['statDate', 'parkId', ...Object.keys(RANKED_COLUMNS), 'ridesTracked'])
@Entity('park_daily_stats')
export class ParkDailyStats extends SingleDayColumns {
  @PrimaryColumn({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  @PrimaryColumn({ name: 'stat_date', type: 'date' })
  statDate: string;

  @Column({ name: 'opens_at', type: 'datetime', precision: 3, nullable: true })
  opensAt: Date | null;

  @Column({ name: 'closes_at', type: 'datetime', precision: 3, nullable: true })
  closesAt: Date | null;

  @Column({ name: 'rides_tracked', type: 'int', unsigned: true, default: 0 })
  ridesTracked: number;

  @Column({ name: 'rides_operated', type: 'int', unsigned: true, default: 0 })
  ridesOperated: number;

  @Column({ name: 'rides_with_downtime', type: 'int', unsigned: true, default: 0 })
  ridesWithDowntime: number;

  @Column({ type: 'double', nullable: true })
  coverage: number | null;
}

/** Local dates of a park in which its feed reports DOWN, both ends included; they do not overlap. */
@Entity('park_down_reports')
export class ParkDownReport {
  @PrimaryColumn({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  /** The first day with DOWN. */
  @PrimaryColumn({ name: 'from_date', type: 'date' })
  fromDate: string;

  /** The last day with DOWN before a year without; null: the feed reports DOWN still. */
  @Column({ name: 'until_date', type: 'date', nullable: true })
  untilDate: string | null;
}

/** By which rules the stored days of a park are cut. */
@Entity('park_time_zone_rules')
export class ParkTimeZoneRules {
  @PrimaryColumn({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  @Column({ type: 'varchar', length: 64, nullable: true })
  timezone: string | null;

  /** IANA release, such as `2026f`. */
  @Column({ name: 'rules_version', type: 'varchar', length: 16 })
  rulesVersion: string;

  /** Of the rules, so that an unchanged zone is told without reading them. */
  @Column({ type: 'char', length: 64, charset: 'ascii', collation: 'ascii_general_ci' })
  fingerprint: string;

  /** Pairs of seconds: until when, and the offset from UTC. */
  @Column({ type: 'json' })
  rules: unknown;

  @Column({ name: 'stored_at', type: 'datetime', precision: 3 })
  storedAt: Date;
}
