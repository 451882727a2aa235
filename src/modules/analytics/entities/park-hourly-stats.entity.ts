import { Entity, PrimaryColumn } from 'typeorm';
import { ScheduledTimeTotals } from './time-sums.js';

/** Sums over the rides of a park: from those of the rides, a heatmap of a year would be 300,000 rows. */
@Entity('park_hourly_stats')
export class ParkHourlyStats extends ScheduledTimeTotals {
  @PrimaryColumn({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  @PrimaryColumn({ name: 'local_date', type: 'date' })
  localDate: string;

  @PrimaryColumn({ name: 'local_hour', type: 'tinyint', unsigned: true })
  localHour: number;
}
