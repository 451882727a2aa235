import { setTimeout as delay } from 'node:timers/promises';
import { ArchiveUnavailableError, TransientArchiveError } from './archive-errors.js';
import type { ArchiveRetry } from './archive-source.js';

const BASE_DELAY_MS = 200;
const MAX_DELAY_MS = 20_000;
/** A server that asks for a longer wait counts as unavailable. */
const MAX_RETRY_AFTER_MS = 300_000;

export interface RetryPolicy {
  /** Total number of attempts, including the first. */
  maxAttempts: number;
  baseDelayMs?: number;
  maxDelayMs?: number;
  /** Rejects when the signal aborts. */
  sleep?: ((delayMs: number, signal: AbortSignal | undefined) => Promise<void>) | undefined;
  /** From 0 (included) to 1 (excluded). */
  random?: () => number;
}

export interface RetryOptions {
  signal?: AbortSignal | undefined;
  onRetry?: ((retry: ArchiveRetry) => void) | undefined;
}

/**
 * Retries after a TransientArchiveError; any other error is thrown at once.
 * Throws ArchiveUnavailableError after the last attempt, or the signal's reason.
 */
export async function retryTransient<T>(
  attemptOnce: () => Promise<T>,
  policy: RetryPolicy,
  { signal, onRetry }: RetryOptions = {},
): Promise<T> {
  const { maxAttempts, sleep = sleepUntilAborted } = policy;
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    try {
      return await attemptOnce();
    } catch (error) {
      if (!(error instanceof TransientArchiveError)) throw error;
      if (attempt >= maxAttempts || (error.retryAfterMs ?? 0) > MAX_RETRY_AFTER_MS) {
        throw new ArchiveUnavailableError(error.target, attempt, error);
      }
      const delayMs = delayBefore(attempt, error.retryAfterMs ?? 0, policy);
      onRetry?.({ error, attempt, maxAttempts, delayMs });
      await sleep(delayMs, signal);
    }
  }
}

/** Exponential backoff with full jitter, so that clients that failed together do not retry together; never less than Retry-After. */
function delayBefore(failedAttempts: number, retryAfterMs: number, policy: RetryPolicy): number {
  const { baseDelayMs = BASE_DELAY_MS, maxDelayMs = MAX_DELAY_MS, random = Math.random } = policy;
  const ceilingMs = Math.min(maxDelayMs, baseDelayMs * 2 ** (failedAttempts - 1));
  return Math.max(retryAfterMs, Math.floor(random() * ceilingMs));
}

async function sleepUntilAborted(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await delay(delayMs, undefined, { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
