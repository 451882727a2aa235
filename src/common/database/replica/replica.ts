import type { Pool, PoolConnection } from 'mysql2';
import type { ConnectionTarget } from '../connection-target.js';
import { breakConnection } from '../server-hosts.js';

/** Whether a replica can be read from; if not, why. */
export const REPLICA_STATES = ['USABLE', 'BEHIND', 'UNAVAILABLE', 'OTHER_SCHEMA', 'NOT_A_REPLICA'] as const;
export type ReplicaState = (typeof REPLICA_STATES)[number];

/** The result of a check of a replica. */
export interface ReplicaReading {
  state: ReplicaState;
  /** What to do about it; null if it is usable. */
  problem: string | null;
  /** The replica has everything that the primary had committed at this instant of the monotonic clock; null: unknown. */
  currentAtMs: number | null;
}

const UNCHECKED: ReplicaReading = { state: 'UNAVAILABLE', problem: 'not checked yet', currentAtMs: null };

/** A host of DATABASE_REPLICA_URL. */
export class Replica {
  reading = UNCHECKED;
  private pool: Pool | null = null;
  private readonly connections = new Set<PoolConnection>();

  /** @param number its place in the URL, from 1 on */
  constructor(
    readonly number: number,
    readonly target: ConnectionTarget,
  ) {}

  usePool(pool: Pool): void {
    this.pool = pool;
    pool.on('connection', (connection) => {
      this.connections.add(connection);
      for (const event of ['end', 'error']) connection.once(event, () => this.connections.delete(connection));
    });
  }

  getConnection(callback: Parameters<Pool['getConnection']>[0]): void {
    this.pool!.getConnection(callback);
  }

  /** One statement on a connection of its own. */
  query(sql: string): Promise<Record<string, unknown>[]> {
    return new Promise((resolve, reject) => {
      this.getConnection((failure, connection) => {
        if (failure !== null) {
          reject(failure);
          return;
        }
        connection.query(sql, (error: Error | null, rows: unknown) => {
          if (error === null) {
            connection.release();
            resolve(rows as Record<string, unknown>[]);
            return;
          }
          // A session keeps the rights with which it began, so one that lacks some would be refused for ever.
          connection.destroy();
          reject(error);
        });
      });
    });
  }

  /** Ends the statements on a server that hangs, which would wait for as long as it does. Their requests continue elsewhere. */
  breakConnections(): void {
    for (const connection of this.connections) breakConnection(connection, 'The replica does not respond');
  }

  close(): void {
    this.pool?.end();
    this.pool = null;
  }
}
