import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { IMPORT_ID, UUID } from '../../../common/database/columns.js';
import { QUEUE_TYPES, type QueueType } from '../../snapshots/observations.js';
import { MATCH_METHODS, type MatchMethod } from '../id-matching/match-types.js';
import { Park } from './park.entity.js';
import { Ride } from './ride.entity.js';

const RESTRICT = { onDelete: 'RESTRICT', onUpdate: 'RESTRICT' } as const;

/** A decision of an operator about the identity of a ride or park. It applies until it is undone. */
@Index('ix_catalog_decisions_ride', ['rideId', 'undoneAt'])
@Index('ix_catalog_decisions_park', ['parkId', 'undoneAt'])
@Index('ix_catalog_decisions_target_ride', ['targetRideId', 'undoneAt'])
@Index('ix_catalog_decisions_target_park', ['targetParkId', 'undoneAt'])
@Index('ix_catalog_decisions_parent', ['parentDecisionId'])
@Index('ix_catalog_decisions_proposal', ['proposalId'])
@Entity('catalog_decisions')
export class CatalogDecision {
  /** Internal id, also used in the API. */
  @PrimaryGeneratedColumn({ name: 'decision_id', type: 'int', unsigned: true })
  decisionId: number;

  /**
   * What was decided.
   *
   * - `SAME_AS`: the ride or park is the same as the target
   * - `QUEUE_OF`: the entity is a further queue of the target ride
   * - `EXCLUDED`: the entity is junk and counts nowhere
   */
  @Column({ type: 'enum', enum: ['SAME_AS', 'QUEUE_OF', 'EXCLUDED'] })
  kind: 'SAME_AS' | 'QUEUE_OF' | 'EXCLUDED';

  /** The ride that the decision is about; null: it is about a park. */
  @ForeignKey(() => Ride, { name: 'fk_catalog_decisions_ride', ...RESTRICT })
  @Column({ name: 'ride_id', type: 'int', unsigned: true, nullable: true })
  rideId: number | null;

  /** The park that the decision is about; null: it is about a ride. */
  @ForeignKey(() => Park, { name: 'fk_catalog_decisions_park', ...RESTRICT })
  @Column({ name: 'park_id', type: 'int', unsigned: true, nullable: true })
  parkId: number | null;

  /** The ride that it is the same as, or a queue of; null: there is none. */
  @ForeignKey(() => Ride, { name: 'fk_catalog_decisions_target_ride', ...RESTRICT })
  @Column({ name: 'target_ride_id', type: 'int', unsigned: true, nullable: true })
  targetRideId: number | null;

  /** The park that it is the same as; null: there is none. */
  @ForeignKey(() => Park, { name: 'fk_catalog_decisions_target_park', ...RESTRICT })
  @Column({ name: 'target_park_id', type: 'int', unsigned: true, nullable: true })
  targetParkId: number | null;

  /**
   * Queue of the target ride that the entity stands for; null unless `kind` is `QUEUE_OF`.
   *
   * - `STANDBY`: the ordinary queue
   * - `SINGLE_RIDER`: the queue for single riders
   * - `RETURN_TIME`: free return times
   * - `PAID_RETURN_TIME`: return times for a price
   * - `BOARDING_GROUP`: boarding groups, or a virtual queue
   * - `PAID_STANDBY`: a queue of its own for guests who paid
   */
  @Column({ name: 'queue_type', type: 'enum', enum: [...QUEUE_TYPES], nullable: true })
  queueType: QueueType | null;

  /** The decision about a park that this decision about one of its rides is part of; null: it stands alone. */
  @Column({ name: 'parent_decision_id', type: 'int', unsigned: true, nullable: true })
  parentDecisionId: number | null;

  /** The proposal that was confirmed by the decision; null: it was made by hand. */
  @Column({ name: 'proposal_id', type: 'int', unsigned: true, nullable: true })
  proposalId: number | null;

  /** Reason given by the operator. */
  @Column({ type: 'varchar', length: 1024, nullable: true })
  note: string | null;

  /** Name given by the operator. */
  @Column({ name: 'decided_by', type: 'varchar', length: 64, nullable: true })
  decidedBy: string | null;

  /** When the decision was made. */
  @Column({ name: 'decided_at', type: 'datetime', precision: 3 })
  decidedAt: Date;

  /** When the decision was undone; null: it applies. */
  @Column({ name: 'undone_at', type: 'datetime', precision: 3, nullable: true })
  undoneAt: Date | null;

  /** Name given by the operator who undid it. */
  @Column({ name: 'undone_by', type: 'varchar', length: 64, nullable: true })
  undoneBy: string | null;

