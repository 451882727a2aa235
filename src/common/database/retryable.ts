import { QueryFailedError } from 'typeorm';
import { isDatabaseUnavailable } from './database-unavailable.js';
import { isDiskFull } from './disk-full.js';

/**
 * Two writers met: deadlock, lock wait, a row that another one added in between, or a table that was rebuilt (partitions)
 * under the transaction. The server has rolled back (at least) the statement; running the whole transaction again sees
 * the other's work.
 */
const COLLISION_CODES: ReadonlySet<string> = new Set([
  'ER_LOCK_DEADLOCK',
  'ER_LOCK_WAIT_TIMEOUT',
  'ER_DUP_ENTRY',
  'ER_TABLE_DEF_CHANGED',
]);

/** Another writer was in the way, the server is away, or its disk is full. */
export type RetryReason = 'collision' | 'unavailable' | 'full';

/** Another process holds a named lock for longer than was waited for it: to ask again is all there is to do. */
export class LockHeldError extends Error {}

/** Why running the same transaction again may succeed, or null where it would only fail again. */
export function retryReason(error: unknown): RetryReason | null {
  if (isDatabaseUnavailable(error)) return 'unavailable';
  if (isDiskFull(error)) return 'full';
  if (error instanceof LockHeldError) return 'collision';
  const code = codeOf(error);
  return code !== null && COLLISION_CODES.has(code) ? 'collision' : null;
}

/** A row of that key is there. The server has undone the statement; the transaction goes on. */
export function isDuplicateKey(error: unknown): boolean {
  return codeOf(error) === 'ER_DUP_ENTRY';
}

function codeOf(error: unknown): string | null {
  if (!(error instanceof QueryFailedError)) return null;
  const { code } = error.driverError as { code?: unknown };
  return typeof code === 'string' ? code : null;
}
