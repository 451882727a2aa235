import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Ride } from './ride.entity.js';

@Entity('ride_names')
export class RideName {
  @ForeignKey(() => Ride, { name: 'fk_ride_names_ride', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  @PrimaryColumn({ type: 'varchar', length: 255, collation: 'utf8mb4_bin' })
  name: string;

  @Column({ name: 'first_seen_at', type: 'datetime', precision: 3 })
  firstSeenAt: Date;

  @Column({ name: 'last_seen_at', type: 'datetime', precision: 3 })
  lastSeenAt: Date;
}
