import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** A requested recomputation of statistics. */
@Entity('statistics_rebuilds')
export class StatisticsRebuildEntity {
  /** Internal id, also used in the API. */
  @PrimaryGeneratedColumn({ name: 'rebuild_id', type: 'int', unsigned: true })
  rebuildId: number;

  /** The park; null: all parks. */
  @Column({ name: 'park_id', type: 'int', unsigned: true, nullable: true })
  parkId: number | null;

  /** First local day; null: from the first observation on. */
  @Column({ name: 'from_date', type: 'date', nullable: true })
  fromDate: string | null;

  /** Last local day, included; null: to the last observation. */
  @Column({ name: 'to_date', type: 'date', nullable: true })
  toDate: string | null;

  /**
   * Park-days that the request invalidated.
   * @unit park-days
   */
  @Column({ name: 'park_days_total', type: 'int', unsigned: true, default: 0 })
  parkDaysTotal: number;

  /** When it was requested. */
  @Column({ name: 'requested_at', type: 'datetime', precision: 3 })
  requestedAt: Date;
}
