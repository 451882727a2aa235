import { QueryFailedError } from 'typeorm';
import { nextPauseMs, type RetryPolicy, withRetry } from '../async/retry.js';
import { isLostLock, retryReason, type RetryReason } from './database-errors.js';

/** Ten retries; another writer needs only a moment. */
const AFTER_COLLISION: RetryPolicy = {
  firstPauseMs: 50,
  longestPauseMs: 500,
  growth: 'LINEAR',
  maxAttempts: 11,
};
const WHILE_UNAVAILABLE: RetryPolicy = { firstPauseMs: 500, longestPauseMs: 500 };
/** People or other programs free space, so frequent retries are pointless. */
const WHILE_FULL: RetryPolicy = { firstPauseMs: 5_000, longestPauseMs: 5_000 };
/** How long to wait for an unreachable database, or for space on its disk. */
const MAX_UNAVAILABLE_MS = 60_000;
/** No attempt of a single statement begins later. */
const MAX_STATEMENT_MS = 60_000;

export interface RetryOptions {
  nowMs: () => number;
  /** Called before each retry. */
  onRetry?: (reason: RetryReason, error: Error) => void;
  /** Whether to wait for space on a full disk as long as for an unreachable server; otherwise the error is thrown. */
  waitsForRoom?: boolean;
  signal?: AbortSignal;
  sleep?: (delayMs: number) => Promise<unknown>;
}

/** How many attempts of a repeated statement failed, by its last error. */
const failedAttempts = new WeakMap<object, number>();

/**
 * Retries a statement outside a transaction that lost a lock to another writer: the server has undone it, and nothing else
 * belongs to it. A retry around it counts all attempts.
 */
export async function withStatementRetry<T>(send: () => Promise<T>, nowMs: () => number): Promise<T> {
  const startedMs = nowMs();
  return withRetry(send, {
    pauseAfter: (error, failures) => {
      if (!isLostLock(error)) return null;
      failedAttempts.set(error, failures);
      // The server itself may have waited for a long time.
      return nextPauseMs(AFTER_COLLISION, { failures, leftMs: startedMs + MAX_STATEMENT_MS - nowMs() });
    },
  });
}

function attemptsOf(error: unknown): number {
  const failure = (error instanceof QueryFailedError ? error.driverError : error) as object;
  return failedAttempts.get(failure) ?? 1;
}

/**
 * Retries a whole transaction after a conflict with another writer or a restart of the server. `work` must have no effect
 * outside the transaction.
 */
export function withDatabaseRetry<T>(work: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { onRetry, signal, sleep, waitsForRoom = false } = options;
  const failures = new DatabaseFailures(options.nowMs);
  return withRetry(work, {
    ...(sleep && { sleep }),
    pauseAfter: (error) => {
      const reason = retryReason(error);
      if (reason === null || signal?.aborted || (reason === 'full' && !waitsForRoom)) return null;
      return failures.pauseAfter(reason, attemptsOf(error));
    },
    onRetry: ({ error }) => onRetry?.(retryReason(error)!, error as Error),
  });
}

/** Counts collisions separately from the time without a usable database, which restarts once the database responds. */
class DatabaseFailures {
  private collisions = 0;
  private unavailableSinceMs: number | null = null;

  constructor(private readonly nowMs: () => number) {}

  pauseAfter(reason: RetryReason, attempts: number): number | null {
    if (reason === 'collision') {
      this.unavailableSinceMs = null;
      this.collisions += attempts;
      return nextPauseMs(AFTER_COLLISION, { failures: this.collisions });
    }
    this.unavailableSinceMs ??= this.nowMs();
    const leftMs = this.unavailableSinceMs + MAX_UNAVAILABLE_MS - this.nowMs();
    const policy = reason === 'full' ? WHILE_FULL : WHILE_UNAVAILABLE;
    return nextPauseMs(policy, { failures: 1, leftMs, shortensLastPause: true });
  }
}
