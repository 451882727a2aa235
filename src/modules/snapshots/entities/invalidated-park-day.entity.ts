import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The invalidation log: park-days whose statistics have to be computed again. A refresh removes what it computed. */
@Index('ix_invalidated_park_days_date', ['localDate', 'parkId'])
@Entity('invalidated_park_days')
export class InvalidatedParkDay {
  /** The park. */
  @PrimaryColumn({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  /** The local day. */
  @PrimaryColumn({ name: 'local_date', type: 'date' })
  localDate: string;

  /** Code of what invalidated the day last, such as `IMPORT`, `EXCLUSION` or `TIME_ZONE_RULES`. */
  @Column({ type: 'varchar', length: 32 })
  reason: string;

  /** When the day was first invalidated since it was last computed. */
  @Column({ name: 'invalidated_at', type: 'datetime', precision: 3 })
  invalidatedAt: Date;

  /**
   * A new number with every invalidation, so that a refresh notices one that came meanwhile.
   * @unit number
   */
  @Column({ type: 'bigint', unsigned: true, default: 0 })
  token: string;
}
