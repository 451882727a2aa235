import { Injectable } from '@nestjs/common';
import { ApiError, type FetchLike, ThemeParks, ThemeParksError, TimeoutError } from 'themeparks';
import { retryAfterMs } from '../../common/async/retry-after.js';
import { AppConfig } from '../../common/config/app-config.js';
import { Clock } from '../../common/time/clock.js';
import {
  MalformedApiResponseError,
  MissingEntityError,
  RateLimitedByApiError,
  RefusedByApiError,
  TransientApiError,
} from './live-api-errors.js';
import { RequestScheduler, type RequestTiming } from './request-scheduler.js';

/** Status and headers of a response. */
export interface HttpExchange {
  httpStatus: number | null;
  retryAfter: string | null;
  date: string | null;
}

/**
 * `fetch` with a timeout that includes the body: the SDK's own timeout ends with the headers, so it would wait forever for
 * a server that sends only half a body.
 * @param signal also ends the request
 * @param exchange is filled in as soon as the headers have arrived
 * @returns the parts of a response that the SDK uses; its `json` throws a SyntaxError if the body is not JSON
 */
async function fetchWithBodyTimeout(
  url: string | URL,
  init: { method?: string; headers?: Record<string, string>; signal?: AbortSignal } = {},
  signal: AbortSignal,
  exchange: HttpExchange,
) {
  const signals = init.signal === undefined ? [signal] : [init.signal, signal];
  const response = await fetch(url, { ...init, signal: AbortSignal.any(signals) });
  exchange.httpStatus = response.status;
  exchange.retryAfter = response.headers.get('retry-after');
  exchange.date = response.headers.get('date');
  const text = await response.text();
  const { ok, status, statusText, headers } = response;
  return {
    ok,
    status,
    statusText,
    headers,
    text: () => Promise.resolve(text),
    json: () => parsed(text),
  };
}

const parsed = async (text: string): Promise<unknown> => Promise.resolve(JSON.parse(text) as unknown);

/** Wait after a 429 without a readable `Retry-After`. */
const DEFAULT_BLOCK_MS = 10_000;

export interface LiveApiResponse {
  /** The JSON that the API sent, unchecked. */
  body: unknown;
  httpStatus: number;
  /** When its last byte arrived. */
  receivedAtMs: number;
}

/** Counts of several requests. */
export interface RequestTally {
  requests: number;
  rateLimited: number;
}

export interface ApiRequest extends RequestTiming {
  tally?: RequestTally;
  /** The requested path, for messages. */
  path: string;
  send: (sdk: ThemeParks) => Promise<unknown>;
}

/**
 * Makes one attempt at a request with the API's own SDK, within the budget. The SDK's retries and cache are off: the caller
 * decides about retries.
 */
@Injectable()
export class ApiExchange {
  constructor(
    private readonly scheduler: RequestScheduler,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  /** @throws LiveApiError, or the signal's reason where it aborts */
  async attempt(request: ApiRequest): Promise<LiveApiResponse> {
    const { signal, tally, path, send } = request;
    await this.scheduler.wait(request);
    if (tally) tally.requests++;
    const exchange: HttpExchange = { httpStatus: null, retryAfter: null, date: null };
    let receivedAtMs = 0;
    const sdk = this.sdk(async (url, init) => {
      const response = await fetchWithBodyTimeout(url, init, signal, exchange);
      receivedAtMs = this.clock.now().getTime();
      return response;
    });
    try {
      const body = await send(sdk);
      return { body, httpStatus: exchange.httpStatus ?? 200, receivedAtMs };
    } catch (error) {
      signal.throwIfAborted();
      if (exchange.httpStatus === 429) this.block(exchange, tally);
      throw liveApiError(error, exchange, path, this.config);
    }
  }

  private sdk(fetch: FetchLike): ThemeParks {
    return new ThemeParks({
      baseUrl: this.config.LIVE_API_BASE_URL,
      userAgent: this.config.LIVE_API_USER_AGENT,
      timeoutMs: this.config.LIVE_REQUEST_TIMEOUT_MS,
      retry: { max: 0, on429: false },
      cache: false,
      fetch,
    });
  }

  private block(exchange: HttpExchange, tally: RequestTally | undefined): void {
    if (tally) tally.rateLimited++;
    this.scheduler.block(retryAfterMs(exchange, this.clock.now().getTime()) ?? DEFAULT_BLOCK_MS);
  }
}

/** The SDK's messages quote the body, which may be a whole page; these messages do not. */
function liveApiError(
  error: unknown,
  { httpStatus }: HttpExchange,
  path: string,
  { LIVE_API_BASE_URL, LIVE_REQUEST_TIMEOUT_MS: timeoutMs }: AppConfig,
): unknown {
  // Only the host: no other part of the URL may be shown.
  const { host } = new URL(LIVE_API_BASE_URL);
  // The body may be parsed in another realm, with its own SyntaxError class.
  if (error instanceof Error && error.name === 'SyntaxError') {
    return new MalformedApiResponseError('The response of the live API is not JSON', httpStatus);
  }
  if (error instanceof ApiError) {
    if (error.status === 429) return new RateLimitedByApiError(429);
    if (error.status === 404) return new MissingEntityError(path);
    if (error.status < 500) return new RefusedByApiError(error.status);
    return new TransientApiError(
      'SERVER_ERROR',
      `The live API at ${host} responded with ${error.status}`,
      error.status,
    );
  }
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
