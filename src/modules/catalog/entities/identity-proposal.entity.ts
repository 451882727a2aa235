import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { QUEUE_TYPES, type QueueType } from '../../snapshots/observations.js';
import { Park } from './park.entity.js';
import { Ride } from './ride.entity.js';

/** A question about the identity of a park's rides, for an operator to decide. */
@Index('ix_identity_proposals_park', ['parkId', 'status'])
@Entity('identity_proposals')
export class IdentityProposal {
  /** Internal id, also used in the API. */
  @PrimaryGeneratedColumn({ name: 'proposal_id', type: 'int', unsigned: true })
  proposalId: number;

  /**
   * What is proposed.
   *
   * - `RENUMBERED_PARK`: the park's rides got new ids and should be linked to the former ones
   * - `QUEUE_ENTITIES`: entities that are further queues of other rides
   */
  @Column({ type: 'enum', enum: ['RENUMBERED_PARK', 'QUEUE_ENTITIES'] })
  kind: 'RENUMBERED_PARK' | 'QUEUE_ENTITIES';

  /** The park. */
  @ForeignKey(() => Park, { name: 'fk_identity_proposals_park', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @Column({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  /**
   * State of the proposal.
   *
   * - `OPEN`: waits for a decision
   * - `CONFIRMED`: an operator confirmed it, whole or in part
   * - `REJECTED`: an operator rejected it
   */
  @Column({ type: 'enum', enum: ['OPEN', 'CONFIRMED', 'REJECTED'], default: 'OPEN' })
  status: 'OPEN' | 'CONFIRMED' | 'REJECTED';

  /** When the proposal was made. */
  @Column({ name: 'detected_at', type: 'datetime', precision: 3 })
  detectedAt: Date;

  /** When the operator decided; null: still open. */
  @Column({ name: 'decided_at', type: 'datetime', precision: 3, nullable: true })
  decidedAt: Date | null;

  /** Name given by the operator. */
  @Column({ name: 'decided_by', type: 'varchar', length: 64, nullable: true })
  decidedBy: string | null;

  /** Reason given by the operator. */
  @Column({ type: 'varchar', length: 1024, nullable: true })
  note: string | null;
}

const RESTRICT = { onDelete: 'RESTRICT', onUpdate: 'RESTRICT' } as const;

/** One pair of a proposal: a ride, and the ride that it is taken for. */
@Index('ix_identity_proposal_pairs_proposal', ['proposalId'])
@Index('ix_identity_proposal_pairs_ride', ['rideId'])
@Index('ix_identity_proposal_pairs_target_ride', ['targetRideId'])
@Entity('identity_proposal_pairs')
export class IdentityProposalPair {
  /** Internal id, also used in the API. */
  @PrimaryGeneratedColumn({ name: 'pair_id', type: 'int', unsigned: true })
  pairId: number;

  /** The proposal. */
  @ForeignKey(() => IdentityProposal, { name: 'fk_identity_proposal_pairs_proposal', ...RESTRICT })
  @Column({ name: 'proposal_id', type: 'int', unsigned: true })
  proposalId: number;

  /** The new ride; null: the former one has no counterpart. */
  @ForeignKey(() => Ride, { name: 'fk_identity_proposal_pairs_ride', ...RESTRICT })
  @Column({ name: 'ride_id', type: 'int', unsigned: true, nullable: true })
  rideId: number | null;

  /** The former ride; null: the new one has no counterpart. */
  @ForeignKey(() => Ride, { name: 'fk_identity_proposal_pairs_target_ride', ...RESTRICT })
  @Column({ name: 'target_ride_id', type: 'int', unsigned: true, nullable: true })
  targetRideId: number | null;

  /** Queue of the target ride that the new entity stands for; null: the two are the same ride. */
  @Column({ name: 'queue_type', type: 'enum', enum: [...QUEUE_TYPES], nullable: true })
  queueType: QueueType | null;

  /**
   * How certain the pair is.
   *
   * - `STRONG`: equal name, operator's id or place; confirmed with the proposal
   * - `WEAK`: similar name, near place or place in the list; confirmed only on request
   * - `OPEN`: a ride without a partner
   */
  @Column({ type: 'enum', enum: ['STRONG', 'WEAK', 'OPEN'] })
  strength: 'STRONG' | 'WEAK' | 'OPEN';

  /** Code of the rule that formed the pair, such as `EXTERNAL_ID`; null: no partner. */
  @Column({ type: 'varchar', length: 32, nullable: true })
  reason: string | null;

  /** What the rule compared: names, distance, score and so on. */
  @Column({ type: 'json', nullable: true })
  evidence: object | null;

  /** The decision that confirmed the pair; null: none, or it was undone. */
  @Column({ name: 'decision_id', type: 'int', unsigned: true, nullable: true })
  decisionId: number | null;
}
