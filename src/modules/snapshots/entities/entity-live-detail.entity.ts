import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Details of a live response other than status and queues, stored unchanged. */
export const LIVE_DETAIL_TYPES = ['SHOWTIMES', 'OPERATING_HOURS', 'DINING_AVAILABILITY', 'FORECAST'] as const;
export type LiveDetailType = (typeof LIVE_DETAIL_TYPES)[number];

/** Details of live data that are neither status nor queue. Equal details in a row are one span. */
@Entity('entity_live_details')
export class EntityLiveDetail {
  /** The ride. */
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  /**
   * Kind of detail.
   *
   * - `SHOWTIMES`: the times of a show
   * - `OPERATING_HOURS`: opening hours of the ride itself
   * - `DINING_AVAILABILITY`: waits and seats of a restaurant
   * - `FORECAST`: waits that the source predicts
   */
  @PrimaryColumn({
    name: 'detail_type',
    type: 'enum',
    enum: [...LIVE_DETAIL_TYPES],
  })
  detailType: LiveDetailType;

  /** First poll with the detail. */
  @PrimaryColumn({ name: 'observed_from', type: 'datetime', precision: 3 })
  observedFrom: Date;

  /** Last poll with the same detail. */
  @Column({ name: 'last_confirmed_at', type: 'datetime', precision: 3 })
  lastConfirmedAt: Date;

  /** The detail, as the source sent it. */
  @Column({ type: 'json' })
  detail: unknown;
}
