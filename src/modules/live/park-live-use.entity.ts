import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Park } from '../catalog/entities/park.entity.js';

/** The use of the local day on which a park was last observed live, of parks for which published hours are not enough. */
@Entity('park_live_use')
export class ParkLiveUse {
  @ForeignKey(() => Park, { name: 'fk_park_live_use_park', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @PrimaryColumn({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  @Column({ name: 'local_date', type: 'date' })
  localDate: string;

  /** The newest observation that it was judged by. */
  @Column({ name: 'newest_at', type: 'datetime', precision: 3 })
  newestAt: Date;

  @Column({ name: 'day_use', type: 'json' })
  dayUse: unknown;
}