  /** Reason given for undoing it. */
  @Column({ name: 'undo_note', type: 'varchar', length: 1024, nullable: true })
  undoNote: string | null;
}

/** Why events of an archive under a UUID were assigned to a ride. */
@Index('ix_id_mappings_wiki_id', ['themeparksWikiId', 'undoneAt'])
@Index('ix_id_mappings_import', ['importId'])
@Entity('id_mappings')
export class IdMapping {
  /** Internal id, also used in the API. */
  @PrimaryGeneratedColumn({ name: 'mapping_id', type: 'int', unsigned: true })
  mappingId: number;

  /** UUID in the archive. */
  @Column({ name: 'themeparks_wiki_id', ...UUID })
  themeparksWikiId: string;

  /** The ride that the events were assigned to. */
  @ForeignKey(() => Ride, { name: 'fk_id_mappings_ride', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @Column({ name: 'ride_id', type: 'int', unsigned: true })
  rideId: number;

  /**
   * How the ride was found.
   *
   * - `UUID`: the ride has this UUID
   * - `EXACT_NAME`: the normalised names are equal
   * - `FUZZY_NAME`: the names are similar enough
   * - `MANUAL`: an operator assigned it
   * - `CREATED`: no known ride fits, so a ride was created
   * - `EXTERNAL_ID`: the operator's ids are equal
   */
  @Column({ type: 'enum', enum: [...MATCH_METHODS] })
  method: MatchMethod;

  /**
   * Similarity of the names; null: names were not compared.
   * @unit 0 to 1
   */
  @Column({ type: 'double', nullable: true })
  score: number | null;

  /** Code of the rule that decided, such as `EQUAL_NAME` or `AMBIGUOUS`. */
  @Column({ type: 'varchar', length: 64 })
  reason: string;

  /** Name of the entity in the archive. */
  @Column({ name: 'archive_name', type: 'varchar', length: 255 })
  archiveName: string;

  /** Name of the ride that was compared; null: none came into question. */
  @Column({ name: 'matched_name', type: 'varchar', length: 255, nullable: true })
  matchedName: string | null;

  /** Public id of the import that made the mapping; null: it was made outside of an import. */
  @Column({
    name: 'import_id',
    ...IMPORT_ID,
    nullable: true,
  })
  importId: string | null;

  /** When the mapping was made. */
  @Column({ name: 'decided_at', type: 'datetime', precision: 3 })
  decidedAt: Date;

  /** When the mapping was undone; null: it applies. */
  @Column({ name: 'undone_at', type: 'datetime', precision: 3, nullable: true })
  undoneAt: Date | null;
}

/** A ride changed its park, or a park its destination. Rows are only added. */
@Index('ix_entity_moves_ride', ['rideId', 'movedAt'])
@Index('ix_entity_moves_park', ['parkId', 'movedAt'])
@Index('ix_entity_moves_decision', ['decisionId'])
@Entity('entity_moves')
export class EntityMove {
  /** Internal id. */
  @PrimaryGeneratedColumn({ name: 'move_id', type: 'int', unsigned: true })
  moveId: number;

  /** The ride that moved; null: the park itself moved. */
  @Column({ name: 'ride_id', type: 'int', unsigned: true, nullable: true })
  rideId: number | null;

  /** The park that moved; null: a ride moved. */
  @Column({ name: 'park_id', type: 'int', unsigned: true, nullable: true })
  parkId: number | null;

  /** The ride's park before the move; null: a park moved. */
  @Column({ name: 'from_park_id', type: 'int', unsigned: true, nullable: true })
  fromParkId: number | null;

  /** The ride's park after the move; null: a park moved. */
  @Column({ name: 'to_park_id', type: 'int', unsigned: true, nullable: true })
  toParkId: number | null;

  /** The destination before the move. */
  @Column({ name: 'from_destination_id', type: 'int', unsigned: true })
  fromDestinationId: number;

  /** The destination after the move. */
  @Column({ name: 'to_destination_id', type: 'int', unsigned: true })
  toDestinationId: number;

  /**
   * Where the move comes from.
   *
   * - `CATALOGUE`: the catalogue lists the entity elsewhere
   * - `DECISION`: an operator's decision
   * - `UNDO`: an operator's decision was undone
   */
  @Column({ type: 'enum', enum: ['CATALOGUE', 'DECISION', 'UNDO'] })
  cause: 'CATALOGUE' | 'DECISION' | 'UNDO';

  /** The decision that caused the move; null: the catalogue did. */
  @Column({ name: 'decision_id', type: 'int', unsigned: true, nullable: true })
  decisionId: number | null;

  /** When the move was stored. */
  @Column({ name: 'moved_at', type: 'datetime', precision: 3 })
  movedAt: Date;
}
