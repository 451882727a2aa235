import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** That a ride changed its park, or a park its destination. */
@Index('ix_entity_moves_ride', ['rideId', 'movedAt'])
@Index('ix_entity_moves_park', ['parkId', 'movedAt'])
@Index('ix_entity_moves_decision', ['decisionId'])
@Entity('entity_moves')
export class EntityMove {
  @PrimaryGeneratedColumn({ name: 'move_id', type: 'int', unsigned: true })
  moveId: number;

  /** Null: the park itself moved. */
  @Column({ name: 'ride_id', type: 'int', unsigned: true, nullable: true })
  rideId: number | null;

  /** The park that moved; null: a ride did. */
  @Column({ name: 'park_id', type: 'int', unsigned: true, nullable: true })
  parkId: number | null;

  @Column({ name: 'from_park_id', type: 'int', unsigned: true, nullable: true })
  fromParkId: number | null;

  @Column({ name: 'to_park_id', type: 'int', unsigned: true, nullable: true })
  toParkId: number | null;

  @Column({ name: 'from_destination_id', type: 'int', unsigned: true })
  fromDestinationId: number;

  @Column({ name: 'to_destination_id', type: 'int', unsigned: true })
  toDestinationId: number;

  @Column({ type: 'enum', enum: ['CATALOGUE', 'DECISION', 'UNDO'] })
  cause: 'CATALOGUE' | 'DECISION' | 'UNDO';

  @Column({ name: 'decision_id', type: 'int', unsigned: true, nullable: true })
  decisionId: number | null;

  @Column({ name: 'moved_at', type: 'datetime', precision: 3 })
  movedAt: Date;
}
