import { DomainError } from '../../../common/errors/domain-error.js';

/** The answer is not of the form that was asked for; nothing of it can be used. */
export class CatalogResponseError extends DomainError {
  constructor(what: string, missing: string) {
    super('MALFORMED_RESPONSE', `The answer about ${what} has no ${missing}`, { what, missing });
  }
}

/** Asked for one destination that is not in the catalogue, or whose entry there cannot be read. */
export class DestinationNotListedError extends DomainError {
  constructor(themeparksWikiId: string) {
    super('DESTINATION_NOT_FOUND', `The live API lists no destination ${themeparksWikiId}`, { themeparksWikiId });
  }
}
