import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Park } from './park.entity.js';

/** A change of a date's published hours that waits for a later answer to confirm it. */
@Entity('park_schedule_pending')
export class ParkSchedulePending {
  @ForeignKey(() => Park, { name: 'fk_park_schedule_pending_park', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @PrimaryColumn({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  @PrimaryColumn({ name: 'local_date', type: 'date' })
  localDate: string;

  /** SHA-256 of what the date would become. */
  @Column({ name: 'content_hash', type: 'char', length: 64 })
  contentHash: string;

  @Column({ name: 'first_seen_at', type: 'datetime', precision: 3 })
  firstSeenAt: Date;
}
