import { DomainError } from '../../../common/domain-error.js';
import type { QueueType } from '../../snapshots/observations.js';
import type { PairEvidence, PairReason } from '../id-matching/ride-pair.js';

export const PROPOSAL_KINDS = ['RENUMBERED_PARK', 'QUEUE_ENTITIES'] as const;
export type ProposalKind = (typeof PROPOSAL_KINDS)[number];

export const PROPOSAL_STATUSES = ['OPEN', 'CONFIRMED', 'REJECTED'] as const;
export type ProposalStatus = (typeof PROPOSAL_STATUSES)[number];

/** OPEN: a ride without a partner. */
export const PROPOSED_STRENGTHS = ['STRONG', 'WEAK', 'OPEN'] as const;
export type ProposedStrength = (typeof PROPOSED_STRENGTHS)[number];

export interface ProposalRecord {
  proposalId: number;
  kind: ProposalKind;
  parkId: number;
  parkName: string;
  status: ProposalStatus;
  /** Pairs that are likely, less likely, and rides without a partner. */
  strongPairs: number;
  weakPairs: number;
  openRides: number;
  /** Of the pairs: those about whose ride a decision holds. */
  decidedPairs: number;
  detectedAt: Date;
  decidedAt: Date | null;
  decidedBy: string | null;
  note: string | null;
}

export interface ProposedPair {
  pairId: number;
  rideId: number | null;
  rideName: string | null;
  targetRideId: number | null;
  targetRideName: string | null;
  queueType: QueueType | null;
  strength: ProposedStrength;
  reason: PairReason | 'QUEUE_NAME' | null;
  evidence: PairEvidence | null;
  /** The decision that holds about the ride; null: none. */
  decisionId: number | null;
}

export type NewPair = Pick<ProposedPair, 'rideId' | 'targetRideId' | 'queueType' | 'strength' | 'reason' | 'evidence'>;

/** The rides of proposals by the part that they have in one. */
export interface ProposedRides {
  /** Rides that have vanished, and are not linked to by the other ride of the pair. */
  former: Set<number>;
  /** Rides that have appeared. */
  current: Set<number>;
}

export interface ProposalFilter {
  kind?: ProposalKind;
  status?: ProposalStatus;
  parkId?: number;
}

export class ProposalNotFoundError extends DomainError {
  constructor(proposalId: number) {
    super('PROPOSAL_NOT_FOUND', `There is no proposal ${proposalId}`, { proposalId });
  }
}

/** What is asked for does not fit the state of the proposal. */
export class ProposalConflictError extends DomainError {
  constructor(proposalId: number, why: string, details: Readonly<Record<string, unknown>> = {}) {
    super('PROPOSAL_CONFLICT', why, { proposalId, ...details });
  }
}
