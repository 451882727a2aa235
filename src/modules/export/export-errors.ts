import { DomainError } from '../../common/errors/domain-error.js';

/** Most exports take seconds; the client that waits asks again soon enough. */
const RETRY_AFTER_SECONDS = 15;

/** As many exports are running as may run at once. */
export class ExportBusyError extends DomainError {
  constructor(limit: number) {
    super('EXPORT_BUSY', 'Other exports are running: try again when one of them has ended', {
      limit,
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  }
}

/** The window of an export is empty or the wrong way round. */
export class ExportWindowError extends DomainError {
  constructor(fromMs: number, toMs: number) {
    const [from, to] = [new Date(fromMs), new Date(toMs)].map((instant) => instant.toISOString());
    super('DATE_OUT_OF_RANGE', 'from must be before to', { from, to });
  }
}

/** The file was not fetched within the time that one may take. */
export class ExportTimeoutError extends DomainError {
  constructor(maxMinutes: number) {
    super('INTERNAL_ERROR', `The export took longer than ${maxMinutes} minutes and was ended`, { maxMinutes });
  }
}
