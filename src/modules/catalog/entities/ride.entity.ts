import { Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { Park } from './park.entity.js';

@Index('uq_rides_wiki_id', ['themeparksWikiId'], { unique: true })
@Index('ix_rides_park', ['parkId'])
@Entity('rides')
export class Ride {
  @PrimaryGeneratedColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  @ForeignKey(() => Park, { name: 'fk_rides_park', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @Column({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  @Column({
    name: 'themeparks_wiki_id',
    type: 'char',
    length: 36,
    charset: 'ascii',
    collation: 'ascii_general_ci',
    nullable: true,
  })
  themeparksWikiId: string | null;

  @Column({ type: 'varchar', length: 255 })
  name: string;

  @Column({ name: 'normalized_name', type: 'varchar', length: 255 })
  normalizedName: string;

  @Column({
    name: 'entity_type',
    type: 'enum',
    enum: ['ATTRACTION', 'SHOW', 'RESTAURANT', 'HOTEL', 'PARK', 'DESTINATION'],
    nullable: true,
  })
  entityType: 'ATTRACTION' | 'SHOW' | 'RESTAURANT' | 'HOTEL' | 'PARK' | 'DESTINATION' | null;

  @Column({ name: 'is_active', type: 'boolean', default: true })
  isActive: boolean;

  @Column({ name: 'first_seen_at', type: 'datetime', precision: 3, nullable: true })
  firstSeenAt: Date | null;

  @Column({ name: 'last_seen_at', type: 'datetime', precision: 3, nullable: true })
  lastSeenAt: Date | null;
}

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
