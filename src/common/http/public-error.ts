import { HttpException } from '@nestjs/common';
import { DATABASE_FULL_TEXT, isDatabaseUnavailable, isDiskFull, isLoginRefused } from '../database/database-errors.js';
import { DomainError, type ErrorCode } from '../domain-error.js';
import { ERROR_STATUS } from './http-errors.js';

/** The public part of a failure. */
export interface PublicError {
  status: number;
  code: ErrorCode;
  message: string;
  details: Readonly<Record<string, unknown>>;
}

const INTERNAL: PublicError = {
  status: ERROR_STATUS.INTERNAL_ERROR,
  code: 'INTERNAL_ERROR',
  message: 'Internal error; the log has the details under the request id',
  details: {},
};

/** The public part of any thrown value; an unknown failure reveals nothing. */
export function toPublicError(thrown: unknown): PublicError {
  if (thrown instanceof DomainError) return fromDomain(thrown);
  if (thrown instanceof HttpException) return fromHttp(thrown);
  if (isDatabaseUnavailable(thrown) || isLoginRefused(thrown)) {
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

/** Errors of the framework: unknown routes, body parsing, health. They keep their status, because 413 and 415 have no code. */
function fromHttp(error: HttpException): PublicError {
  const status = error.getStatus();
  const response = error.getResponse();
  if (status === 503) {
    const details = typeof response === 'object' ? (response as PublicError['details']) : {};
    return fromCode('DATABASE_UNAVAILABLE', 'The service is not available at present', details);
  }
  if (status >= 500) return INTERNAL;
  return { status, code: codeOfStatus(status), message: error.message, details: {} };
}

function codeOfStatus(status: number): ErrorCode {
  if (status === 401) return 'UNAUTHORIZED';
  if (status === 403) return 'FORBIDDEN';
  if (status === 404) return 'NOT_FOUND';
  if (status === 429) return 'RATE_LIMITED';
  return 'VALIDATION_FAILED';
}
