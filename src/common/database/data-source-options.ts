import { performance } from 'node:perf_hooks';
import { createConnection, format, type RowDataPacket, type SqlValue } from 'mysql2/promise';
import type { DataSource, DataSourceOptions, Logger } from 'typeorm';
import type { ConnectionTarget } from './connection-target.js';
import { isDiskFull } from './database-errors.js';
import { dialectFor, driverFor } from './dialect/dialect.js';
import { identifyServer, type ServerIdentity } from './dialect/server-identity.js';
import { openLocalData } from './local-data.js';
import type { ReadReplicas } from './replica/read-replicas.js';
import { connectToFirst, ServerHosts } from './server-hosts.js';

export type { ConnectionTarget };

/**
 * Observes all failed statements of a data source, and records when the last one failed for lack of disk space. Logs nothing:
 * the sender of a statement does.
 */
export class QueryErrors implements Logger {
  /** Monotonic time; null: never. */
  private fullAtMs: number | null = null;

  constructor(private readonly nowMs: () => number) {}

  logQueryError(error: string | Error): void {
    if (isDiskFull(error)) this.fullAtMs = this.nowMs();
  }

  /** Milliseconds since a statement last failed because the disk was full; null if none did. */
  get sinceFullMs(): number | null {
    return this.fullAtMs === null ? null : this.nowMs() - this.fullAtMs;
  }

  logQuery(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}

/** The observer of a data source that has {@link dataSourceOptions}; null for another one. */
export function queryErrorsOf({ logger }: DataSource): QueryErrors | null {
  return logger instanceof QueryErrors ? logger : null;
}

/**
 * Strict SQL mode and UTC in every session, regardless of the server's defaults: a value that does not fit is an error, and
 * DATETIME columns contain UTC. READ COMMITTED, so that writers of different rides do not wait for each other's gap locks.
 */
const SESSION_STATEMENTS = [
  `SET SESSION time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY'`,
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  // Some server-wide values of these would lose writes, cut results, refuse statements, or round quotients. A connection that holds
  // a named lock, or whose client reads slowly, is idle for a long time: it has the default of eight hours.
  `SET SESSION autocommit = 1, sql_safe_updates = 0, sql_select_limit = 18446744073709551615, sql_big_selects = 1,
               foreign_key_checks = 1, unique_checks = 1, div_precision_increment = 4, group_concat_max_len = 1048576,
               default_storage_engine = InnoDB, wait_timeout = 28800`,
];

/** TypeORM options for the server at this address. The dialect is chosen by what the server reports: see dialect/. */
export async function dataSourceOptions(
  target: ConnectionTarget,
  schema: Pick<DataSourceOptions, 'entities' | 'migrations'>,
  poolSize: number,
  replicas: ReadReplicas | null = null,
): Promise<DataSourceOptions> {
  const { socketPath, host = 'localhost', port = 3306 } = target;
  const hosts = hostsOf(target);
  const dialect = dialectFor(await identify(target, hosts));
  return {
    type: dialect.ormType,
    driver: driverFor(dialect, { sessionStatements: SESSION_STATEMENTS, hosts, replicas }),
    ...(socketPath ? { socketPath } : { host, port }),
    username: target.user,
    password: target.password ?? '',
    database: target.database,
    ...(target.ssl === undefined ? {} : { ssl: target.ssl }),
    charset: 'utf8mb4',
    timezone: 'Z',
    // A DATE is a calendar date, not an instant: a Date object could turn it into the day before.
    dateStrings: ['DATE'],
    supportBigNumbers: true,
    bigNumberStrings: false,
    extra: {
      // JSON columns as text: see readJson() in sql-helpers.ts.
      jsonStrings: true,
      queryFormat: withValues,
      // The server can read nothing but the rows of loadLocalData().
      flags: ['+LOCAL_FILES'],
      infileStreamFactory: openLocalData,
      ...hosts?.connectionOptions,
    },
    synchronize: false,
    migrationsTransactionMode: 'none',
    migrationsTableName: 'schema_migrations',
    poolSize,
    logger: new QueryErrors(() => performance.now()),
    ...schema,
  };
}

/**
 * The statement with its values. Without values it is sent as it is: the driver would search the whole text for placeholders, which
 * takes milliseconds for each bulk insert (findings/mysql2-searches-statements-without-values.sh).
 */
export function withValues(sql: string, values: unknown, timezone: string): string {
  return Array.isArray(values) && values.length === 0 ? sql : format(sql, values as SqlValue[], false, timezone);
}

/** Null: the target is a single server, or a proxy. */
function hostsOf({
  host,
  port = 3306,
  otherHosts = [],
  socketPath: _,
  ...login
}: ConnectionTarget): ServerHosts | null {
  if (host === undefined || otherHosts.length === 0) return null;
  return new ServerHosts([{ host, port }, ...otherHosts], login);
}

async function identify(target: ConnectionTarget, hosts: ServerHosts | null): Promise<ServerIdentity> {
  const { otherHosts: _, ...options } = target;
  const connection = await (hosts === null ? createConnection(options) : connectToFirst(hosts, options));
  try {
    for (const statement of SESSION_STATEMENTS) await connection.query(statement);
    return await identifyServer(async (sql) => (await connection.query<RowDataPacket[]>(sql))[0]);
  } finally {
    await connection.end();
  }
}
