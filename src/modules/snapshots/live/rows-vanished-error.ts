import { DomainError } from '../../../common/errors/domain-error.js';

/** Rows that were to be extended are gone: an import has just put the archive in their place. Trying again sees that. */
export class RowsMissingError extends DomainError {
  constructor(table: string, missing: number) {
    super('INTERNAL_ERROR', `${missing} row(s) of ${table} were replaced while they were being extended`, {
      table,
      missing,
    });
  }
}
