import { DomainError } from '../../../common/errors/domain-error.js';

export class MappingNotFoundError extends DomainError {
  constructor(themeparksWikiId: string) {
    super('MAPPING_NOT_FOUND', `No ride has the UUID ${themeparksWikiId}: nobody has seen or mapped it`, {
      themeparksWikiId,
    });
  }
}

/** The mapping contradicts another one, or the rules; the message says what to do instead. */
export class MappingConflictError extends DomainError {
  constructor(themeparksWikiId: string, why: string, details: Readonly<Record<string, unknown>> = {}) {
    super('MAPPING_CONFLICT', why, { themeparksWikiId, ...details });
  }
}
