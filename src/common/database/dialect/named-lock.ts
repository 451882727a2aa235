import { createHash } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { LockLeases } from '../lock-leases.js';
import { dialectOf } from './dialect.js';

/** MySQL refuses longer names. */
const MAX_NAME = 64;

/** A lock's name for one schema; names are shared by all schemas of a server. A long schema name becomes its hash. */
export function lockName(kind: string, schema: string): string {
  const name = `${kind}:${schema}`;
  return name.length <= MAX_NAME ? name : `${kind}:${createHash('sha256').update(schema).digest('hex').slice(0, 32)}`;
}

export interface NamedLock {
  name: string;
  waitSeconds: number;
}

/**
 * Runs `work` while no other process has the lock; null if it was not free within `waitSeconds`. The lock belongs to the
 * connection of the manager, so it ends with a process that dies. On a cluster, whose nodes do not see the locks of each other
 * (findings/galera-get-lock-on-two-nodes.sh), a lease is held in addition; it ends some seconds after a process that dies.
 */
export async function withNamedLock<T>(
  dataSource: DataSource,
  { name, waitSeconds }: NamedLock,
  work: (manager: EntityManager) => Promise<T>,
): Promise<{ result: T } | null> {
  const runner = dataSource.createQueryRunner();
  try {
    return await onOneServer(runner.manager, { name, waitSeconds }, async () => {
      if (!dialectOf(dataSource).isCluster) return { result: await work(runner.manager) };
      return new LockLeases(dataSource).withLease(name, waitSeconds, () => work(runner.manager));
    });
  } finally {
    await runner.release();
  }
}

async function onOneServer<T>(
  manager: EntityManager,
  { name, waitSeconds }: NamedLock,
  work: () => Promise<T | null>,
): Promise<T | null> {
  const [lock] = await manager.query<{ held: number | null }[]>('SELECT GET_LOCK(?, ?) AS held', [name, waitSeconds]);
  if (Number(lock?.held) !== 1) return null;
  try {
    return await work();
  } finally {
    // This fails only if the connection is lost, which frees the lock too. The error of the work must not be hidden.
    await manager.query('DO RELEASE_LOCK(?)', [name]).catch(() => undefined);
  }
}
