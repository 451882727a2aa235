import { Injectable } from '@nestjs/common';
import { ApiError, ThemeParks, ThemeParksError, TimeoutError } from 'themeparks';
import { AppConfig } from '../../../common/config/app-config.js';
import { Clock } from '../../../common/time/clock.js';
import { Pace } from '../pace.js';
import {
  MalformedApiAnswerError,
  MissingEntityError,
  RateLimitedByApiError,
  RefusedByApiError,
  TransientApiError,
} from './live-api-errors.js';
import { fetchWhole, type HttpExchange } from './fetch-whole.js';
import { RequestBudget } from './request-budget.js';
import { retryAfterMs } from './retry-after.js';

/** A 429 without a `Retry-After` that can be read. */
const DEFAULT_BLOCK_MS = 10_000;

export interface LiveApiAnswer {
  /** Whatever JSON the API sent. */
  body: unknown;
  httpStatus: number;
  /** When its last byte arrived. */
  receivedAtMs: number;
}

/** What one cycle sent. */
export interface RequestTally {
  requests: number;
  rateLimited: number;
}

export interface LiveRequest {
  themeparksWikiId: string;
  /** In the time of {@link Pace}: a request that could only be sent later is not waited for. */
  deadlineMs: number;
  signal: AbortSignal;
  tally: RequestTally;
}

/**
 * Live data by the API's own SDK, one attempt at a time: its retries and its cache are off, because waiting and trying
 * again is a matter of the whole cycle. All requests of the process share one budget, and a 429 stops all of them.
 */
@Injectable()
export class LiveClient {
  private readonly budget: RequestBudget;

  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly pace: Pace,
  ) {
    this.budget = new RequestBudget(config.LIVE_REQUESTS_PER_MINUTE);
  }

  /** @throws LiveApiError, or the signal's reason where it aborts */
  async fetchLive(request: LiveRequest): Promise<LiveApiAnswer> {
    const { themeparksWikiId, signal, tally } = request;
    await this.waitForTurn(request);
    tally.requests++;
    const exchange: HttpExchange = { httpStatus: null, retryAfter: null, date: null };
    let receivedAtMs = 0;
    const sdk = new ThemeParks({
      baseUrl: this.config.LIVE_API_BASE_URL,
      userAgent: this.config.LIVE_API_USER_AGENT,
      timeoutMs: this.config.LIVE_REQUEST_TIMEOUT_MS,
      retry: { max: 0, on429: false },
      cache: false,
      fetch: async (url, init) => {
        const response = await fetchWhole(url, init, signal, exchange);
        receivedAtMs = this.clock.now().getTime();
        return response;
      },
    });
    try {
      const body: unknown = await sdk.raw.getEntityLive(themeparksWikiId);
      return { body, httpStatus: exchange.httpStatus ?? 200, receivedAtMs };
    } catch (error) {
      signal.throwIfAborted();
      if (exchange.httpStatus === 429) this.block(exchange, tally);
      throw liveApiError(error, exchange, themeparksWikiId, this.config.LIVE_REQUEST_TIMEOUT_MS);
    }
  }

  private async waitForTurn({ deadlineMs, signal }: LiveRequest): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const nowMs = this.pace.nowMs();
      const waitMs = this.budget.take(nowMs);
      if (waitMs === 0) return;
      if (nowMs + waitMs > deadlineMs) throw new RateLimitedByApiError(null);
      await this.pace.sleep(waitMs, signal);
    }
  }

  private block(exchange: HttpExchange, tally: RequestTally): void {
    tally.rateLimited++;
    const waitMs = retryAfterMs(exchange, this.clock.now().getTime()) ?? DEFAULT_BLOCK_MS;
    this.budget.blockUntil(this.pace.nowMs() + waitMs);
  }
}

/** The SDK's messages quote the body, which may be a whole page: ours do not. */
function liveApiError(
  error: unknown,
  { httpStatus }: HttpExchange,
  themeparksWikiId: string,
  timeoutMs: number,
): unknown {
  if (error instanceof SyntaxError) {
    return new MalformedApiAnswerError('The answer of the live API is no JSON', httpStatus);
  }
  if (error instanceof ApiError) {
    if (error.status === 429) return new RateLimitedByApiError(429);
    if (error.status === 404) return new MissingEntityError(themeparksWikiId);
    if (error.status < 500) return new RefusedByApiError(error.status);
    return new TransientApiError('SERVER_ERROR', `The live API answered ${error.status}`, error.status);
  }
  if (error instanceof TimeoutError) {
    return new TransientApiError('TIMEOUT', `The live API did not answer within ${timeoutMs} ms`, httpStatus);
  }
  if (error instanceof ThemeParksError) {
    return new TransientApiError('NETWORK', 'The connection to the live API failed', httpStatus, error);
  }
  return error;
}
