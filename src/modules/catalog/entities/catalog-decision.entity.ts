import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { QUEUE_TYPES, type QueueType } from '../../snapshots/observations.js';
import { Park } from './park.entity.js';
import { Ride } from './ride.entity.js';

const RESTRICT = { onDelete: 'RESTRICT', onUpdate: 'RESTRICT' } as const;

/** What a person has decided about a ride or a park; it holds until it is undone. */
@Index('ix_catalog_decisions_ride', ['rideId', 'undoneAt'])
@Index('ix_catalog_decisions_park', ['parkId', 'undoneAt'])
@Index('ix_catalog_decisions_target_ride', ['targetRideId', 'undoneAt'])
@Index('ix_catalog_decisions_target_park', ['targetParkId', 'undoneAt'])
@Index('ix_catalog_decisions_parent', ['parentDecisionId'])
@Index('ix_catalog_decisions_proposal', ['proposalId'])
@Entity('catalog_decisions')
export class CatalogDecision {
  @PrimaryGeneratedColumn({ name: 'decision_id', type: 'int', unsigned: true })
  decisionId: number;

  @Column({ type: 'enum', enum: ['SAME_AS', 'QUEUE_OF', 'EXCLUDED'] })
  kind: 'SAME_AS' | 'QUEUE_OF' | 'EXCLUDED';

  @ForeignKey(() => Ride, { name: 'fk_catalog_decisions_ride', ...RESTRICT })
  @Column({ name: 'ride_id', type: 'int', unsigned: true, nullable: true })
  rideId: number | null;

  @ForeignKey(() => Park, { name: 'fk_catalog_decisions_park', ...RESTRICT })
  @Column({ name: 'park_id', type: 'int', unsigned: true, nullable: true })
  parkId: number | null;

  @ForeignKey(() => Ride, { name: 'fk_catalog_decisions_target_ride', ...RESTRICT })
  @Column({ name: 'target_ride_id', type: 'int', unsigned: true, nullable: true })
  targetRideId: number | null;

  @ForeignKey(() => Park, { name: 'fk_catalog_decisions_target_park', ...RESTRICT })
  @Column({ name: 'target_park_id', type: 'int', unsigned: true, nullable: true })
  targetParkId: number | null;

  @Column({ name: 'queue_type', type: 'enum', enum: [...QUEUE_TYPES], nullable: true })
  queueType: QueueType | null;

  /** Of a ride of a park that is the same as another one. */
  @Column({ name: 'parent_decision_id', type: 'int', unsigned: true, nullable: true })
  parentDecisionId: number | null;

  @Column({ name: 'proposal_id', type: 'int', unsigned: true, nullable: true })
  proposalId: number | null;

  @Column({ type: 'varchar', length: 1024, nullable: true })
  note: string | null;

  @Column({ name: 'decided_by', type: 'varchar', length: 64, nullable: true })
  decidedBy: string | null;

  @Column({ name: 'decided_at', type: 'datetime', precision: 3 })
  decidedAt: Date;

  @Column({ name: 'undone_at', type: 'datetime', precision: 3, nullable: true })
  undoneAt: Date | null;

  @Column({ name: 'undone_by', type: 'varchar', length: 64, nullable: true })
  undoneBy: string | null;

  @Column({ name: 'undo_note', type: 'varchar', length: 1024, nullable: true })
  undoNote: string | null;
}

@Index('ix_id_mappings_wiki_id', ['themeparksWikiId', 'undoneAt'])
@Index('ix_id_mappings_import', ['importId'])
@Entity('id_mappings')
export class IdMapping {
  @PrimaryGeneratedColumn({ name: 'mapping_id', type: 'int', unsigned: true })
  mappingId: number;

  @Column({ name: 'themeparks_wiki_id', type: 'char', length: 36, charset: 'ascii', collation: 'ascii_general_ci' })
  themeparksWikiId: string;

  @ForeignKey(() => Ride, { name: 'fk_id_mappings_ride', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @Column({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  @Column({ type: 'enum', enum: ['UUID', 'EXACT_NAME', 'FUZZY_NAME', 'MANUAL', 'CREATED'] })
  method: 'UUID' | 'EXACT_NAME' | 'FUZZY_NAME' | 'MANUAL' | 'CREATED';

  @Column({ type: 'double', nullable: true })
  score: number | null;

  @Column({ type: 'varchar', length: 64 })
  reason: string;

  @Column({ name: 'archive_name', type: 'varchar', length: 255 })
  archiveName: string;

  @Column({ name: 'matched_name', type: 'varchar', length: 255, nullable: true })
  matchedName: string | null;

  @Column({
    name: 'import_id',
    type: 'varchar',
    length: 32,
    charset: 'ascii',
    collation: 'ascii_general_ci',
    nullable: true,
  })
  importId: string | null;

  @Column({ name: 'decided_at', type: 'datetime', precision: 3 })
  decidedAt: Date;

  @Column({ name: 'undone_at', type: 'datetime', precision: 3, nullable: true })
  undoneAt: Date | null;
}

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
