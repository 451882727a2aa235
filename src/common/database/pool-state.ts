import type { DataSource } from 'typeorm';

/** Connections of the pool of this process. */
export interface PoolState {
  used: number;
  idle: number;
  /** Statements that wait for a connection. */
  waiting: number;
  limit: number;
}

/** Fields of mysql2, which has no public ones for this; each queue has a length. */
interface PoolInternals {
  config: { connectionLimit: number };
  _allConnections: { length: number };
  _freeConnections: { length: number };
  _connectionQueue: { length: number };
}

/** Null while the data source is closed. */
export function poolStateOf({ driver, isInitialized }: DataSource): PoolState | null {
  const { pool } = driver as { pool?: PoolInternals };
  if (!isInitialized || pool === undefined) return null;
  const idle = pool._freeConnections.length;
  return {
    used: pool._allConnections.length - idle,
    idle,
    waiting: pool._connectionQueue.length,
    limit: pool.config.connectionLimit,
  };
}
