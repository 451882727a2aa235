import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';

@Index('uq_destinations_wiki_id', ['themeparksWikiId'], { unique: true })
@Entity('destinations')
export class Destination {
  @PrimaryGeneratedColumn({ name: 'destination_id', type: 'int', unsigned: true })
  destinationId: number;

  @Column({ name: 'themeparks_wiki_id', type: 'char', length: 36, charset: 'ascii', collation: 'ascii_general_ci' })
  themeparksWikiId: string;

  @Column({ type: 'varchar', length: 255 })
  name: string;

  @Column({ type: 'varchar', length: 255, nullable: true })
  slug: string | null;

  @Column({ name: 'is_active', type: 'boolean', default: true })
  isActive: boolean;

  @Column({ name: 'first_seen_at', type: 'datetime', precision: 3, nullable: true })
  firstSeenAt: Date | null;

  @Column({ name: 'last_seen_at', type: 'datetime', precision: 3, nullable: true })
  lastSeenAt: Date | null;
}

@Index('uq_parks_wiki_id', ['themeparksWikiId'], { unique: true })
@Index('ix_parks_destination', ['destinationId'])
@Entity('parks')
export class Park {
  @PrimaryGeneratedColumn({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  @ForeignKey(() => Destination, { name: 'fk_parks_destination', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @Column({ name: 'destination_id', type: 'int', unsigned: true })
  destinationId: number;

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

  @Column({ type: 'varchar', length: 255, nullable: true })
  slug: string | null;

  @Column({ type: 'varchar', length: 64, charset: 'ascii', collation: 'ascii_general_ci', nullable: true })
  timezone: string | null;

  @Column({ type: 'double', nullable: true })
  latitude: number | null;

  @Column({ type: 'double', nullable: true })
  longitude: number | null;

  @Column({ name: 'reports_down', type: 'boolean', nullable: true })
  reportsDown: boolean | null;

  @Column({ name: 'is_active', type: 'boolean', default: true })
  isActive: boolean;

  @Column({ name: 'first_seen_at', type: 'datetime', precision: 3, nullable: true })
  firstSeenAt: Date | null;

  @Column({ name: 'last_seen_at', type: 'datetime', precision: 3, nullable: true })
  lastSeenAt: Date | null;
}
