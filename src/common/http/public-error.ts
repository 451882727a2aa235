import { HttpException } from '@nestjs/common';
import { DomainError, type ErrorCode } from '../errors/domain-error.js';
import { isDatabaseUnavailable } from '../database/database-unavailable.js';
import { DATABASE_FULL_TEXT, isDiskFull } from '../database/disk-full.js';
import { ERROR_STATUS } from './error-status.js';

/** What a client is told of a failure. */
export interface PublicError {
  status: number;
  code: ErrorCode;
  message: string;
  details: Readonly<Record<string, unknown>>;
}

const INTERNAL: PublicError = {
  status: ERROR_STATUS.INTERNAL_ERROR,
  code: 'INTERNAL_ERROR',
  message: 'Something went wrong here; the request id finds it in the log',
  details: {},
};

/** Any thrown value as what may be said of it: an unknown failure shows nothing of itself. */
export function toPublicError(thrown: unknown): PublicError {
  if (thrown instanceof DomainError) return fromDomain(thrown);
  if (thrown instanceof HttpException) return fromHttp(thrown);
  if (isDatabaseUnavailable(thrown)) {
    return fromCode('DATABASE_UNAVAILABLE', 'The database cannot be reached; try again later');
  }
  if (isDiskFull(thrown)) return fromCode('DATABASE_FULL', DATABASE_FULL_TEXT);
  return INTERNAL;
}

function fromDomain(error: DomainError): PublicError {
  return error.code === 'INTERNAL_ERROR' ? INTERNAL : fromCode(error.code, error.message, error.details);
}

function fromCode(code: ErrorCode, message: string, details: PublicError['details'] = {}): PublicError {
  return { status: ERROR_STATUS[code], code, message, details };
}

/** The framework's own: unknown routes, body parsing, health. The status stays, as 413 and 415 have no code. */
function fromHttp(error: HttpException): PublicError {
  const status = error.getStatus();
  const response = error.getResponse();
  if (status === 503) {
    const details = typeof response === 'object' ? (response as PublicError['details']) : {};
    return fromCode('DATABASE_UNAVAILABLE', 'The service cannot answer at present', details);
  }
  if (status >= 500) return INTERNAL;
  return { status, code: codeOfStatus(status), message: error.message, details: {} };
}

function codeOfStatus(status: number): ErrorCode {
  if (status === 401 || status === 403) return 'UNAUTHORIZED';
  if (status === 404) return 'NOT_FOUND';
  if (status === 429) return 'RATE_LIMITED';
  return 'VALIDATION_FAILED';
}
