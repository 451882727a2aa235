import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Park } from '../catalog/entities/park.entity.js';
import type { DayUse } from '../park-use/day-use.js';

/** Use of the local day on which a park was last observed live, for parks whose published hours do not decide it. */
@Entity('park_live_use')
export class ParkLiveUse {
  /** The park. */
  @ForeignKey(() => Park, { name: 'fk_park_live_use_park', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @PrimaryColumn({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  /** The local day. */
  @Column({ name: 'local_date', type: 'date' })
  localDate: string;

  /** Newest observation that was taken into account. */
  @Column({ name: 'newest_at', type: 'datetime', precision: 3 })
  newestAt: Date;

  /** Intervals of use, and their basis. */
  @Column({ name: 'day_use', type: 'json' })
  dayUse: DayUse;
}
