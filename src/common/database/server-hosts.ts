import { connect, type Socket } from 'node:net';
import type { Pool, PoolConnection } from 'mysql2';
import { type Connection, createConnection } from 'mysql2/promise';
import { isAtConnectionLimit, isDatabaseUnavailable, serverErrnoOf } from './database-errors.js';
import { isReady, READY_SQL } from './dialect/cluster-node.js';
import type { HostAddress } from './host-list.js';

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

/** Makes a pool try every host before a connection fails, and drop all idle connections to a host that is out of service. */
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
      getConnection: (callback: OnConnection) => this.getConnection(getConnection, callback, hosts.count - 1),
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

  private getConnection(get: GetConnection, callback: OnConnection, hostsLeft: number): void {
    const tried = this.hosts.current;
    get((error, connection) => {
      if (error !== null) {
        if (hostsLeft === 0 || !isConnectFailure(error)) callback(error, connection);
        else this.retry(tried, get, callback, hostsLeft);
        return;
      }
      if (hostsLeft === 0 || !this.fresh.delete(connection)) {
        callback(null, connection);
        return;
      }
      connection.query(READY_SQL, (failure, rows) => {
        if (failure === null && isReady(rows)) {
          callback(null, connection);
          return;
        }
        connection.destroy();
        this.retry(this.hosts.of(connection), get, callback, hostsLeft);
      });
    });
  }

  private retry(failed: HostAddress, get: GetConnection, callback: OnConnection, hostsLeft: number): void {
    this.hosts.leave(failed);
    this.getConnection(get, callback, hostsLeft - 1);
  }
}

/** A connection to the first host that accepts it and is ready. */
export async function connectToFirst<Options extends object>(
  hosts: ServerHosts,
  options: Options,
): Promise<Connection> {
  for (let hostsLeft = hosts.count - 1; ; hostsLeft--) {
    const tried = hosts.current;
    try {
      const connection = await createConnection({ ...options, ...hosts.connectionOptions });
      if (hostsLeft === 0 || isReady((await connection.query(READY_SQL))[0])) return connection;
      connection.destroy();
    } catch (error) {
      if (hostsLeft === 0 || !isConnectFailure(error)) throw error;
    }
    hosts.leave(tried);
  }
}

/** Not a refused login, which another host would refuse, too, nor a host that works and has no connection left. */
function isConnectFailure(error: unknown): boolean {
  if (isAtConnectionLimit(error)) return false;
  return isDatabaseUnavailable(error) || serverErrnoOf(error) === null;
}
