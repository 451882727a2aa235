import { setTimeout as delay } from 'node:timers/promises';
import { retryReason, type RetryReason } from './database-errors.js';

const COLLISION_RETRIES = 10;
const COLLISION_RETRY_MS = 50;
/** How long to wait for an unreachable database. */
const MAX_UNAVAILABLE_MS = 60_000;
const UNAVAILABLE_RETRY_MS = 500;
/** People or other programs free space, so frequent retries are pointless. */
const FULL_RETRY_MS = 5_000;

const PAUSES_MS = { unavailable: UNAVAILABLE_RETRY_MS, full: FULL_RETRY_MS } as const;

export interface RetryOptions {
  nowMs: () => number;
  /** Called before each retry. */
  onRetry?: (reason: RetryReason, error: Error) => void;
  /** Whether to wait for space on a full disk as long as for an unreachable server; otherwise the error is thrown. */
  waitsForRoom?: boolean;
  signal?: AbortSignal;
  sleep?: (delayMs: number) => Promise<unknown>;
}

/**
 * Retries a whole transaction after a conflict with another writer or a restart of the server. `work` must have no effect
 * outside the transaction.
 */
export async function withDatabaseRetry<T>(work: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { nowMs, onRetry, signal, sleep = delay, waitsForRoom = false } = options;
  let collisions = 0;
  let unavailableSinceMs: number | null = null;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const reason = retryReason(error);
      if (reason === null || signal?.aborted || (reason === 'full' && !waitsForRoom)) throw error;
      if (reason === 'collision') {
        unavailableSinceMs = null;
        if (++collisions > COLLISION_RETRIES) throw error;
      } else {
        unavailableSinceMs ??= nowMs();
        if (nowMs() - unavailableSinceMs >= MAX_UNAVAILABLE_MS) throw error;
      }
      onRetry?.(reason, error as Error);
      await sleep(reason === 'collision' ? COLLISION_RETRY_MS * collisions : PAUSES_MS[reason]);
    }
  }
}
