import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Index('ix_dirty_park_days_date', ['localDate', 'parkId'])
@Entity('dirty_park_days')
export class DirtyParkDay {
  @PrimaryColumn({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  @PrimaryColumn({ name: 'local_date', type: 'date' })
  localDate: string;

  @Column({ type: 'varchar', length: 32 })
  reason: string;

  /** Since when it waits to be computed: later marks leave it as it is. */
  @Column({ name: 'marked_at', type: 'datetime', precision: 3 })
  markedAt: Date;

  /** Another one with every mark. */
  @Column({ type: 'bigint', unsigned: true, default: 0 })
  token: string;
}
