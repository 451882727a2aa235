import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';
import { QUEUE_TYPES, type QueueType } from '../../snapshots/observations.js';
import { Park } from './park.entity.js';
import { Ride } from './ride.entity.js';

/** Something about the identity of a park's rides that a person is asked to decide. */
@Index('ix_identity_proposals_park', ['parkId', 'status'])
@Entity('identity_proposals')
export class IdentityProposal {
  @PrimaryGeneratedColumn({ name: 'proposal_id', type: 'int', unsigned: true })
  proposalId: number;

  @Column({ type: 'enum', enum: ['RENUMBERED_PARK', 'QUEUE_ENTITIES'] })
  kind: 'RENUMBERED_PARK' | 'QUEUE_ENTITIES';

  @ForeignKey(() => Park, { name: 'fk_identity_proposals_park', onDelete: 'RESTRICT', onUpdate: 'RESTRICT' })
  @Column({ name: 'park_id', type: 'int', unsigned: true })
  parkId: number;

  @Column({ type: 'enum', enum: ['OPEN', 'CONFIRMED', 'REJECTED'], default: 'OPEN' })
  status: 'OPEN' | 'CONFIRMED' | 'REJECTED';

  @Column({ name: 'detected_at', type: 'datetime', precision: 3 })
  detectedAt: Date;

  @Column({ name: 'decided_at', type: 'datetime', precision: 3, nullable: true })
  decidedAt: Date | null;

  @Column({ name: 'decided_by', type: 'varchar', length: 64, nullable: true })
  decidedBy: string | null;

  @Column({ type: 'varchar', length: 1024, nullable: true })
  note: string | null;
}

const RESTRICT = { onDelete: 'RESTRICT', onUpdate: 'RESTRICT' } as const;

/** One part of a proposal: a ride and the ride that it is taken for. */
@Index('ix_identity_proposal_pairs_proposal', ['proposalId'])
@Index('ix_identity_proposal_pairs_ride', ['rideId'])
@Index('ix_identity_proposal_pairs_target_ride', ['targetRideId'])
@Entity('identity_proposal_pairs')
export class IdentityProposalPair {
  @PrimaryGeneratedColumn({ name: 'pair_id', type: 'int', unsigned: true })
  pairId: number;

  @ForeignKey(() => IdentityProposal, { name: 'fk_identity_proposal_pairs_proposal', ...RESTRICT })
  @Column({ name: 'proposal_id', type: 'int', unsigned: true })
  proposalId: number;

  /** The new ride; null: the former one has no partner. */
  @ForeignKey(() => Ride, { name: 'fk_identity_proposal_pairs_ride', ...RESTRICT })
  @Column({ name: 'ride_id', type: 'int', unsigned: true, nullable: true })
  rideId: number | null;

  /** The former ride; null: the new one has no partner. */
  @ForeignKey(() => Ride, { name: 'fk_identity_proposal_pairs_target_ride', ...RESTRICT })
  @Column({ name: 'target_ride_id', type: 'int', unsigned: true, nullable: true })
  targetRideId: number | null;

  @Column({ name: 'queue_type', type: 'enum', enum: [...QUEUE_TYPES], nullable: true })
  queueType: QueueType | null;

  @Column({ type: 'enum', enum: ['STRONG', 'WEAK', 'OPEN'] })
  strength: 'STRONG' | 'WEAK' | 'OPEN';

  @Column({ type: 'varchar', length: 32, nullable: true })
  reason: string | null;

  @Column({ type: 'json', nullable: true })
  evidence: unknown;

  /** The decision that came of it; null: none, or it was undone. */
  @Column({ name: 'decision_id', type: 'int', unsigned: true, nullable: true })
  decisionId: number | null;
}
