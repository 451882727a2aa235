import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
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
