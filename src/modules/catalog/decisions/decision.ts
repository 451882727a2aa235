import { DomainError } from '../../../common/domain-error.js';
import type { CatalogDecision } from '../entities/catalog-decision.entity.js';
import type { Park } from '../entities/park.entity.js';

export const DECISION_KINDS = ['SAME_AS', 'QUEUE_OF', 'EXCLUDED'] as const;
export type DecisionKind = (typeof DECISION_KINDS)[number];

/** A stored decision with the names of its rides and parks. */
export interface DecisionRecord extends CatalogDecision {
  rideName: string | null;
  parkName: string | null;
  targetRideName: string | null;
  targetParkName: string | null;
}

/** An active decision about a ride or park, as the public API shows it. */
export type DecisionInForce = Pick<
  CatalogDecision,
  'decisionId' | 'kind' | 'targetRideId' | 'targetParkId' | 'queueType' | 'note' | 'decidedAt'
>;

export type NewDecision = Omit<CatalogDecision, 'decisionId' | 'undoneAt' | 'undoneBy' | 'undoNote'>;

export interface DecisionFilter {
  kind?: DecisionKind;
  /** Decisions about this ride, or with it as their target. */
  rideId?: number;
  parkId?: number;
  proposalId?: number;
  parentDecisionId?: number;
  /** true: active decisions; false: undone ones. */
  active?: boolean;
}

/** Who decides, and why. */
export interface Decider {
  note: string | null;
  decidedBy: string | null;
}

export const NO_DECIDER: Decider = { note: null, decidedBy: null };

/** The park of a decision. */
export type DecidablePark = Pick<Park, 'parkId' | 'destinationId' | 'themeparksWikiId' | 'name' | 'timezone'>;

export class DecisionNotFoundError extends DomainError {
  constructor(decisionId: number) {
    super('DECISION_NOT_FOUND', `Decision ${decisionId} does not exist`, { decisionId });
  }
}

/** The decision contradicts another one, or a rule. The message explains how to resolve the conflict. */
export class DecisionConflictError extends DomainError {
  constructor(why: string, details: Readonly<Record<string, unknown>> = {}) {
    super('DECISION_CONFLICT', why, details);
  }
}
