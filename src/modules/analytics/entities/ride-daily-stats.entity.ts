import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { RANKED_COLUMNS } from './ranked-columns.js';
import { DayMetricColumns } from './time-sums.js';

@Index('ix_ride_daily_stats_ranking', ['statDate', 'rideId', ...Object.keys(RANKED_COLUMNS)])
@Entity('ride_daily_stats')
export class RideDailyStats extends DayMetricColumns {
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  @PrimaryColumn({ name: 'stat_date', type: 'date' })
  statDate: string;

  @Column({ name: 'first_operating_at', type: 'datetime', precision: 3, nullable: true })
  firstOperatingAt: Date | null;

  @Column({ name: 'last_operating_at', type: 'datetime', precision: 3, nullable: true })
  lastOperatingAt: Date | null;

  @Column({ type: 'double', nullable: true })
  coverage: number | null;
}
