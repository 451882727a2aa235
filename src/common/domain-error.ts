/** Stable, public error codes. `http/http-errors.ts` has the HTTP status of each. */
export const ERROR_CODES = [
  'VALIDATION_FAILED',
  'NOT_FOUND',
  'UNAUTHORIZED',
  'FORBIDDEN',
  'CSRF_TOKEN_INVALID',
  'RATE_LIMITED',
  'DESTINATION_NOT_FOUND',
  'PARK_NOT_FOUND',
  'RIDE_NOT_FOUND',
  'IMPORT_NOT_FOUND',
  'IMPORT_IN_PROGRESS',
  'IMPORT_STATE_CONFLICT',
  'NOT_A_WORKER',
  'JOB_NOT_FOUND',
  'JOB_IN_PROGRESS',
  'COLLECTION_IN_PROGRESS',
  'CLOCK_DISAGREES',
  'REBUILD_NOT_FOUND',
  'METADATA_SYNC_IN_PROGRESS',
  'ISSUE_NOT_FOUND',
  'ISSUE_STATE_CONFLICT',
  'QUALITY_CHECK_IN_PROGRESS',
  'MAPPING_NOT_FOUND',
  'EXCLUSION_NOT_FOUND',
  'EXCLUSION_STATE_CONFLICT',
  'KEY_NOT_FOUND',
  'KEY_STATE_CONFLICT',
  'MEASUREMENT_NOT_FOUND',
  'STORAGE_ALERT_NOT_FOUND',
  'MEASUREMENT_IN_PROGRESS',
  'MAPPING_CONFLICT',
  'DECISION_NOT_FOUND',
  'DECISION_CONFLICT',
  'PROPOSAL_NOT_FOUND',
  'PROPOSAL_CONFLICT',
  'ARCHIVE_UNAVAILABLE',
  'LIVE_API_UNAVAILABLE',
  'CORRUPT_FILE',
  'MALFORMED_RESPONSE',
  'DATE_OUT_OF_RANGE',
  'EXPORT_BUSY',
  'EVENTS_BUSY',
  'TOO_MANY_EVENT_STREAMS',
  'DATABASE_UNAVAILABLE',
  'DATABASE_FULL',
  'INTERNAL_ERROR',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Its message has no secrets and no SQL, and may be displayed. */
export class DisplayableError extends Error {}

/** A failure of the domain, independent of HTTP. `details` is public: no secrets, no SQL. */
export class DomainError extends DisplayableError {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The reason of a failure, for display: never the message of a database driver, which contains SQL. */
export function reasonText(error: unknown): string {
  if (error instanceof DisplayableError) return error.message;
  return error instanceof Error ? error.name : 'unknown';
}

/** @param destinationId as the request has it: an internal id, a UUID or a slug; likewise below */
export class DestinationNotFoundError extends DomainError {
  constructor(destinationId: number | string) {
    super('DESTINATION_NOT_FOUND', `Destination ${destinationId} does not exist`, { destinationId });
  }
}

export class ParkNotFoundError extends DomainError {
  constructor(parkId: number | string) {
    super('PARK_NOT_FOUND', `Park ${parkId} does not exist`, { parkId });
  }
}

export class RideNotFoundError extends DomainError {
  constructor(rideId: number | string) {
    super('RIDE_NOT_FOUND', `Ride ${rideId} does not exist`, { rideId });
  }
}
