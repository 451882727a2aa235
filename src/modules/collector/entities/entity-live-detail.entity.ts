import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('entity_live_details')
export class EntityLiveDetail {
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  @PrimaryColumn({
    name: 'detail_type',
    type: 'enum',
    enum: ['SHOWTIMES', 'OPERATING_HOURS', 'DINING_AVAILABILITY', 'FORECAST'],
  })
  detailType: 'SHOWTIMES' | 'OPERATING_HOURS' | 'DINING_AVAILABILITY' | 'FORECAST';

  @PrimaryColumn({ name: 'observed_from', type: 'datetime', precision: 3 })
  observedFrom: Date;

  @Column({ name: 'last_confirmed_at', type: 'datetime', precision: 3 })
  lastConfirmedAt: Date;

  @Column({ type: 'json' })
  detail: unknown;
}
