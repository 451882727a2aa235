import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimeSums } from './time-sums.js';

@Entity('ride_hourly_stats')
export class RideHourlyStats extends TimeSums {
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  @PrimaryColumn({ name: 'local_date', type: 'date' })
  localDate: string;

  @PrimaryColumn({ name: 'local_hour', type: 'tinyint', unsigned: true })
  localHour: number;

  @Column({ name: 'open_ms', type: 'int', unsigned: true, default: 0 })
  openMs: number;

  @Column({ name: 'open_observed_ms', type: 'int', unsigned: true, default: 0 })
  openObservedMs: number;

  @Column({ name: 'open_operating_ms', type: 'int', unsigned: true, default: 0 })
  openOperatingMs: number;

  @Column({ name: 'open_down_ms', type: 'int', unsigned: true, default: 0 })
  openDownMs: number;
}
