import { ThemeParksError, TimeoutError } from 'themeparks';
import { retryAfterMs } from '../../common/async/retry-after.js';
import { isJsonObject, type JsonObject } from '../../common/reading/field-readers.js';
import type { HttpExchange } from './api-fetch.js';
import {
  HistoryBudgetExhaustedError,
  HistoryWindowExceededError,
  InvalidHistoryRequestError,
  MalformedApiResponseError,
  MissingEntityError,
  RateLimitedByApiError,
  RefusedByApiError,
  TransientApiError,
  UnauthorizedApiKeyError,
} from './live-api-errors.js';
import { readDate } from './read-account.js';

export interface FailureContext {
  /** The requested path, for messages. */
  path: string;
  isHistory: boolean;
  hasKey: boolean;
  /** Only the host: no other part of the URL may be shown. */
  host: string;
  timeoutMs: number;
  nowMs: number;
  /** When history requests are available again, if this one was refused. */
  availableAtMs: number;
}

/** The refusal of a request for lack of budget. */
export interface Refusal {
  budget: 'MINUTE' | 'HISTORY_HOUR';
  /** The wait that the API requires; null: not reported. */
  retryAfterMs: number | null;
}

/** What an error body contains; the API has several shapes, and a gateway sends pages of its own. */
interface ErrorBody {
  /** `error.type`; null: not reported. */
  type: string | null;
  retryAfterSeconds: unknown;
  earliestAllowedDate: unknown;
}

const TYPE = /^[A-Z][A-Z0-9_]{1,63}$/;

/**
 * `{ error: { type, message, retryAfter, … } }`, or `{ error: "Too Many Requests", message, retryAfter }`, or
 * `{ success: false, error: { type: "Not found", … } }`.
 */
function readErrorBody(text: string | null): ErrorBody {
  const body = parsedObject(text);
  const inner = isJsonObject(body.error) ? body.error : {};
  const { type } = inner;
  return {
    type: typeof type === 'string' && TYPE.test(type) ? type : null,
    retryAfterSeconds: inner.retryAfter ?? body.retryAfter,
    earliestAllowedDate: inner.earliestAllowedDate,
  };
}

function parsedObject(text: string | null): JsonObject {
  try {
    const body: unknown = JSON.parse(text ?? '');
    return isJsonObject(body) ? body : {};
  } catch {
    return {};
  }
}

/** Null: the API did not refuse the request with 429. The hourly budget has a type of its own; any other 429 is of the minute. */
export function refusalOf(exchange: HttpExchange, nowMs: number): Refusal | null {
  if (exchange.httpStatus !== 429 || exchange.headers === null) return null;
  const { type } = readErrorBody(exchange.errorText);
  return {
    budget: type === 'HISTORY_RATE_LIMITED' ? 'HISTORY_HOUR' : 'MINUTE',
    retryAfterMs: requiredWaitMs(exchange, nowMs),
  };
}

/** By the header, or else by the body. */
function requiredWaitMs({ headers, errorText }: HttpExchange, nowMs: number): number | null {
  const { retryAfterSeconds } = readErrorBody(errorText);
  const field = typeof retryAfterSeconds === 'number' || typeof retryAfterSeconds === 'string' ? retryAfterSeconds : '';
  const wait = { retryAfter: headers?.get('retry-after') ?? null, date: headers?.get('date') ?? null };
  return retryAfterMs(wait, nowMs) ?? retryAfterMs({ ...wait, retryAfter: String(field) }, nowMs);
}

/**
 * The typed error of a failed attempt. The SDK's messages quote the body, which may be a whole page; these messages do not.
 */
export function apiFailure(error: unknown, exchange: HttpExchange, context: FailureContext): unknown {
  const { httpStatus } = exchange;
  if (httpStatus !== null && httpStatus >= 300 && exchange.errorText !== null) {
    return failureOfStatus(httpStatus, exchange, context);
  }
  // The body may be parsed in another realm, with its own SyntaxError class.
  if (error instanceof Error && error.name === 'SyntaxError') {
    return new MalformedApiResponseError('The response of the live API is not JSON', httpStatus);
  }
  const { host, timeoutMs } = context;
  if (error instanceof TimeoutError) {
    return new TransientApiError(
      'TIMEOUT',
      `The live API at ${host} did not respond within ${timeoutMs} ms`,
      httpStatus,
    );
  }
  if (error instanceof ThemeParksError) {
    return new TransientApiError('NETWORK', `The connection to the live API at ${host} failed`, httpStatus, error);
  }
  return error;
}

function failureOfStatus(
  httpStatus: number,
  exchange: HttpExchange,
  { path, isHistory, hasKey, host, nowMs, availableAtMs }: FailureContext,
): unknown {
  const { type, earliestAllowedDate } = readErrorBody(exchange.errorText);
  switch (httpStatus) {
    case 400:
      return isHistory ? new InvalidHistoryRequestError(path, type) : new RefusedByApiError(400);
    case 401:
      return new UnauthorizedApiKeyError({ hasKey });
    case 403:
      if (type !== 'HISTORY_WINDOW_EXCEEDED') return new RefusedByApiError(403);
      return new HistoryWindowExceededError(readDate(earliestAllowedDate));
    case 404:
      return new MissingEntityError(path);
    case 429:
      if (type === 'HISTORY_RATE_LIMITED') return new HistoryBudgetExhaustedError(availableAtMs, 429);
      return new RateLimitedByApiError(429);
  }
  if (httpStatus < 500) return new RefusedByApiError(httpStatus);
  const message = `The live API at ${host} responded with ${httpStatus}`;
  return new TransientApiError('SERVER_ERROR', message, httpStatus, undefined, requiredWaitMs(exchange, nowMs));
}
