import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a ranking adds up, of ten days at a time. */
@Entity('ride_dekad_stats')
export class RideDekadStats {
  /** The first day of it: the 1st, 11th or 21st of a month. */
  @PrimaryColumn({ type: 'date' })
  dekad: string;

  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  @Column({ name: 'observed_ms', type: 'bigint', unsigned: true })
  observedMs: string;

  @Column({ name: 'wait_known_ms', type: 'bigint', unsigned: true })
  waitKnownMs: string;

  @Column({ name: 'wait_minutes_ms', type: 'bigint', unsigned: true })
  waitMinutesMs: string;

  @Column({ name: 'open_ms', type: 'bigint', unsigned: true })
  openMs: string;

  @Column({ name: 'open_observed_ms', type: 'bigint', unsigned: true })
  openObservedMs: string;

  @Column({ name: 'open_operating_ms', type: 'bigint', unsigned: true })
  openOperatingMs: string;

  @Column({ name: 'open_down_ms', type: 'bigint', unsigned: true })
  openDownMs: string;

  @Column({ name: 'max_wait', type: 'smallint', nullable: true })
  maxWait: number | null;

  @Column({ type: 'int', unsigned: true })
  days: number;
}
