import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Index('ix_invalidated_park_days_date', ['localDate', 'parkId'])
@Entity('invalidated_park_days')
export class InvalidatedParkDay {
  @PrimaryColumn({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  @PrimaryColumn({ name: 'local_date', type: 'date' })
  localDate: string;

  @Column({ type: 'varchar', length: 32 })
  reason: string;

  /** Since when it waits to be computed: later marks leave it as it is. */
  @Column({ name: 'invalidated_at', type: 'datetime', precision: 3 })
  invalidatedAt: Date;

  /** Another one with every mark. */
  @Column({ type: 'bigint', unsigned: true, default: 0 })
  token: string;
}
