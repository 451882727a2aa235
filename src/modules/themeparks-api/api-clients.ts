import { Injectable } from '@nestjs/common';
import type { ThemeParks } from 'themeparks';
import { nextPauseMs, type RetryPolicy, withRetry } from '../../common/async/retry.js';
import { ApiExchange, type LiveApiResponse, type RequestTally } from './api-exchange.js';
import { LiveApiError } from './live-api-errors.js';
import { API_BACKOFF, MonotonicTimer, RequestScheduler } from './request-scheduler.js';

export interface LiveRequest {
  themeparksWikiId: string;
  /** In the time of `MonotonicTimer`; a request that could only be sent later fails instead of waiting. */
  deadlineMs: number;
  signal: AbortSignal;
  tally: RequestTally;
}

/** Fetches live data, one attempt per call: the cycle decides about pauses and retries. */
@Injectable()
export class LiveClient {
  constructor(private readonly exchange: ApiExchange) {}

  /** @throws LiveApiError, or the signal's reason if it aborts */
  async fetchLive({ themeparksWikiId, ...turn }: LiveRequest): Promise<LiveApiResponse> {
    return this.exchange.attempt({
      ...turn,
      priority: 'CYCLE',
      path: themeparksWikiId,
      send: (sdk) => sdk.raw.getEntityLive(themeparksWikiId),
    });
  }
}

const RETRIES: RetryPolicy = { ...API_BACKOFF, maxAttempts: 3 };
/** Longest total wait of a request. A 429 may require an hour, for which the next run is the better choice. */
const LONGEST_WAIT_MS = 600_000;

/**
 * Fetches entities, children and schedules for the catalogue and its metadata. Responses are returned unchecked. Requests
 * stay within the budget, yield to the cycle, and are retried where that may help.
 * @throws LiveApiError if there is no response, or the signal's reason
 */
@Injectable()
export class EntityClient {
  constructor(
    private readonly exchange: ApiExchange,
    private readonly timer: MonotonicTimer,
    private readonly scheduler: RequestScheduler,
  ) {}

  /** How long requests currently wait for the budget or the API; 0 if none waits. */
  waitMs(): number {
    return this.scheduler.waitMs('BACKGROUND');
  }

  fetchDestinations(signal?: AbortSignal): Promise<unknown> {
    return this.ask('destinations', (sdk) => sdk.raw.getDestinations(), signal);
  }

  fetchEntity(id: string, signal?: AbortSignal): Promise<unknown> {
    return this.ask(`entity/${id}`, (sdk) => sdk.raw.getEntity(id), signal);
  }

  /** All descendants of an entity. */
  fetchChildren(id: string, signal?: AbortSignal): Promise<unknown> {
    return this.ask(`entity/${id}/children`, (sdk) => sdk.raw.getEntityChildren(id), signal);
  }

  /** The published schedule of a park, from its local today on. */
  fetchSchedule(id: string, signal?: AbortSignal): Promise<unknown> {
    return this.ask(`entity/${id}/schedule`, (sdk) => sdk.raw.getEntitySchedule(id), signal);
  }

  private async ask(path: string, send: (sdk: ThemeParks) => Promise<unknown>, signal = never()): Promise<unknown> {
    const deadlineMs = this.timer.nowMs() + LONGEST_WAIT_MS;
    const attempt = () => this.exchange.attempt({ priority: 'BACKGROUND', deadlineMs, signal, path, send });
    const response = await withRetry(attempt, {
      pauseAfter: (error, failures) => {
        if (!(error instanceof LiveApiError) || !error.isWorthRetrying) return null;
        return nextPauseMs(RETRIES, { failures, leftMs: deadlineMs - this.timer.nowMs() }, () => this.timer.random());
      },
      sleep: (pauseMs) => this.timer.sleep(pauseMs, signal),
    });
    return response.body;
  }
}

/** New for each call, because listeners live as long as their signal. */
const never = (): AbortSignal => new AbortController().signal;
