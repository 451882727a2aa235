import { DomainError } from '../../common/domain-error.js';

/** Why a response of the live API could not be used. Stable codes, stored and shown. */
export type LiveApiFailure =
  | 'RATE_LIMITED'
  | 'SERVER_ERROR'
  | 'TIMEOUT'
  | 'NETWORK'
  | 'MALFORMED_RESPONSE'
  | 'NOT_FOUND'
  | 'REFUSED'
  | 'UNAUTHORIZED_KEY'
  | 'INVALID_REQUEST'
  | 'HISTORY_WINDOW_EXCEEDED'
  | 'HISTORY_BUDGET_EXHAUSTED';

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

  /** @param waitMs how long requests are blocked; null: unknown */
  constructor(
    httpStatus: 429 | null,
    readonly waitMs: number | null = null,
  ) {
    const what = httpStatus === null ? 'must not be called yet' : 'rejected a request';
    super('RATE_LIMITED', `The live API ${what}: too many requests`, httpStatus);
    this.isOwnLimit = httpStatus === null;
  }

  /** Whether nothing was sent, because the budget of a minute did not allow a request in time. */
  readonly isOwnLimit: boolean;
}

/** 5xx, no response in time, or a broken connection. */
export class TransientApiError extends LiveApiError {
  readonly isWorthRetrying = true;

  constructor(
    failure: 'SERVER_ERROR' | 'TIMEOUT' | 'NETWORK',
    message: string,
    httpStatus: number | null = null,
    cause?: unknown,
    /** The wait that the API requires before the next attempt; null: it requires none. */
    readonly retryAfterMs: number | null = null,
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

/** 401: the API does not accept the key, or a call needs one. */
export class UnauthorizedApiKeyError extends LiveApiError {
  readonly isWorthRetrying = false;

  constructor({ hasKey }: { hasKey: boolean }) {
    const what = hasKey ? 'does not accept THEMEPARKS_API_KEY' : 'requires a key for this call: set THEMEPARKS_API_KEY';
    super('UNAUTHORIZED_KEY', `The live API ${what}`, 401);
  }
}

/** 400: the API does not accept the parameters of a history request. */
export class InvalidHistoryRequestError extends LiveApiError {
  readonly isWorthRetrying = false;

  /** @param type such as INVALID_DATE or RANGE_TOO_LONG; null: not reported */
  constructor(
    path: string,
    readonly type: string | null,
  ) {
    super(
      'INVALID_REQUEST',
      `The live API does not accept the request for ${path}${type === null ? '' : `: ${type}`}`,
      400,
    );
  }
}

/** 403: the days lie before those that the account may read. */
export class HistoryWindowExceededError extends LiveApiError {
  readonly isWorthRetrying = false;

  /** @param earliestAllowedDate as `2026-11-22`; null: not reported */
  constructor(readonly earliestAllowedDate: string | null) {
    const from = earliestAllowedDate === null ? 'later days only' : `days from ${earliestAllowedDate} on`;
    super(
      'HISTORY_WINDOW_EXCEEDED',
      `The history of the live API is open for ${from}; a key with a larger plan reaches further back`,
      403,
    );
  }
}

/** The hourly budget of history requests is used up. Not a failure but a pause: the request may be sent then. */
export class HistoryBudgetExhaustedError extends LiveApiError {
  readonly isWorthRetrying = false;

  /** @param availableAtMs in the time of the process's clock */
  constructor(
    readonly availableAtMs: number,
    httpStatus: 429 | null = null,
  ) {
    const at = `${new Date(Math.ceil(availableAtMs / 1_000) * 1_000).toISOString().slice(0, 19)}Z`;
    super('HISTORY_BUDGET_EXHAUSTED', `The hourly budget of history requests is used up until ${at}`, httpStatus);
  }
}

/** A link to the next page that is not followed. */
export class UnusablePageLinkError extends LiveApiError {
  readonly isWorthRetrying = false;

  /** @param problem such as `does not lead to the live API` */
  constructor(problem: string) {
    super('MALFORMED_RESPONSE', `The link to the next page of the live API's history ${problem}`, 200);
  }
}
