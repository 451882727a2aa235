import { connect, type Socket } from 'node:net';
import { type Connection as OpenConnection, createConnection as openConnection, type PoolConnection } from 'mysql2';
import { type Connection, createConnection } from 'mysql2/promise';
import { withinTime } from '../async/concurrency.js';
import {
  isAtConnectionLimit,
  isDatabaseUnavailable,
  isLoginRefused,
  NODE_ALONE,
  serverErrnoOf,
} from './database-errors.js';
import type { ConnectionTarget, HostAddress } from './connection-target.js';
import { type HostState, hostStateOf } from './dialect/cluster-node.js';

/** What mysql2 hands to the maker of a stream: the options of this one connection. */
interface ConnectionOptions {
  config: object;
}

/** Time to open a connection, where another host can be tried instead. The default of mysql2 is 10 s. */
const CONNECT_TIMEOUT_MS = 3_000;

export const NO_RESPONSE = 'The database host does not respond';

/** What a login needs beside the host. */
type Login = Pick<ConnectionTarget, 'user' | 'password' | 'database' | 'ssl'>;

/**
 * The hosts of DATABASE_URL if it names several. All connections go to one of them, so that a cluster has one writer, and to
 * the next one when it fails. No connection returns to the first one: a new process begins there.
 */
export class ServerHosts {
  private index = 0;
  private readonly hostOf = new WeakMap<object, HostAddress>();

  constructor(
    private readonly addresses: readonly HostAddress[],
    private readonly login: Login,
  ) {}

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

  get all(): readonly HostAddress[] {
    return this.addresses;
  }

  /** Its place in DATABASE_URL, from 1 on, for the log. */
  numberOf(address: HostAddress): number {
    return this.addresses.indexOf(address) + 1;
  }

  /** All others, in the order in which they are tried after this one. */
  after(address: HostAddress): HostAddress[] {
    const at = this.addresses.indexOf(address);
    return [...this.addresses.slice(at + 1), ...this.addresses.slice(0, at)];
  }

  /** What a host reports on a new connection; null: it cannot be connected to, or does not respond. @throws its refusal of the login */
  async stateOf(address: HostAddress): Promise<HostState | null> {
    try {
      return await this.ask(address);
    } catch (error) {
      if (isConnectFailure(error)) return null;
      throw error;
    }
  }

  /** What a host reports on a new connection; null: it does not respond. @throws why it cannot be connected to */
  async ask(address: HostAddress): Promise<HostState | null> {
    const connection = openConnection({ ...this.login, ...address });
    connection.on('error', () => undefined);
    try {
      const asked = hostStateOf((sql) => rowsOf(connection, sql));
      const state = await withinTime<HostState | null>(asked, CONNECT_TIMEOUT_MS, () => null);
      // A server logs each connection that is closed without COM_QUIT.
      if (state === null) breakConnection(connection, NO_RESPONSE);
      else connection.end();
      return state;
    } catch (error) {
      breakConnection(connection, NO_RESPONSE);
      throw error;
    }
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

/**
 * One search for a host. Each one is tried once, for one that takes writes. If there is none, one that can be read is used, so that a
 * warehouse without a primary still answers.
 */
export class HostSearch {
  private hostsLeft: number;
  private readable: HostAddress | null = null;
  private isOver = false;

  constructor(private readonly hosts: ServerHosts) {
    this.hostsLeft = hosts.count - 1;
  }

  /**
   * Whether a host in this state is used. Otherwise, another one is current now.
   * @throws if there is no other one, and what is written to this one would be lost
   */
  accepts(host: HostAddress, { isReady, isReadOnly, isAlone }: HostState): boolean {
    if (isReady && !isReadOnly) return true;
    if (isAlone && !this.goOn(host)) throw aloneError(this.hosts.numberOf(host));
    if (isAlone) return false;
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

const aloneError = (number: number): Error => {
  const text = `Host ${number} of DATABASE_URL works without its cluster (wsrep_on = OFF), and no other one responds`;
  return Object.assign(new Error(text), { code: NODE_ALONE, fatal: true });
};

/** Names the host in a refusal of the login: the others may have another password. */
export function refusedBy<Failure extends Error>(failure: Failure, number: number): Failure {
  if (isLoginRefused(failure)) failure.message = `host ${number} of DATABASE_URL: ${failure.message}`;
  return failure;
}

export const rowsOf = (connection: Pick<PoolConnection, 'query'>, sql: string): Promise<unknown> =>
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
      let isUsed = false;
      try {
        const state = await hostStateOf(async (sql) => (await connection.query(sql))[0]);
        isUsed = search.accepts(tried, state);
        if (isUsed) return connection;
      } finally {
        if (!isUsed) connection.destroy();
      }
    } catch (error) {
      if (!isConnectFailure(error)) throw refusedBy(error as Error, hosts.numberOf(tried));
      if (!search.goOn(tried)) throw error;
    }
  }
}

/** Not a refused login, which another host would refuse, too, nor a host that works and has no connection left. */
export function isConnectFailure(error: unknown): boolean {
  if (isAtConnectionLimit(error)) return false;
  return isDatabaseUnavailable(error) || serverErrnoOf(error) === null;
}

/**
 * Ends the statement that waits for a server which does not respond, as the system does after many minutes. `destroy()` of mysql2 only
 * ends the socket, which then stays open until the server ends it, too.
 */
export function breakConnection(connection: OpenConnection, message: string): void {
  const lost = Object.assign(new Error(message), { code: 'ETIMEDOUT', fatal: true });
  (connection as unknown as { stream: Socket }).stream.destroy(lost);
}
