import type { Socket } from 'node:net';
import { Logger } from '@nestjs/common';
import type { Pool, PoolConnection } from 'mysql2';
import type { HostAddress } from './connection-target.js';
import { hostStateOf } from './dialect/cluster-node.js';
import { type HostProblem, HostWatch } from './host-watch.js';
import { HostSearch, isConnectFailure, rowsOf, type ServerHosts } from './server-hosts.js';

type GetConnection = Pool['getConnection'];
type OnConnection = Parameters<GetConnection>[0];

/** Makes a pool look for a host before a connection fails, and drop the connections to a host that is out of service. */
export class HostFailover {
  private readonly logger = new Logger('Database');
  private readonly open = new Set<PoolConnection>();
  private readonly idle = new Set<PoolConnection>();
  private readonly fresh = new WeakSet<PoolConnection>();

  constructor(
    pool: Pool,
    private readonly hosts: ServerHosts,
  ) {
    const watch = new HostWatch(hosts, (host, problem) => this.moved(host, problem));
    pool.on('connection', (connection) => {
      watch.start();
      this.fresh.add(connection);
      this.open.add(connection);
      for (const event of ['end', 'error']) connection.once(event, () => this.forget(connection));
    });
    pool.on('acquire', (connection) => this.idle.delete(connection));
    pool.on('release', (connection) => this.idle.add(connection));
    const getConnection = pool.getConnection.bind(pool);
    const end = pool.end.bind(pool);
    Object.assign(pool, {
      getConnection: (callback: OnConnection) => this.getConnection(getConnection, callback, new HostSearch(hosts)),
      end: (callback?: Parameters<typeof end>[0]) => {
        watch.stop();
        end(callback);
      },
    });
  }

  /** The host of this connection has reported that it takes no statements. */
  leave(connection: PoolConnection): void {
    const failed = this.hosts.of(connection);
    this.hosts.leave(failed);
    this.dropIdle(failed);
  }

  /** Another host is used from now on. Statements on one that is silent would wait for as long as it is. */
  private moved(from: HostAddress, problem: HostProblem): void {
    const number = this.hosts.numberOf(from);
    const reason = problem === 'SILENT' ? 'does not respond' : 'takes no writes any more';
    const next = this.hosts.numberOf(this.hosts.current);
    this.logger.warn(`database host ${number} of DATABASE_URL ${reason}; host ${next} is used`);
    this.dropIdle(from);
    if (problem !== 'SILENT') return;
    for (const connection of this.open) {
      if (this.hosts.of(connection) === from) breakConnection(connection, 'The database host does not respond');
    }
  }

  private dropIdle(host: HostAddress): void {
    for (const connection of this.idle) {
      if (this.hosts.of(connection) !== host) continue;
      this.forget(connection);
      connection.destroy();
    }
  }

  private forget(connection: PoolConnection): void {
    this.idle.delete(connection);
    this.open.delete(connection);
  }

  private getConnection(get: GetConnection, callback: OnConnection, search: HostSearch): void {
    const tried = this.hosts.current;
    const goOn = (from: HostAddress): boolean => {
      const isSearching = search.goOn(from);
      if (isSearching) this.getConnection(get, callback, search);
      return isSearching;
    };
    get((error, connection) => {
      if (error !== null) {
        if (!isConnectFailure(error) || !goOn(tried)) callback(error, connection);
        return;
      }
      const host = this.hosts.of(connection);
      if (!this.fresh.delete(connection)) {
        if (host === this.hosts.current) {
          callback(null, connection);
          return;
        }
        // It was in use when its host was left.
        connection.destroy();
        this.getConnection(get, callback, search);
        return;
      }
      hostStateOf((sql) => rowsOf(connection, sql)).then(
        (state) => {
          if (search.accepts(host, state)) {
            callback(null, connection);
            return;
          }
          connection.destroy();
          this.getConnection(get, callback, search);
        },
        (failure: NodeJS.ErrnoException) => {
          connection.destroy();
          if (!goOn(host)) callback(failure, connection);
        },
      );
    });
  }
}

/** Ends the statement that waits for a server which does not respond, as the system does after many minutes. */
export function breakConnection(connection: PoolConnection, message: string): void {
  const lost = Object.assign(new Error(message), { code: 'ETIMEDOUT', fatal: true });
  (connection as unknown as { stream: Socket }).stream.destroy(lost);
}
