import { connect, type Socket } from 'node:net';
import type { Pool, PoolConnection } from 'mysql2';
import { type Connection, createConnection } from 'mysql2/promise';
import { isAtConnectionLimit, isDatabaseUnavailable, serverErrnoOf } from './database-errors.js';
import type { HostAddress } from './connection-target.js';
import { type HostState, hostStateOf } from './dialect/cluster-node.js';

/** What mysql2 hands to the maker of a stream: the options of this one connection. */
interface ConnectionOptions {
  config: object;
}

/** Time to open a connection, where another host can be tried instead. The default of mysql2 is 10 s. */
const CONNECT_TIMEOUT_MS = 3_000;
/**
 * The hosts of DATABASE_URL if it names several. All connections go to one of them, so that a cluster has one writer, and to
 * the next one when it fails. No connection returns to the first one: a new process begins there.
 */
export class ServerHosts {
  private index = 0;
  private readonly hostOf = new WeakMap<object, HostAddress>();

  constructor(private readonly addresses: readonly HostAddress[]) {}

  get current(): HostAddress {
    return this.addresses[this.index]!;
  }

  get count(): number {
    return this.addresses.length;
  }

  /** Options of mysql2 for connections to the current host. */
  get connectionOptions() {
    return { connectTimeout: CONNECT_TIMEOUT_MS, stream: (options: ConnectionOptions) => this.open(options) };
  }

  /** Leaves a host that has failed, unless another connection has left it already. */
  leave(failed: HostAddress): void {
    if (failed === this.current) this.index = (this.index + 1) % this.addresses.length;
  }

  use(address: HostAddress): void {
    this.index = this.addresses.indexOf(address);
  }

  /** The host of a connection that has the options of {@link ServerHosts.connectionOptions}. */
  of({ config }: { config: object }): HostAddress {
    return this.hostOf.get(config)!;
  }

  private open({ config }: ConnectionOptions): Socket {
    const address = this.current;
    this.hostOf.set(config, address);
    // The certificate must be that of this host.
    Object.assign(config, address);
    // The driver does both for the connections that it opens itself.
    return connect({ ...address, noDelay: true, keepAlive: true });
  }
}

type GetConnection = Pool['getConnection'];
type OnConnection = Parameters<GetConnection>[0];

/**
 * One search for a host. Each one is tried once, for one that takes writes. If there is none, one that can be read is used, so that a
 * warehouse without a primary still answers.
 */
class HostSearch {
  private hostsLeft: number;
  private readable: HostAddress | null = null;
  private isOver = false;

  constructor(private readonly hosts: ServerHosts) {
    this.hostsLeft = hosts.count - 1;
  }

  /** Whether a host in this state is used. Otherwise, another one is current now. */
  accepts(host: HostAddress, { isReady, isReadOnly }: HostState): boolean {
    if (isReady && !isReadOnly) return true;
    if (isReady) this.readable ??= host;
    return this.readable === host && this.hostsLeft === 0 ? true : !this.goOn(host);
  }

  /** Makes the next host the current one. @returns false if there is none left to try */
  goOn(from: HostAddress): boolean {
    if (this.isOver) return false;
    if (this.hostsLeft > 0) {
      this.hostsLeft--;
      this.hosts.leave(from);
      return true;
    }
    this.isOver = true;
    if (this.readable === null) return false;
    this.hosts.use(this.readable);
    return true;
  }
}

/** Makes a pool look for a host before a connection fails, and drop all idle connections to a host that is out of service. */
export class HostFailover {
  private readonly idle = new Set<PoolConnection>();
  private readonly fresh = new WeakSet<PoolConnection>();

  constructor(
    pool: Pool,
    private readonly hosts: ServerHosts,
  ) {
    pool.on('connection', (connection) => {
      this.fresh.add(connection);
      for (const event of ['end', 'error']) connection.once(event, () => this.idle.delete(connection));
    });
    pool.on('acquire', (connection) => this.idle.delete(connection));
    pool.on('release', (connection) => this.idle.add(connection));
    const getConnection = pool.getConnection.bind(pool);
    Object.assign(pool, {
      getConnection: (callback: OnConnection) => this.getConnection(getConnection, callback, new HostSearch(hosts)),
    });
  }

  /** The host of this connection has reported that it takes no statements. */
  leave(connection: PoolConnection): void {
    const failed = this.hosts.of(connection);
    this.hosts.leave(failed);
    for (const other of this.idle) {
      if (this.hosts.of(other) !== failed) continue;
      this.idle.delete(other);
      other.destroy();
    }
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
      if (!this.fresh.delete(connection)) {
        callback(null, connection);
        return;
      }
      const host = this.hosts.of(connection);
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

const rowsOf = (connection: PoolConnection, sql: string): Promise<unknown> =>
  new Promise((resolve, reject) =>
    connection.query(sql, (error, rows) => (error === null ? resolve(rows) : reject(error))),
  );

/** A connection to the first host that takes writes; if there is none, to one that can be read. */
export async function connectToFirst<Options extends object>(
  hosts: ServerHosts,
  options: Options,
): Promise<Connection> {
  for (const search = new HostSearch(hosts); ;) {
    const tried = hosts.current;
    try {
      const connection = await createConnection({ ...options, ...hosts.connectionOptions });
      const state = await hostStateOf(async (sql) => (await connection.query(sql))[0]);
      if (search.accepts(tried, state)) return connection;
      connection.destroy();
    } catch (error) {
      if (!isConnectFailure(error) || !search.goOn(tried)) throw error;
    }
  }
}

/** Not a refused login, which another host would refuse, too, nor a host that works and has no connection left. */
function isConnectFailure(error: unknown): boolean {
  if (isAtConnectionLimit(error)) return false;
  return isDatabaseUnavailable(error) || serverErrnoOf(error) === null;
}
