import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Ride } from './ride.entity.js';

@Index('uq_ride_aliases_wiki_id', ['themeparksWikiId'], { unique: true })
@Index('ix_ride_aliases_ride', ['rideId'])
@Entity('ride_aliases')
export class RideAlias {
  @ForeignKey(() => Ride, { name: 'fk_ride_aliases_alias', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @PrimaryColumn({ name: 'alias_ride_id', type: 'int', unsigned: true })
  aliasRideId: number;

  @ForeignKey(() => Ride, { name: 'fk_ride_aliases_ride', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @Column({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  @Column({ name: 'themeparks_wiki_id', type: 'char', length: 36, charset: 'ascii', collation: 'ascii_general_ci' })
  themeparksWikiId: string;

  @Column({ name: 'linked_at', type: 'datetime', precision: 3 })
  linkedAt: Date;
}
