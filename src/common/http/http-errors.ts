import { ApiProperty } from '@nestjs/swagger';
import { DomainError, ERROR_CODES, type ErrorCode } from '../domain-error.js';
import type { RefusalReason } from './access/admin-access.js';
import type { Scope } from './access/scopes.js';

/** Invalid input: the problems of each field, by its path (`range.startDate`, `ids.0`). */
export class ValidationFailedError extends DomainError {
  declare readonly details: Readonly<Record<string, string[]>>;

  constructor(fields: Readonly<Record<string, string[]>>) {
    super('VALIDATION_FAILED', 'The request is not valid', fields);
  }

  /** Uses the wording of class-validator. */
  static ofUnknown(paths: readonly (readonly string[])[]): ValidationFailedError {
    const problemOf = (path: readonly string[]) => `property ${path.at(-1)} should not exist`;
    return new ValidationFailedError(Object.fromEntries(paths.map((path) => [path.join('.'), [problemOf(path)]])));
  }
}

const REFUSALS: Readonly<Record<RefusalReason, string>> = {
  MISSING: 'A valid admin key is required: Authorization: Bearer <key>',
  WRONG: 'This key does not exist. Send an existing one (Authorization: Bearer <key>), or none to public endpoints',
  REVOKED: 'This key was revoked: use another one',
  EXPIRED: 'This key has expired: use another one',
  SESSION_ENDED: 'The session has ended: sign in again',
  NO_SESSION: 'The request sends a key and has no session',
};

/** The request has no valid key. */
export class UnauthorizedError extends DomainError {
  constructor(reason: RefusalReason) {
    super('UNAUTHORIZED', REFUSALS[reason], { reason });
  }
}

/** The key does not have the scopes of the route. */
export class ForbiddenError extends DomainError {
  constructor(name: string, missingScopes: readonly Scope[]) {
    const scopes = missingScopes.map((scope) => `"${scope}"`).join(', ');
    const noun = missingScopes.length === 1 ? 'scope' : 'scopes';
    super('FORBIDDEN', `The key "${name}" lacks the ${noun} ${scopes}`, { missingScopes });
  }
}

/** A write by a session without its CSRF token. */
export class CsrfTokenError extends DomainError {
  constructor(isGiven: boolean) {
    const problem = isGiven
      ? 'The header X-CSRF-Token is not that of this session'
      : 'The header X-CSRF-Token is missing';
    super('CSRF_TOKEN_INVALID', `${problem}: GET /api/admin/session returns the token`);
  }
}

export class RateLimitedError extends DomainError {
  constructor(limitPerMinute: number, retryAfterSeconds: number) {
    super('RATE_LIMITED', `Too many requests: try again in ${retryAfterSeconds} seconds`, {
      limitPerMinute,
      retryAfterSeconds,
    });
  }
}

/** HTTP status of every error code. */
export const ERROR_STATUS: Readonly<Record<ErrorCode, number>> = {
  VALIDATION_FAILED: 400,
  DATE_OUT_OF_RANGE: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  CSRF_TOKEN_INVALID: 403,
  NOT_FOUND: 404,
  DESTINATION_NOT_FOUND: 404,
  PARK_NOT_FOUND: 404,
  RIDE_NOT_FOUND: 404,
  IMPORT_NOT_FOUND: 404,
  REBUILD_NOT_FOUND: 404,
  JOB_NOT_FOUND: 404,
  MAPPING_NOT_FOUND: 404,
  DECISION_NOT_FOUND: 404,
  PROPOSAL_NOT_FOUND: 404,
  ISSUE_NOT_FOUND: 404,
  EXCLUSION_NOT_FOUND: 404,
  MEASUREMENT_NOT_FOUND: 404,
  STORAGE_ALERT_NOT_FOUND: 404,
  KEY_NOT_FOUND: 404,
  IMPORT_IN_PROGRESS: 409,
  IMPORT_STATE_CONFLICT: 409,
  NOT_A_WORKER: 409,
  JOB_IN_PROGRESS: 409,
  COLLECTION_IN_PROGRESS: 409,
  CLOCK_DISAGREES: 409,
  METADATA_SYNC_IN_PROGRESS: 409,
  MAPPING_CONFLICT: 409,
  DECISION_CONFLICT: 409,
  PROPOSAL_CONFLICT: 409,
  ISSUE_STATE_CONFLICT: 409,
  EXCLUSION_STATE_CONFLICT: 409,
  KEY_STATE_CONFLICT: 409,
  QUALITY_CHECK_IN_PROGRESS: 409,
  MEASUREMENT_IN_PROGRESS: 409,
  CORRUPT_FILE: 422,
  RATE_LIMITED: 429,
  INTERNAL_ERROR: 500,
  MALFORMED_RESPONSE: 502,
  ARCHIVE_UNAVAILABLE: 503,
  EXPORT_BUSY: 503,
  EVENTS_BUSY: 503,
  TOO_MANY_EVENT_STREAMS: 429,
  LIVE_API_UNAVAILABLE: 503,
  DATABASE_UNAVAILABLE: 503,
  DATABASE_FULL: 503,
};

export class ErrorBody {
  @ApiProperty({ enum: ERROR_CODES, enumName: 'ErrorCode', example: 'VALIDATION_FAILED' })
  code: ErrorCode;

  @ApiProperty({ description: 'For people; may change between releases.', example: 'The request is not valid' })
  message: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'Depends on the code. For VALIDATION_FAILED: the problems of each field, by its path.',
    example: { startDate: ['startDate must be a day as YYYY-MM-DD'] },
  })
  details: Readonly<Record<string, unknown>>;
}

/** The body of every error response. */
export class ErrorResponse {
  @ApiProperty()
  error: ErrorBody;

  @ApiProperty({
    description: 'Also in the header X-Request-Id; identifies the request in the log.',
    example: 'a1b2c3',
  })
  requestId: string;
}
