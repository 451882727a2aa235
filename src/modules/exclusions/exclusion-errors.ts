import { DomainError } from '../../common/errors/domain-error.js';

export class ExclusionNotFoundError extends DomainError {
  constructor(exclusionId: number) {
    super('EXCLUSION_NOT_FOUND', `There is no exclusion ${exclusionId}`, { exclusionId });
  }
}

/** It is revoked already, or holds already. */
export class ExclusionStateConflictError extends DomainError {
  constructor(exclusionId: number, state: 'revoked' | 'in force') {
    super('EXCLUSION_STATE_CONFLICT', `Exclusion ${exclusionId} is ${state} already`, { exclusionId });
  }
}
