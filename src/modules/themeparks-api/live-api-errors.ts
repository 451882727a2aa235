import { DomainError } from '../../common/domain-error.js';

/** Why a response of the live API could not be used. Stable codes, stored and shown. */
export type LiveApiFailure =
  'RATE_LIMITED' | 'SERVER_ERROR' | 'TIMEOUT' | 'NETWORK' | 'MALFORMED_RESPONSE' | 'NOT_FOUND' | 'REFUSED';

/** A failed request to the live API. Its class decides whether a retry may help. */
export abstract class LiveApiError extends DomainError {
  declare readonly details: Readonly<{ failure: LiveApiFailure; httpStatus: number | null }>;
  abstract readonly isWorthRetrying: boolean;

  constructor(failure: LiveApiFailure, message: string, httpStatus: number | null, options?: ErrorOptions) {
    super('LIVE_API_UNAVAILABLE', message, { failure, httpStatus }, options);
  }
}

/** 429, or the budget is blocked by an earlier one for longer than there is time. */
export class RateLimitedByApiError extends LiveApiError {
  readonly isWorthRetrying = true;

  constructor(httpStatus: 429 | null) {
    const what = httpStatus === null ? 'must not be called yet' : 'rejected a request';
    super('RATE_LIMITED', `The live API ${what}: too many requests`, httpStatus);
  }
}

/** 5xx, no response in time, or a broken connection. */
export class TransientApiError extends LiveApiError {
  readonly isWorthRetrying = true;

  constructor(
    failure: 'SERVER_ERROR' | 'TIMEOUT' | 'NETWORK',
    message: string,
    httpStatus: number | null = null,
    cause?: unknown,
  ) {
    super(failure, message, httpStatus, { cause });
  }
}

/** Not JSON, or JSON of another shape: often the error page of a gateway, so a retry may help. */
export class MalformedApiResponseError extends LiveApiError {
  readonly isWorthRetrying = true;

  constructor(message: string, httpStatus: number | null) {
    super('MALFORMED_RESPONSE', message, httpStatus);
  }
}

/** 404: the API does not know the entity. */
export class MissingEntityError extends LiveApiError {
  readonly isWorthRetrying = false;

  constructor(what: string) {
    super('NOT_FOUND', `The live API has no ${what}`, 404);
  }
}

/** Any other status: a retry would not help. */
export class RefusedByApiError extends LiveApiError {
  readonly isWorthRetrying = false;

  constructor(httpStatus: number) {
    super('REFUSED', `The live API responded with ${httpStatus}`, httpStatus);
  }
}
