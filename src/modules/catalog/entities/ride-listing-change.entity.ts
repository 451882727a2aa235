import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Ride } from './ride.entity.js';

/** That a ride left the catalogue or came back, and when. Rows are only added. */
@Entity('ride_listing_changes')
export class RideListingChange {
  @ForeignKey(() => Ride, { name: 'fk_ride_listing_changes_ride', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  @PrimaryColumn({ name: 'changed_at', type: 'datetime', precision: 3 })
  changedAt: Date;

  @Column({ name: 'is_listed', type: 'boolean' })
  isListed: boolean;
}
