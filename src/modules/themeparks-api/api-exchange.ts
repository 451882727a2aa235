import { Injectable } from '@nestjs/common';
import { type FetchLike, ThemeParks, ThemeParksError, TimeoutError } from 'themeparks';
import { AppConfig } from '../../common/config/app-config.js';
import { HOUR_MS } from '../../common/time/calendar.js';
import { Clock } from '../../common/time/clock.js';
import { apiFailure, type Refusal, refusalOf } from './api-failures.js';
import { fetchFromApi, type FetchInit, type HttpExchange, RepeatedBody } from './api-fetch.js';
import { readBudgetHeaders } from './budgets/budget-headers.js';
import { RequestGate } from './budgets/request-gate.js';
import { RequestScheduler, type RequestTiming } from './request-scheduler.js';
import { ResponseTap } from './response-tap.js';

/** Wait after a 429 that requires none that can be read. */
const DEFAULT_BLOCK_MS: Readonly<Record<Refusal['budget'], number>> = { MINUTE: 10_000, HISTORY_HOUR: 600_000 };
/** The longest wait, whatever a 429 requires: the longest window. */
const LONGEST_BLOCK_MS = HOUR_MS;

export interface LiveApiResponse {
  /** The JSON that the API sent, unchecked; a {@link RepeatedBody} if it equals the known one. */
  body: unknown;
  /** Digest of the body; null: not requested. */
  digest: string | null;
  httpStatus: number;
  /** When its last byte arrived. */
  receivedAtMs: number;
}

/** Counts of several requests. */
export interface RequestTally {
  requests: number;
  rateLimited: number;
}

interface Attempt {
  exchange: HttpExchange;
  receivedAtMs: number;
  /** Why a redirect within the API could not be followed. */
  turnError?: Error;
}

type ApiFetch = (url: string | URL, init: FetchInit) => ReturnType<typeof fetchFromApi>;

export interface ApiRequest extends RequestTiming {
  tally?: RequestTally;
  /** The requested path, for messages. */
  path: string;
  /** The digest of an earlier body, which is not parsed again; null: none. Undefined: no digest is needed. */
  knownDigest?: string | null | undefined;
  /** Whether the request also counts against the hourly budget. */
  isHistory?: boolean;
  /** By the SDK, or the absolute URL for what the SDK does not have. */
  send: ((sdk: ThemeParks) => Promise<unknown>) | URL;
}

/**
 * Makes one attempt at a request, within the budgets. The API's own SDK sends it if it has the call. The SDK's retries and
 * cache are off: the caller decides about retries.
 */
@Injectable()
export class ApiExchange {
  constructor(
    private readonly scheduler: RequestScheduler,
    private readonly gate: RequestGate,
    private readonly config: AppConfig,
    private readonly clock: Clock,
    private readonly tap: ResponseTap,
  ) {}

  /** @throws LiveApiError, the signal's reason where it aborts, or the error of the database */
  async attempt(request: ApiRequest): Promise<LiveApiResponse> {
    const attempt: Attempt = {
      exchange: { httpStatus: null, headers: null, errorText: null, digest: null },
      receivedAtMs: 0,
    };
    await this.beginTurn(request);
    try {
      const body = await this.send(request, attempt);
      this.tap.show(request.path, () => (body instanceof RepeatedBody ? body.parse() : body));
      const { httpStatus, digest } = attempt.exchange;
      return { body, digest, httpStatus: httpStatus ?? 200, receivedAtMs: attempt.receivedAtMs };
    } catch (error) {
      request.signal.throwIfAborted();
      if (attempt.turnError !== undefined) throw attempt.turnError;
      throw await this.failure(error, attempt.exchange, request);
    } finally {
      await this.endTurn(request, attempt);
    }
  }

  private async beginTurn(request: ApiRequest): Promise<void> {
    await this.scheduler.wait(request);
    await this.gate.begin(request);
    try {
      if (request.isHistory === true) await this.gate.takeHistory();
    } catch (error) {
      this.gate.end(null);
      throw error;
    }
    if (request.tally) request.tally.requests++;
  }

  private async endTurn({ isHistory }: ApiRequest, { exchange: { headers }, turnError }: Attempt): Promise<void> {
    if (turnError !== undefined) return;
    const reports = headers === null ? null : readBudgetHeaders(headers);
    this.gate.end(reports);
    if (isHistory === true && reports?.HISTORY_HOUR) await this.gate.reportHistory(reports.HISTORY_HOUR);
  }

  private send({ send, signal, ...request }: ApiRequest, attempt: Attempt): Promise<unknown> {
    const { LIVE_API_BASE_URL: baseUrl, THEMEPARKS_API_KEY: apiKey } = this.config;
    const beforeRedirect = async (): Promise<void> => {
      await this.endTurn({ send, signal, ...request }, attempt);
      try {
        await this.beginTurn({ send, signal, ...request });
      } catch (error) {
        attempt.turnError = error as Error;
        throw error;
      }
    };
    const fetchOnce: ApiFetch = async (url, init) => {
      const access = { baseUrl, apiKey, beforeRedirect, knownDigest: request.knownDigest };
      const response = await fetchFromApi(url, init, { access, signal, exchange: attempt.exchange });
      attempt.receivedAtMs = this.clock.now().getTime();
      return response;
    };
    return send instanceof URL ? this.get(send, fetchOnce) : send(this.sdk((url, init = {}) => fetchOnce(url, init)));
  }

  /** What the SDK does, for calls that it does not have. */
  private async get(url: URL, fetchOnce: ApiFetch): Promise<unknown> {
    const { LIVE_API_USER_AGENT: userAgent, LIVE_REQUEST_TIMEOUT_MS: timeoutMs } = this.config;
    const headers = { accept: 'application/json', 'user-agent': userAgent };
    const response = await fetchOnce(url, { headers, signal: AbortSignal.timeout(timeoutMs) }).catch(
      (cause: unknown) => {
        const isTimeout = cause instanceof Error && cause.name === 'TimeoutError';
        throw isTimeout ? new TimeoutError('timed out') : new ThemeParksError('no response', { cause });
      },
    );
    if (!response.ok) throw new ThemeParksError(String(response.status));
    return response.json();
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

  private async failure(error: unknown, exchange: HttpExchange, request: ApiRequest): Promise<unknown> {
    const { LIVE_API_BASE_URL, LIVE_REQUEST_TIMEOUT_MS: timeoutMs, THEMEPARKS_API_KEY } = this.config;
    const nowMs = this.clock.now().getTime();
    const refusal = refusalOf(exchange, nowMs);
    const blockMs = refusal === null ? 0 : await this.block(refusal, request);
    return apiFailure(error, exchange, {
      path: request.path,
      isHistory: request.isHistory === true,
      hasKey: THEMEPARKS_API_KEY !== undefined,
      host: new URL(LIVE_API_BASE_URL).host,
      timeoutMs,
      nowMs,
      availableAtMs: nowMs + blockMs,
    });
  }

  /** @returns for how long */
  private async block({ budget, retryAfterMs }: Refusal, { tally }: ApiRequest): Promise<number> {
    if (tally) tally.rateLimited++;
    const forMs = Math.min(retryAfterMs ?? DEFAULT_BLOCK_MS[budget], LONGEST_BLOCK_MS);
    if (budget === 'MINUTE') this.scheduler.block(forMs);
    await this.gate.block(budget, forMs);
    return forMs;
  }
}
