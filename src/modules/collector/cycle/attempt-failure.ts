import { isDatabaseUnavailable } from '../../../common/database/database-unavailable.js';
import { isDiskFull } from '../../../common/database/disk-full.js';
import { DomainError } from '../../../common/errors/domain-error.js';
import { RowsMissingError } from '../../snapshots/live/rows-vanished-error.js';
import { MalformedResponseError } from '../live-answer/malformed-answer-error.js';
import { LiveApiError } from '../../wiki-api/live-api-errors.js';

/** Why an attempt gave nothing, as it is kept in the run. */
export interface AttemptFailure {
  errorCode: string;
  error: string;
  httpStatus: number | null;
  isWorthRetrying: boolean;
  /** Nobody has foreseen it: the log wants its stack. */
  isUnexpected: boolean;
}

/** Never a driver's message: it holds SQL, and the run is shown. */
export function failureOfAttempt(error: unknown): AttemptFailure {
  if (error instanceof LiveApiError) {
    const { failure, httpStatus } = error.details;
    return known(failure, error.message, httpStatus, error.isWorthRetrying);
  }
  if (error instanceof MalformedResponseError) {
    return known(error.code, `${error.message}: ${error.details.found}`, 200, true);
  }
  if (isDatabaseUnavailable(error)) return known('DATABASE_UNAVAILABLE', 'The database did not answer', null, true);
  if (isDiskFull(error)) return known('DATABASE_FULL', 'The disk of the database is full', null, true);
  if (error instanceof RowsMissingError) return known(error.code, error.message, null, true);
  const message = error instanceof DomainError ? error.message : 'An unexpected error; see the log';
  return { ...known('INTERNAL_ERROR', message, null, false), isUnexpected: true };
}

function known(errorCode: string, error: string, httpStatus: number | null, isWorthRetrying: boolean): AttemptFailure {
  return { errorCode, error, httpStatus, isWorthRetrying, isUnexpected: false };
}
