import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Index('ix_ride_daily_stats_date', ['statDate', 'rideId'])
@Entity('ride_daily_stats')
export class RideDailyStats {
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  @PrimaryColumn({ name: 'stat_date', type: 'date' })
  statDate: string;

  @Column({ name: 'operating_ms', type: 'bigint', unsigned: true, default: 0 })
  operatingMs: string;

  @Column({ name: 'down_ms', type: 'bigint', unsigned: true, default: 0 })
  downMs: string;

  @Column({ name: 'closed_ms', type: 'bigint', unsigned: true, default: 0 })
  closedMs: string;

  @Column({ name: 'refurbishment_ms', type: 'bigint', unsigned: true, default: 0 })
  refurbishmentMs: string;

  @Column({ name: 'observed_ms', type: 'bigint', unsigned: true, default: 0 })
  observedMs: string;

  @Column({ name: 'wait_known_ms', type: 'bigint', unsigned: true, default: 0 })
  waitKnownMs: string;

  @Column({ name: 'wait_minutes_ms', type: 'bigint', unsigned: true, default: 0 })
  waitMinutesMs: string;

  @Column({ name: 'min_wait', type: 'smallint', nullable: true })
  minWait: number | null;

  @Column({ name: 'max_wait', type: 'smallint', nullable: true })
  maxWait: number | null;

  @Column({ name: 'snapshot_count', type: 'int', unsigned: true, default: 0 })
  snapshotCount: number;

  @Column({ name: 'open_ms', type: 'bigint', unsigned: true, default: 0 })
  openMs: string;

  @Column({ name: 'open_observed_ms', type: 'bigint', unsigned: true, default: 0 })
  openObservedMs: string;

  @Column({ name: 'open_operating_ms', type: 'bigint', unsigned: true, default: 0 })
  openOperatingMs: string;

  @Column({ name: 'open_down_ms', type: 'bigint', unsigned: true, default: 0 })
  openDownMs: string;

  @Column({ name: 'status_changes', type: 'int', unsigned: true, default: 0 })
  statusChanges: number;

  @Column({ name: 'longest_down_ms', type: 'bigint', unsigned: true, default: 0 })
  longestDownMs: string;

  @Column({ name: 'first_operating_at', type: 'datetime', precision: 3, nullable: true })
  firstOperatingAt: Date | null;

  @Column({ name: 'last_operating_at', type: 'datetime', precision: 3, nullable: true })
  lastOperatingAt: Date | null;

  @Column({ type: 'double', nullable: true })
  coverage: number | null;
}
