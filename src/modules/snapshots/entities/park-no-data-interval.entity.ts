import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * A time into which values of a park are not carried forward, although their own limits allow it: it begins PARK_NO_DATA_MINUTES after
 * the last observation of any entity of the park. A row is the part of it on one local day, written with the statistics of the day.
 */
@Entity('park_no_data_intervals')
export class ParkNoDataInterval {
  /** The park. */
  @PrimaryColumn({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  /** When the time without data, or the local day, begins. */
  @PrimaryColumn({ name: 'from_at', type: 'datetime', precision: 3 })
  fromAt: Date;

  /** The next observation of the park, the end of the local day, or the end of the longest limit of a value. */
  @Column({ name: 'until_at', type: 'datetime', precision: 3 })
  untilAt: Date;
}
