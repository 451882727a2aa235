import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';

/** MySQL refuses longer names. */
const MAX_NAME = 64;

/** A lock's name for one schema; names are shared by all schemas of a server. A long schema name becomes its hash. */
export function lockName(kind: string, schema: string): string {
  const name = `${kind}:${schema}`;
  return name.length <= MAX_NAME ? name : `${kind}:${createHash('sha256').update(schema).digest('hex').slice(0, 32)}`;
}

/**
 * Runs `work` while no other connection holds the named lock; null if it was not free within `waitSeconds`. The lock belongs to
 * the connection of `manager`, so it ends with a process that dies.
 */
export async function withNamedLock<T>(
  manager: EntityManager,
  name: string,
  waitSeconds: number,
  work: () => Promise<T>,
): Promise<{ result: T } | null> {
  const [lock] = await manager.query<{ held: number | null }[]>('SELECT GET_LOCK(?, ?) AS held', [name, waitSeconds]);
  if (Number(lock?.held) !== 1) return null;
  try {
    return { result: await work() };
  } finally {
    // This fails only if the connection is lost, which frees the lock too. The error of the work must not be hidden.
    await manager.query('DO RELEASE_LOCK(?)', [name]).catch(() => undefined);
  }
}
