import { DomainError } from '../../../common/domain-error.js';
import type { QueueType } from '../../snapshots/observations.js';

export const DECISION_KINDS = ['SAME_AS', 'QUEUE_OF', 'EXCLUDED'] as const;
export type DecisionKind = (typeof DECISION_KINDS)[number];

/** A stored decision with the names of its rides and parks. */
export interface DecisionRecord {
  decisionId: number;
  kind: DecisionKind;
  /** The ride that the decision is about; null: it is about a park. */
  rideId: number | null;
  rideName: string | null;
  /** The park that the decision is about; null: it is about a ride. */
  parkId: number | null;
  parkName: string | null;
  targetRideId: number | null;
  targetRideName: string | null;
  targetParkId: number | null;
  targetParkName: string | null;
  queueType: QueueType | null;
  parentDecisionId: number | null;
  proposalId: number | null;
  note: string | null;
  decidedBy: string | null;
  decidedAt: Date;
  undoneAt: Date | null;
  undoneBy: string | null;
  undoNote: string | null;
}

/** An active decision about a ride or park, as the public API shows it. */
export interface DecisionInForce {
  decisionId: number;
  kind: DecisionKind;
  targetRideId: number | null;
  targetParkId: number | null;
  queueType: QueueType | null;
  note: string | null;
  decidedAt: Date;
}

export interface NewDecision {
  kind: DecisionKind;
  rideId: number | null;
  parkId: number | null;
  targetRideId: number | null;
  targetParkId: number | null;
  queueType: QueueType | null;
  parentDecisionId: number | null;
  proposalId: number | null;
  note: string | null;
  decidedBy: string | null;
  decidedAt: Date;
}

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
export interface DecidablePark {
  parkId: number;
  destinationId: number;
  themeparksWikiId: string | null;
  name: string;
  timezone: string | null;
}

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
