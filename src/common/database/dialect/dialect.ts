import mysql2 from 'mysql2';
import type { DataSource } from 'typeorm';
import type { ConnectionTarget } from '../connection-target.js';
import type { ReadReplicas } from '../replica/read-replicas.js';
import { HostFailover } from '../host-failover.js';
import type { ServerHosts } from '../server-hosts.js';
import { guardStatements } from '../statement-retry.js';
import { MariaDbDialect } from './mariadb-dialect.js';
import { MySqlDialect } from './mysql-dialect.js';
import type { ServerDialect } from './server-dialect.js';
import type { ServerIdentity } from './server-identity.js';

/** The primary can be asked instead. The default of mysql2 is 10 s. */
const REPLICA_CONNECT_TIMEOUT_MS = 2_000;

export function dialectFor(server: ServerIdentity): ServerDialect {
  return server.family === 'MariaDB' ? new MariaDbDialect(server) : new MySqlDialect(server);
}

/** mysql2 with the dialect of the server that it connects to. */
export type DialectDriver = Omit<typeof mysql2, 'createPool'> & {
  dialect: ServerDialect;
  /** Null: there is one. */
  hosts: ServerHosts | null;
  /** Null: all reads use the primary. */
  replicas: ReadReplicas | null;
  createPool(options: mysql2.PoolOptions): mysql2.Pool;
};

export interface DriverOptions {
  sessionStatements: readonly string[];
  /** Between which the pool chooses; null: there is one. */
  hosts?: ServerHosts | null;
  replicas?: ReadReplicas | null;
}

/**
 * Applies session settings to every new connection of a pool, translates every statement that it sends, retries those that
 * lose a lock outside a transaction, and destroys a connection whose server is out of service.
 */
export function driverFor(
  dialect: ServerDialect,
  { sessionStatements, hosts = null, replicas = null }: DriverOptions,
): DialectDriver {
  const createPool = (options: mysql2.PoolOptions, hostsOfPool: ServerHosts | null): mysql2.Pool => {
    const pool = mysql2.createPool(options);
    const failover = hostsOfPool && new HostFailover(pool, hostsOfPool);
    pool.on('connection', (connection) => {
      for (const statement of [...sessionStatements, ...dialect.sessionStatements]) {
        // A session without these settings would store wrong data; a destroyed connection fails its first query instead.
        connection.query(statement, (error) => error && connection.destroy());
      }
      translateStatements(connection, dialect);
      guardStatements(connection, (refusal) => {
        if (failover?.leave(connection, refusal) !== false) connection.destroy();
      });
    });
    return pool;
  };
  return {
    ...mysql2,
    dialect,
    hosts,
    replicas,
    createPool(options) {
      const pool = createPool(options, hosts);
      replicas?.attach(pool, (target) => createPool({ ...options, ...placeOf(target) }, null));
      return pool;
    },
  };
}

/** Replaces the server in the options of a pool. */
function placeOf({ socketPath, host, port, user, password, database, ssl }: ConnectionTarget): mysql2.PoolOptions {
  const place = { socketPath, host, port, user, password, database, ssl, stream: undefined };
  return { ...place, connectTimeout: REPLICA_CONNECT_TIMEOUT_MS } as mysql2.PoolOptions;
}

interface Query {
  (statement: string | { sql: string }, ...rest: unknown[]): unknown;
}

function translateStatements(connection: mysql2.PoolConnection, dialect: ServerDialect): void {
  const send = connection.query.bind(connection) as Query;
  const query: Query = (statement, ...rest) => {
    if (typeof statement === 'string') return send(dialect.translate(statement), ...rest);
    // The driver identifies a prepared command by its class, so it is changed instead of copied.
    statement.sql = dialect.translate(statement.sql);
    return send(statement, ...rest);
  };
  Object.assign(connection, { query });
}

/** The replicas of a data source; null if it has none. */
export function replicasOf({ options }: Pick<DataSource, 'options'>): ReadReplicas | null {
  return (options as { driver?: Partial<DialectDriver> }).driver?.replicas ?? null;
}

/** The hosts of a data source whose URL names several; null if it names one. */
export function serverHostsOf({ options }: Pick<DataSource, 'options'>): ServerHosts | null {
  return (options as { driver?: Partial<DialectDriver> }).driver?.hosts ?? null;
}

/** The dialect of a data source that has the options of data-source-options.ts. */
export function dialectOf({ options }: Pick<DataSource, 'options'>): ServerDialect {
  const { driver } = options as { driver?: Partial<DialectDriver> };
  if (driver?.dialect === undefined) throw new Error('The data source was not made by dataSourceOptions()');
  return driver.dialect;
}
