import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('ride_hourly_stats')
export class RideHourlyStats {
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  @PrimaryColumn({ name: 'local_date', type: 'date' })
  localDate: string;

  @PrimaryColumn({ name: 'local_hour', type: 'tinyint', unsigned: true })
  localHour: number;

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
}
