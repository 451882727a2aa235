import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TimeTotals } from './time-sums.js';

@Entity('ride_hourly_stats')
export class RideHourlyStats extends TimeTotals {
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
