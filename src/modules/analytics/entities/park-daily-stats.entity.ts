import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { RANKED_COLUMNS } from './ranked-columns.js';
import { DayMetricColumns } from './time-sums.js';

@Index('ix_park_daily_stats_metrics', ['statDate', 'parkId', ...Object.keys(RANKED_COLUMNS), 'ridesTracked'])
@Entity('park_daily_stats')
export class ParkDailyStats extends DayMetricColumns {
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
