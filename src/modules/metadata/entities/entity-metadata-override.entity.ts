import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Ride } from '../../catalog/entities/ride.entity.js';

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
