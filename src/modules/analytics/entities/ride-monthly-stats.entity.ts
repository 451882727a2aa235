import { Column, Entity, PrimaryColumn } from 'typeorm';
import { OpeningIntervalTotals } from './time-sums.js';

@Entity('ride_monthly_stats')
export class RideMonthlyStats extends OpeningIntervalTotals {
  @PrimaryColumn({ type: 'date' })
  month: string;

  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  @Column({ type: 'int', unsigned: true, default: 0 })
  days: number;
}
