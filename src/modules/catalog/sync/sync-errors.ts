import { DomainError } from '../../../common/errors/domain-error.js';

/** The API gave no answer, or none of success. */
export class CatalogUnavailableError extends DomainError {
  constructor(path: string, reason: string, options?: ErrorOptions) {
    super('LIVE_API_UNAVAILABLE', `${path}: ${reason}`, { path, reason }, options);
  }
}

/** The answer is not of the form that was asked for; nothing of it can be used. */
export class CatalogAnswerError extends DomainError {
  constructor(what: string, missing: string) {
    super('MALFORMED_ANSWER', `The answer about ${what} has no ${missing}`, { what, missing });
  }
}
