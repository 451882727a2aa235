import { DomainError } from '../../../common/errors/domain-error.js';

export class DecisionNotFoundError extends DomainError {
  constructor(decisionId: number) {
    super('DECISION_NOT_FOUND', `There is no decision ${decisionId}`, { decisionId });
  }
}

/** The decision contradicts another one, or the rules; the message says what to do instead. */
export class DecisionConflictError extends DomainError {
  constructor(why: string, details: Readonly<Record<string, unknown>> = {}) {
    super('DECISION_CONFLICT', why, details);
  }
}
