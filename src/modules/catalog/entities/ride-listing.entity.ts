import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Ride } from './ride.entity.js';

/** What the catalogue's list last reported of a ride: by it the ride is found again under another UUID. */
@Entity('ride_listings')
export class RideListing {
  @ForeignKey(() => Ride, { name: 'fk_ride_listings_ride', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  @Column({ type: 'double', nullable: true })
  latitude: number | null;

  @Column({ type: 'double', nullable: true })
  longitude: number | null;

  @Column({ name: 'external_id', type: 'varchar', length: 255, nullable: true })
  externalId: string | null;

  @Column({ name: 'list_order', type: 'int', unsigned: true, nullable: true })
  listOrder: number | null;
}
