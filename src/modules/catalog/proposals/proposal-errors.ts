import { DomainError } from '../../../common/errors/domain-error.js';

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
