import { DomainError } from '../../../common/domain-error.js';
import type { IdentityProposal, IdentityProposalPair } from '../entities/identity-proposal.entity.js';
import type { PairEvidence, PairReason } from '../id-matching/ride-pair.js';

export const PROPOSAL_KINDS = ['RENUMBERED_PARK', 'QUEUE_ENTITIES'] as const;
export type ProposalKind = (typeof PROPOSAL_KINDS)[number];

export const PROPOSAL_STATUSES = ['OPEN', 'CONFIRMED', 'REJECTED'] as const;
export type ProposalStatus = (typeof PROPOSAL_STATUSES)[number];

/** OPEN: a ride without a counterpart. */
export const PROPOSED_STRENGTHS = ['STRONG', 'WEAK', 'OPEN'] as const;
export type ProposedStrength = (typeof PROPOSED_STRENGTHS)[number];

export interface ProposalRecord extends IdentityProposal {
  parkName: string;
  /** Numbers of likely pairs, less likely pairs, and rides without a counterpart. */
  strongPairs: number;
  weakPairs: number;
  openRides: number;
  /** Number of pairs with an active decision about their ride. */
  decidedPairs: number;
}

/** `decisionId`: the active decision about the ride, whether or not the proposal made it; null: none. */
export interface ProposedPair extends Omit<IdentityProposalPair, 'proposalId'> {
  rideName: string | null;
  targetRideName: string | null;
  reason: PairReason | 'QUEUE_NAME' | null;
  evidence: PairEvidence | null;
}

export type NewPair = Pick<ProposedPair, 'rideId' | 'targetRideId' | 'queueType' | 'strength' | 'reason' | 'evidence'>;

/** The rides of proposals by their role. */
export interface ProposedRides {
  /** Vanished rides, except those to which the other ride of the pair is linked. */
  former: Set<number>;
  /** Rides that appeared. */
  current: Set<number>;
}

export interface ProposalFilter {
  kind?: ProposalKind;
  status?: ProposalStatus;
  parkId?: number;
}

export class ProposalNotFoundError extends DomainError {
  constructor(proposalId: number) {
    super('PROPOSAL_NOT_FOUND', `Proposal ${proposalId} does not exist`, { proposalId });
  }
}

/** The request does not fit the status of the proposal. */
export class ProposalConflictError extends DomainError {
  constructor(proposalId: number, why: string, details: Readonly<Record<string, unknown>> = {}) {
    super('PROPOSAL_CONFLICT', why, { proposalId, ...details });
  }
}
