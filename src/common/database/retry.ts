import { setTimeout as delay } from 'node:timers/promises';
import { retryReason, type RetryReason } from './database-errors.js';

const COLLISION_RETRIES = 10;
const COLLISION_RETRY_MS = 50;
/** How long a database that is away is waited for. */
const PATIENCE_MS = 60_000;
const UNAVAILABLE_RETRY_MS = 500;
/** Room is made by people or by another program: no need to look twice a second. */
const FULL_RETRY_MS = 5_000;

const PAUSES_MS = { unavailable: UNAVAILABLE_RETRY_MS, full: FULL_RETRY_MS } as const;

export interface RetryOptions {
  nowMs: () => number;
  /** Told before each further attempt. */
  onRetry?: (reason: RetryReason, error: Error) => void;
  /** Whether to wait for room on a full disk, as long as for a server that is away; otherwise it is thrown at once. */
  waitsForRoom?: boolean;
  signal?: AbortSignal;
  sleep?: (delayMs: number) => Promise<unknown>;
}

/**
 * Runs a whole transaction again where another writer or a restart of the server was in its way. `work` must have no
 * effect beside the transaction.
 */
export async function withDatabaseRetry<T>(work: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { nowMs, onRetry, signal, sleep = delay, waitsForRoom = false } = options;
  let collisions = 0;
  let awaySinceMs: number | null = null;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const reason = retryReason(error);
      if (reason === null || signal?.aborted || (reason === 'full' && !waitsForRoom)) throw error;
      if (reason === 'collision') {
        awaySinceMs = null;
        if (++collisions > COLLISION_RETRIES) throw error;
      } else {
        awaySinceMs ??= nowMs();
        if (nowMs() - awaySinceMs >= PATIENCE_MS) throw error;
      }
      onRetry?.(reason, error as Error);
      await sleep(reason === 'collision' ? COLLISION_RETRY_MS * collisions : PAUSES_MS[reason]);
    }
  }
}
