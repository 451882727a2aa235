import { Entity, PrimaryColumn } from 'typeorm';
import { TimeSums } from './time-sums.js';

@Entity('ride_hourly_stats')
export class RideHourlyStats extends TimeSums {
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  @PrimaryColumn({ name: 'local_date', type: 'date' })
  localDate: string;

  @PrimaryColumn({ name: 'local_hour', type: 'tinyint', unsigned: true })
  localHour: number;
}
