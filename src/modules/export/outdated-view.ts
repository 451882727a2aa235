import { nextPauseMs, type RetryPolicy, withRetry } from '../../common/async/retry.js';
import { DomainError } from '../../common/domain-error.js';

/** Partitions are created one after another in moments, and then not for weeks. */
const WHILE_PARTITIONS_CHANGE: RetryPolicy = { firstPauseMs: 200, longestPauseMs: 1_000, maxAttempts: 5 };

/**
 * The view of an export can no longer be read: rows were moved to other partitions, where it cannot see them, or a cluster ended
 * it because a partition was created.
 */
export class ViewOutdatedError extends DomainError {
  constructor(cause: unknown) {
    const text = 'The partitions of the exported table were changed while the export was running; start it again';
    super('DATABASE_UNAVAILABLE', text, {}, { cause });
  }
}

/** Reads in a view that `read` opens, and again in a new one if it is outdated. `read` must have no other effect if it fails. */
export async function inCurrentView<T>(read: () => Promise<T>): Promise<T> {
  return withRetry(read, {
    pauseAfter: (error, failures) =>
      error instanceof ViewOutdatedError ? nextPauseMs(WHILE_PARTITIONS_CHANGE, { failures }) : null,
  });
}
