import { Injectable } from '@nestjs/common';
import { nextPauseMs, type RetryPolicy, withRetry } from '../../common/async/retry.js';
import { ApiExchange, type ApiRequest, type LiveApiResponse } from './api-exchange.js';
import { LiveApiError, TransientApiError } from './live-api-errors.js';
import { API_BACKOFF, MonotonicTimer } from './request-scheduler.js';

const RETRIES: RetryPolicy = { ...API_BACKOFF, maxAttempts: 3 };
/** Longest total wait of a request. A 429 may require an hour, for which the next run is the better choice. */
const LONGEST_WAIT_MS = 600_000;

export type BackgroundRequest = Pick<ApiRequest, 'path' | 'send' | 'isHistory'>;

/** Requests outside the cycle: they yield to it, and are repeated where that may help. */
@Injectable()
export class RetriedRequests {
  constructor(
    private readonly exchange: ApiExchange,
    private readonly timer: MonotonicTimer,
  ) {}

  /** @throws LiveApiError if there is no response, or the signal's reason */
  async send(request: BackgroundRequest, signal: AbortSignal = never()): Promise<LiveApiResponse> {
    const deadlineMs = this.timer.nowMs() + LONGEST_WAIT_MS;
    const attempt = () => this.exchange.attempt({ ...request, priority: 'BACKGROUND', deadlineMs, signal });
    return withRetry(attempt, {
      pauseAfter: (error, failures) => {
        if (!(error instanceof LiveApiError) || !error.isWorthRetrying) return null;
        const retryAfterMs = (error instanceof TransientApiError ? error.retryAfterMs : null) ?? 0;
        const failed = { failures, leftMs: deadlineMs - this.timer.nowMs(), retryAfterMs };
        return nextPauseMs(RETRIES, failed, () => this.timer.random());
      },
      sleep: (pauseMs) => this.timer.sleep(pauseMs, signal),
    });
  }
}

/** New for each call, because listeners live as long as their signal. */
const never = (): AbortSignal => new AbortController().signal;
