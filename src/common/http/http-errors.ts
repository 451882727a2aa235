import { ApiProperty } from '@nestjs/swagger';
import { DomainError, ERROR_CODES, type ErrorCode } from '../domain-error.js';

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

export class UnauthorizedError extends DomainError {
  constructor() {
    super('UNAUTHORIZED', 'A valid admin key is required: Authorization: Bearer <key>');
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
  QUALITY_CHECK_IN_PROGRESS: 409,
  MEASUREMENT_IN_PROGRESS: 409,
  CORRUPT_FILE: 422,
  RATE_LIMITED: 429,
  INTERNAL_ERROR: 500,
  MALFORMED_RESPONSE: 502,
  ARCHIVE_UNAVAILABLE: 503,
  EXPORT_BUSY: 503,
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
