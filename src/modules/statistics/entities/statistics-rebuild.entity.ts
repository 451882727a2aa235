import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity('statistics_rebuilds')
export class StatisticsRebuildEntity {
  @PrimaryGeneratedColumn({ name: 'rebuild_id', type: 'int', unsigned: true })
  rebuildId: number;

  @Column({ name: 'park_id', type: 'int', unsigned: true, nullable: true })
  parkId: number | null;

  @Column({ name: 'from_date', type: 'date', nullable: true })
  fromDate: string | null;

  @Column({ name: 'to_date', type: 'date', nullable: true })
  toDate: string | null;

  @Column({ name: 'park_days_total', type: 'int', unsigned: true, default: 0 })
  parkDaysTotal: number;

  @Column({ name: 'requested_at', type: 'datetime', precision: 3 })
  requestedAt: Date;
}
