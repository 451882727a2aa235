import { Column, Entity, ForeignKey, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
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

@Index('ix_entity_metadata_history_ride', ['rideId', 'changedAt'])
@Entity('entity_metadata_history')
export class EntityMetadataHistory {
  @PrimaryGeneratedColumn({ name: 'history_id', type: 'bigint', unsigned: true })
  historyId: string;

  @ForeignKey(() => Ride, { name: 'fk_entity_metadata_history_ride', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @Column({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  @Column({ type: 'int', unsigned: true })
  version: number;

  @Column({ type: 'varchar', length: 64 })
  field: string;

  @Column({ name: 'old_value', type: 'json', nullable: true })
  oldValue: unknown;

  @Column({ name: 'new_value', type: 'json', nullable: true })
  newValue: unknown;

  @Column({ type: 'varchar', length: 32 })
  source: string;

  @Column({ name: 'changed_at', type: 'datetime', precision: 3 })
  changedAt: Date;
}

@Entity('entity_metadata_overrides')
export class EntityMetadataOverride {
  @ForeignKey(() => Ride, { name: 'fk_entity_metadata_overrides_ride', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @PrimaryColumn({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  @PrimaryColumn({ type: 'varchar', length: 64 })
  field: string;

  @Column({ type: 'json' })
  value: unknown;

  @Column({ name: 'set_at', type: 'datetime', precision: 3 })
  setAt: Date;
}
