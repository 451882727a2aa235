import { nextPauseMs, type RetryPolicy, sleepUnlessAborted, withRetry } from '../../../common/async/retry.js';
import { ArchiveUnavailableError, TransientArchiveError } from './archive-errors.js';
import type { ArchiveRetry } from './archive-source.js';

/** Full jitter, because many files are read from the same server at once. */
const BACKOFF: RetryPolicy = { firstPauseMs: 200, longestPauseMs: 20_000, jitter: 1 };
/** A server that asks for a longer wait counts as unavailable. */
const MAX_RETRY_AFTER_MS = 300_000;

export interface ArchiveRetryPolicy extends Partial<RetryPolicy> {
  /** Total number of attempts, including the first. */
  maxAttempts: number;
  /** Rejects when the signal aborts. */
  sleep?: ((pauseMs: number, signal: AbortSignal | undefined) => Promise<void>) | undefined;
  /** From 0 (included) to 1 (excluded). */
  random?: () => number;
}

export interface RetryOptions {
  signal?: AbortSignal | undefined;
  onRetry?: ((retry: ArchiveRetry) => void) | undefined;
}

/**
 * Retries after a TransientArchiveError, never before the time that the server requires; any other error is thrown at once.
 * Throws ArchiveUnavailableError after the last attempt, or the signal's reason.
 */
export function retryTransient<T>(
  attemptOnce: () => Promise<T>,
  { sleep = sleepUnlessAborted, random = Math.random, ...limits }: ArchiveRetryPolicy,
  { signal, onRetry }: RetryOptions = {},
): Promise<T> {
  const policy = { ...BACKOFF, ...limits };
  const attempt = (): Promise<T> => {
    signal?.throwIfAborted();
    return attemptOnce();
  };
  return withRetry(attempt, {
    pauseAfter: (error, failures) => {
      if (!(error instanceof TransientArchiveError)) return null;
      const retryAfterMs = error.retryAfterMs ?? 0;
      const pauseMs = nextPauseMs(policy, { failures, retryAfterMs }, random);
      if (pauseMs === null || retryAfterMs > MAX_RETRY_AFTER_MS) {
        throw new ArchiveUnavailableError(error.target, failures, error);
      }
      return pauseMs;
    },
    onRetry: ({ error, failures, pauseMs }) =>
      onRetry?.({
        error: error as TransientArchiveError,
        attempt: failures,
        maxAttempts: policy.maxAttempts,
        delayMs: pauseMs,
      }),
    sleep: (pauseMs) => sleep(pauseMs, signal),
  });
}
