import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { UUID } from '../../../common/database/columns.js';

/** A resort: the unit that the archive and the live API list, with one or more parks. */
@Index('uq_destinations_wiki_id', ['themeparksWikiId'], { unique: true })
@Entity('destinations')
export class Destination {
  /** Internal id, also used in the API. */
  @PrimaryGeneratedColumn({ name: 'destination_id', type: 'int', unsigned: true })
  destinationId: number;

  /** UUID of the destination at ThemeParks.wiki. */
  @Column({ name: 'themeparks_wiki_id', ...UUID })
  themeparksWikiId: string;

  /** Display name, as the catalogue last reported it. */
  @Column({ type: 'varchar', length: 255 })
  name: string;

  /** The catalogue's readable identifier; null if it reports none. */
  @Column({ type: 'varchar', length: 255, nullable: true })
  slug: string | null;

  /** Whether the catalogue still lists the destination. */
  @Column({ name: 'is_active', type: 'boolean', default: true })
  isActive: boolean;

  /** When the catalogue, an archive or live data first had the destination. */
  @Column({ name: 'first_seen_at', type: 'datetime', precision: 3, nullable: true })
  firstSeenAt: Date | null;

  /** When the catalogue, an archive or live data last had the destination. */
  @Column({ name: 'last_seen_at', type: 'datetime', precision: 3, nullable: true })
  lastSeenAt: Date | null;

  /**
   * Incremented by each transaction that locks the row: other nodes of a cluster see changes, but no locks.
   * @unit locks
   */
  @Column({ name: 'lock_version', type: 'int', unsigned: true, default: 0, select: false })
  lockVersion: number;
}

/** A theme park or water park of a destination. */
@Index('uq_parks_wiki_id', ['themeparksWikiId'], { unique: true })
@Index('ix_parks_destination', ['destinationId'])
@Entity('parks')
export class Park {
  /** Internal id, also used in the API. */
  @PrimaryGeneratedColumn({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  /** The destination to which the park belongs. */
  @ForeignKey(() => Destination, { name: 'fk_parks_destination', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @Column({ name: 'destination_id', type: 'int', unsigned: true })
  destinationId: number;

  /** UUID of the park at ThemeParks.wiki; null for the placeholder park that keeps rides not yet assigned to one. */
  @Column({
    name: 'themeparks_wiki_id',
    ...UUID,
    nullable: true,
  })
  themeparksWikiId: string | null;

  /** Display name, as the catalogue last reported it. */
  @Column({ type: 'varchar', length: 255 })
  name: string;

  /** The catalogue's readable identifier; null if it reports none. */
  @Column({ type: 'varchar', length: 255, nullable: true })
  slug: string | null;

  /**
   * IANA name of the time zone that cuts the park's local days, such as `Europe/Paris`; null: unknown, days are cut by
   * UTC.
   */
  @Column({ type: 'varchar', length: 64, charset: 'ascii', collation: 'ascii_general_ci', nullable: true })
  timezone: string | null;

  /** North is positive; null: unknown. */
  @Column({ type: 'double', nullable: true })
  latitude: number | null;

  /** East is positive; null: unknown. */
  @Column({ type: 'double', nullable: true })
  longitude: number | null;

  /** Whether the park's feed reports DOWN today; null: no statistics yet. */
  @Column({ name: 'reports_down', type: 'boolean', nullable: true })
  reportsDown: boolean | null;

  /** Whether the catalogue still lists the park. */
  @Column({ name: 'is_active', type: 'boolean', default: true })
  isActive: boolean;

  /** When the catalogue, an archive or live data first had the park. */
  @Column({ name: 'first_seen_at', type: 'datetime', precision: 3, nullable: true })
  firstSeenAt: Date | null;

  /** When the catalogue, an archive or live data last had the park. */
  @Column({ name: 'last_seen_at', type: 'datetime', precision: 3, nullable: true })
  lastSeenAt: Date | null;

  /**
   * Incremented by each transaction that locks the row: other nodes of a cluster see changes, but no locks.
   * @unit locks
   */
  @Column({ name: 'lock_version', type: 'int', unsigned: true, default: 0, select: false })
  lockVersion: number;
}
