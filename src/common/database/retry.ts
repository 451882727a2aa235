import { setTimeout as sleep } from 'node:timers/promises';
import { retryReason } from './retryable.js';

const COLLISION_RETRIES = 10;
const COLLISION_RETRY_MS = 50;
/** How long a database that is away is waited for. */
const PATIENCE_MS = 60_000;
const UNAVAILABLE_RETRY_MS = 500;

export interface RetryOptions {
  nowMs: () => number;
  /** Told before each further attempt. */
  onRetry?: (reason: 'collision' | 'unavailable', error: Error) => void;
  signal?: AbortSignal;
}

/**
 * Runs a whole transaction again where another writer or a restart of the server was in its way. `work` must have no
 * effect beside the transaction.
 */
export async function withDatabaseRetry<T>(work: () => Promise<T>, options: RetryOptions): Promise<T> {
  const startedMs = options.nowMs();
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const reason = retryReason(error);
      const patient = reason === 'unavailable' && options.nowMs() - startedMs < PATIENCE_MS;
      if (options.signal?.aborted) throw error;
      if (!patient && !(reason === 'collision' && attempt <= COLLISION_RETRIES)) throw error;
      options.onRetry?.(reason, error as Error);
      await sleep(patient ? UNAVAILABLE_RETRY_MS : COLLISION_RETRY_MS * attempt);
    }
  }
}
