import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Ride } from '../../catalog/entities/ride.entity.js';

@Index('ix_entity_metadata_position', ['latitude', 'longitude'])
@Entity('entity_metadata')
export class EntityMetadata {
  @ForeignKey(() => Ride, { name: 'fk_entity_metadata_ride', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  @Column({ type: 'double', nullable: true })
  latitude: number | null;

  @Column({ type: 'double', nullable: true })
  longitude: number | null;

  @Column({
    name: 'entity_type',
    type: 'enum',
    enum: ['ATTRACTION', 'SHOW', 'RESTAURANT', 'HOTEL', 'PARK', 'DESTINATION'],
    nullable: true,
  })
  entityType: 'ATTRACTION' | 'SHOW' | 'RESTAURANT' | 'HOTEL' | 'PARK' | 'DESTINATION' | null;

  @Column({ name: 'indoor_outdoor', type: 'enum', enum: ['INDOOR', 'OUTDOOR', 'HYBRID'], nullable: true })
  indoorOutdoor: 'INDOOR' | 'OUTDOOR' | 'HYBRID' | null;

  @Column({
    name: 'classification_source',
    type: 'enum',
    enum: ['MANUAL', 'CURATED', 'TAG', 'NAME_RULE'],
    nullable: true,
  })
  classificationSource: 'MANUAL' | 'CURATED' | 'TAG' | 'NAME_RULE' | null;

  @Column({ name: 'classification_confidence', type: 'double', nullable: true })
  classificationConfidence: number | null;

  @Column({ name: 'height_min_cm', type: 'smallint', unsigned: true, nullable: true })
  heightMinCm: number | null;

  @Column({ name: 'height_min_unaccompanied_cm', type: 'smallint', unsigned: true, nullable: true })
  heightMinUnaccompaniedCm: number | null;

  @Column({ name: 'height_max_cm', type: 'smallint', unsigned: true, nullable: true })
  heightMaxCm: number | null;

  @Column({ type: 'json', nullable: true })
  tags: unknown;

  @Column({ name: 'external_id', type: 'varchar', length: 255, nullable: true })
  externalId: string | null;

  @Column({ type: 'int', unsigned: true, default: 1 })
  version: number;

  @Column({ name: 'last_synced_at', type: 'datetime', precision: 3, nullable: true })
  lastSyncedAt: Date | null;
}
