import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { Ride } from '../../catalog/entities/ride.entity.js';

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
