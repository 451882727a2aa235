import { DomainError } from '../../../common/errors/domain-error.js';
import { type ResolutionStatus, movesFrom } from './resolution-state.js';

export class IssueNotFoundError extends DomainError {
  constructor(logId: number) {
    super('ISSUE_NOT_FOUND', `There is no issue ${logId}`, { logId });
  }
}

/** The issue cannot be moved so from where it is, perhaps since this moment. */
export class IssueStateConflictError extends DomainError {
  constructor(logId: number, from: ResolutionStatus, to: ResolutionStatus) {
    super('ISSUE_STATE_CONFLICT', `Issue ${logId} is ${from} and cannot become ${to}`, {
      logId,
      resolutionStatus: from,
      allowed: movesFrom(from),
    });
  }
}
