import { DomainError } from '../../common/errors/domain-error.js';

export class ImportNotFoundError extends DomainError {
  constructor(importId: string) {
    super('IMPORT_NOT_FOUND', `There is no import ${importId}`, { importId });
  }
}

/** The destination has an import already; `details.importId` is it. */
export class ImportInProgressError extends DomainError {
  declare readonly details: Readonly<{ importId: string; interrupted: boolean }>;

  constructor(importId: string, interrupted: boolean) {
    const hint = interrupted ? ', which was interrupted: resume or cancel it' : '';
    super('IMPORT_IN_PROGRESS', `This destination is being imported by ${importId}${hint}`, { importId, interrupted });
  }
}

export class DestinationNotFoundError extends DomainError {
  constructor(destinationId: string) {
    super('DESTINATION_NOT_FOUND', `The archive has no destination ${destinationId}`, { destinationId });
  }
}

/** The options contradict each other; `details` says what is wrong with each, as for any bad input. */
export class ImportOptionsError extends DomainError {
  constructor(problems: Readonly<Record<string, string[]>>) {
    super('VALIDATION_FAILED', Object.values(problems).flat().join('; '), problems);
  }
}

export class DateRangeError extends DomainError {
  constructor(startDate: string, endDate: string) {
    super('DATE_OUT_OF_RANGE', `startDate ${startDate} is after endDate ${endDate}`, { startDate, endDate });
  }
}
