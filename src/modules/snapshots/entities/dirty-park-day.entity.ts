import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('dirty_park_days')
export class DirtyParkDay {
  @PrimaryColumn({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  @PrimaryColumn({ name: 'local_date', type: 'date' })
  localDate: string;

  @Column({ type: 'varchar', length: 32 })
  reason: string;

  @Column({ name: 'marked_at', type: 'datetime', precision: 3 })
  markedAt: Date;
}
