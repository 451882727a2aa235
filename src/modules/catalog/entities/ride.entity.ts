import { Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { UUID } from '../../../common/database/columns.js';
import { ENTITY_TYPES, type EntityType } from '../entity-types.js';
import { Park } from './park.entity.js';

/** An entity of a park that is observed: an attraction, a show, a restaurant and so on. */
@Index('uq_rides_wiki_id', ['themeparksWikiId'], { unique: true })
@Index('ix_rides_park', ['parkId'])
@Entity('rides')
export class Ride {
  /** Internal id, also used in the API. */
  @PrimaryGeneratedColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  /** The park to which the ride belongs today; `entity_moves` has its earlier ones. */
  @ForeignKey(() => Park, { name: 'fk_rides_park', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @Column({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  /** UUID of the ride at ThemeParks.wiki; null: known by name only. */
  @Column({
    name: 'themeparks_wiki_id',
    ...UUID,
    nullable: true,
  })
  themeparksWikiId: string | null;

  /** Present display name. */
  @Column({ type: 'varchar', length: 255 })
  name: string;

  /** The name as the matching of names compares it: lower case, without accents, punctuation and words of state. */
  @Column({ name: 'normalized_name', type: 'varchar', length: 255 })
  normalizedName: string;

  /**
   * Kind of entity; null: the catalogue has not reported it.
   *
   * - `ATTRACTION`: a ride or another attraction; only attractions count in the statistics of parks
   * - `SHOW`: a show, parade or meeting with a character
   * - `RESTAURANT`: a place to eat
   * - `HOTEL`: a hotel
   * - `PARK`: a park that the catalogue lists inside another one
   * - `DESTINATION`: a destination that the catalogue lists inside another one
   */
  @Column({
    name: 'entity_type',
    type: 'enum',
    enum: [...ENTITY_TYPES],
    nullable: true,
  })
  entityType: EntityType | null;

  /** Whether the catalogue still lists the ride. */
  @Column({ name: 'is_active', type: 'boolean', default: true })
  isActive: boolean;

  /** When the catalogue, an archive or live data first had the ride. */
  @Column({ name: 'first_seen_at', type: 'datetime', precision: 3, nullable: true })
  firstSeenAt: Date | null;

  /** When the catalogue, an archive or live data last had the ride. */
  @Column({ name: 'last_seen_at', type: 'datetime', precision: 3, nullable: true })
  lastSeenAt: Date | null;
}

/** Every name under which a ride has been reported. */
@Entity('ride_names')
export class RideName {
  /** The ride. */
  @ForeignKey(() => Ride, { name: 'fk_ride_names_ride', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  /** The name, exactly as reported; letters of another case are another name. */
  @PrimaryColumn({ type: 'varchar', length: 255, collation: 'utf8mb4_bin' })
  name: string;

  /** When the ride was first reported under the name. */
  @Column({ name: 'first_seen_at', type: 'datetime', precision: 3 })
  firstSeenAt: Date;

  /** When the ride was last reported under the name. */
  @Column({ name: 'last_seen_at', type: 'datetime', precision: 3 })
  lastSeenAt: Date;
}

/** A further UUID of a ride: the entity under it counts as the ride that it is linked to. */
@Index('uq_ride_aliases_wiki_id', ['themeparksWikiId'], { unique: true })
@Index('ix_ride_aliases_ride', ['rideId'])
@Entity('ride_aliases')
export class RideAlias {
  /** The ride row that the further UUID had; it keeps its raw rows. */
  @ForeignKey(() => Ride, { name: 'fk_ride_aliases_alias', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @PrimaryColumn({ name: 'alias_ride_id', type: 'int', unsigned: true })
  aliasRideId: number;

  /** The ride that the alias counts as. */
  @ForeignKey(() => Ride, { name: 'fk_ride_aliases_ride', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @Column({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  /** The further UUID at ThemeParks.wiki. */
  @Column({ name: 'themeparks_wiki_id', ...UUID })
  themeparksWikiId: string;

  /** When the link was made. */
  @Column({ name: 'linked_at', type: 'datetime', precision: 3 })
  linkedAt: Date;
}

/** What the catalogue last listed for a ride. It lets a ride be recognised under another UUID. */
@Entity('ride_listings')
export class RideListing {
  /** The ride. */
  @ForeignKey(() => Ride, { name: 'fk_ride_listings_ride', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  /** North is positive; null: not listed. */
  @Column({ type: 'double', nullable: true })
  latitude: number | null;

  /** East is positive; null: not listed. */
  @Column({ type: 'double', nullable: true })
  longitude: number | null;

  /** The operator's own id; null: not listed. */
  @Column({ name: 'external_id', type: 'varchar', length: 255, nullable: true })
  externalId: string | null;

  /**
   * Place in the park's list, from 0; null: not listed.
   * @unit position
   */
  @Column({ name: 'list_order', type: 'int', unsigned: true, nullable: true })
  listOrder: number | null;
}

/** A ride left the catalogue or came back. Rows are only added. */
@Entity('ride_listing_changes')
export class RideListingChange {
  /** The ride. */
  @ForeignKey(() => Ride, { name: 'fk_ride_listing_changes_ride', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  /** When the change was observed. */
  @PrimaryColumn({ name: 'changed_at', type: 'datetime', precision: 3 })
  changedAt: Date;

  /** Whether the catalogue lists the ride from then on. */
  @Column({ name: 'is_listed', type: 'boolean' })
  isListed: boolean;
}
