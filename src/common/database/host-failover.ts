import { Logger } from '@nestjs/common';
import type { Pool, PoolConnection } from 'mysql2';
import type { HostAddress } from './connection-target.js';
import { hostStateOf, type HostState } from './dialect/cluster-node.js';
import { refusesWritesOnly } from './dialect/error-codes.js';
import { type HostProblem, HostWatch } from './host-watch.js';
import {
  breakConnection,
  HostSearch,
  isConnectFailure,
  NO_RESPONSE,
  refusedBy,
  rowsOf,
  type ServerHosts,
} from './server-hosts.js';

type GetConnection = Pool['getConnection'];
type OnConnection = Parameters<GetConnection>[0];

/** Makes a pool look for a host before a connection fails, and drop the connections to a host that is out of service. */
export class HostFailover {
  private readonly logger = new Logger('Database');
  private readonly open = new Set<PoolConnection>();
  private readonly idle = new Set<PoolConnection>();
  private readonly fresh = new WeakSet<PoolConnection>();
  /** The host that is used although it takes no writes, because no other one does. The watch looks for one that takes writes. */
  private readOnlyHost: HostAddress | null = null;
  /** Of the newest connection; null before the first one. */
  private used: HostAddress | null = null;

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

  /**
   * The host of this connection has refused a statement, because it is out of service.
   * @returns false if the host and the connection stay in use: no other host can replace them
   */
  leave(connection: PoolConnection, refusal: Error): boolean {
    const failed = this.hosts.of(connection);
    if (failed === this.readOnlyHost && refusesWritesOnly(refusal)) return false;
    this.hosts.leave(failed);
    this.dropIdle(failed);
    return true;
  }

  /** Another host is used from now on. Statements on one that is silent would wait for as long as it is. */
  private moved(from: HostAddress, problem: HostProblem): void {
    this.use(this.hosts.current, from, problem === 'SILENT' ? 'does not respond' : 'takes no writes any more');
    this.readOnlyHost = null;
    if (problem === 'SILENT') {
      for (const connection of this.open) {
        if (this.hosts.of(connection) === from) breakConnection(connection, NO_RESPONSE);
      }
    }
    this.dropIdle(from);
  }

  /** Whether a host is used. A new search would begin with the hosts that have failed, each for as long as it does not respond. */
  private accepts(search: HostSearch, host: HostAddress, state: HostState): boolean {
    const isKnown = host === this.readOnlyHost && host === this.hosts.current && state.isReady;
    if (!isKnown && !search.accepts(host, state)) return false;
    this.readOnlyHost = state.isReadOnly ? host : null;
    if (host === this.hosts.current) this.use(host, this.used, 'is out of service');
    return true;
  }

  private use(host: HostAddress, before: HostAddress | null, reason: string): void {
    this.used = host;
    if (before === null || before === host) return;
    const [left, next] = [this.hosts.numberOf(before), this.hosts.numberOf(host)];
    this.logger.warn(`database host ${left} of DATABASE_URL ${reason}; host ${next} is used`);
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
        if (isConnectFailure(error) && goOn(tried)) return;
        callback(refusedBy(error, this.hosts.numberOf(tried)), connection);
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
      hostStateOf((sql) => rowsOf(connection, sql))
        .then((state) => this.accepts(search, host, state))
        .then(
          (isUsed) => {
            if (isUsed) {
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
