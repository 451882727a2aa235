import { performance } from 'node:perf_hooks';
import { type DynamicModule, Global, Logger, Module } from '@nestjs/common';
import { TypeOrmModule, type TypeOrmModuleOptions } from '@nestjs/typeorm';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { nextPauseMs, type RetryPolicy, sleepUnlessAborted, withRetry } from '../async/retry.js';
import { AppConfig } from '../config/app-config.js';
import { RecurringFailure } from '../logging/recurring-failure.js';
import { STOP_SIGNAL } from '../process/stop-signal.module.js';
import { replicaTargets, resolveConnection } from './connection-options.js';
import { dataSourceOptions } from './data-source-options.js';
import { DatabaseClockModule } from './database-clock.js';
import { isDatabaseUnavailable } from './database-errors.js';
import { DIALECT_PROVIDER } from './dialect/dialect-provider.js';
import { ReadReplicas } from './replica/read-replicas.js';
import { REPLICAS_PROVIDER } from './replica/replicas-provider.js';
import { checkServer } from './server-check/server-check.js';
import { prepareSchema } from './run-migrations.js';
import { TransactionService } from './transaction.service.js';

const START_RETRIES: RetryPolicy = { firstPauseMs: 500, longestPauseMs: 5_000 };
/** Node's errors for a host that is not up yet; the driver does not mark these as the end of a connection. */
const NOT_UP_YET: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOENT',
]);

export interface DatabaseWait {
  /** Counted from the first attempt; 0: a single attempt. */
  waitMs: number;
  log: (line: string) => void;
  /** Ends the wait. */
  signal: AbortSignal | undefined;
}

/**
 * Opens a connection, and retries with growing pauses while the server does not respond: after a power cut, the database and
 * this program start at the same time. Any other failure, such as a wrong password, is thrown immediately.
 */
async function whenDatabaseResponds<T>(open: () => Promise<T>, { waitMs, log, signal }: DatabaseWait): Promise<T> {
  const startedMs = performance.now();
  const leftMs = () => startedMs + waitMs - performance.now();
  const failure = new RecurringFailure({ log, warn: log, debug: () => undefined });
  const opened = await withRetry(open, {
    pauseAfter: (error, failures) =>
      isUnreachable(error) ? nextPauseMs(START_RETRIES, { failures, leftMs: leftMs(), shortensLastPause: true }) : null,
    onRetry: ({ error }) => {
      const code = 'code' in (error as Error) ? ` (${String((error as Error & { code: unknown }).code)})` : '';
      failure.failed(
        `The database does not answer${code}; trying again for ${Math.ceil(leftMs() / 1000)} more seconds`,
      );
    },
    sleep: (pauseMs) => sleepUnlessAborted(pauseMs, signal),
  });
  failure.succeeded('The database answers');
  return opened;
}

function isUnreachable(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  return isDatabaseUnavailable(error) || ('code' in error && NOT_UP_YET.has(String(error.code)));
}

export type Schema = Pick<DataSourceOptions, 'entities' | 'migrations'>;

/** A data source that releases the embedded server, if it uses it, after its last connection. */
class OwnedDataSource extends DataSource {
  constructor(
    options: DataSourceOptions,
    private readonly release: () => Promise<void>,
  ) {
    super(options);
  }

  override async destroy(): Promise<void> {
    await super.destroy();
    await this.release();
  }
}

/**
 * A data source that is not connected yet. Starts the embedded server if no other is configured, and releases it when the
 * data source is destroyed.
 */
export async function createDataSource(config: AppConfig, schema: Schema): Promise<DataSource> {
  return withDatabase(config, schema, (dataSource) => Promise.resolve(dataSource));
}

/** A connected data source. Does not change the schema. @param signal ends the wait for a database that does not respond */
export async function openDataSource(config: AppConfig, schema: Schema, signal?: AbortSignal): Promise<DataSource> {
  return withDatabase(config, schema, (dataSource) => dataSource.initialize(), signal);
}

/** Null: DATABASE_REPLICA_URL is not set. @throws ConfigurationError */
export function readReplicas(
  config: Pick<AppConfig, 'DATABASE_REPLICA_URL' | 'DATABASE_PASSWORD' | 'REPLICA_MAX_LAG_SECONDS'>,
): ReadReplicas | null {
  const targets = replicaTargets(config);
  return targets.length === 0 ? null : new ReadReplicas(targets, config.REPLICA_MAX_LAG_SECONDS * 1_000);
}

/** Retries while the database does not respond, for as long as the settings allow. */
async function withDatabase(
  config: AppConfig,
  schema: Schema,
  use: (dataSource: DataSource) => Promise<DataSource>,
  signal?: AbortSignal,
): Promise<DataSource> {
  const logger = new Logger('Database');
  const replicas = readReplicas(config);
  const connection = await resolveConnection(config, (line) => logger.log(line), signal);
  try {
    return await whenDatabaseResponds(
      async () => {
        const options = await dataSourceOptions(connection.options, schema, config.DATABASE_POOL_SIZE, replicas);
        return use(new OwnedDataSource(options, () => connection.release()));
      },
      { waitMs: config.DATABASE_START_WAIT_SECONDS * 1_000, log: (line) => logger.warn(line), signal },
    );
  } catch (error) {
    await connection.release();
    throw error;
  }
}

/** What the factory of the data source needs, handed over with the options of the TypeORM module. */
interface ConnectionSettings {
  settings: AppConfig;
  signal: AbortSignal | undefined;
}

/**
 * The connection to the database, its transactions, its replicas and the dialect of its server, for all modules. A module takes part with
 * `TypeOrmModule.forFeature([Entity])` and `@InjectRepository(Entity)`.
 */
@Global()
@Module({})
export class DatabaseModule {
  static forSchema(schema: Schema): DynamicModule {
    const typeOrm = TypeOrmModule.forRootAsync({
      inject: [AppConfig, { token: STOP_SIGNAL, optional: true }],
      useFactory: (settings: AppConfig, signal?: AbortSignal): TypeOrmModuleOptions & ConnectionSettings => ({
        settings,
        signal,
        // openDataSource() retries by itself, and only while the server does not respond.
        toRetry: () => false,
      }),
      dataSourceFactory: (options) => openPrepared(options as unknown as ConnectionSettings, schema),
    });
    return {
      module: DatabaseModule,
      imports: [typeOrm, DatabaseClockModule],
      providers: [TransactionService, DIALECT_PROVIDER, REPLICAS_PROVIDER],
      exports: [TransactionService, DIALECT_PROVIDER, REPLICAS_PROVIDER],
    };
  }
}

async function openPrepared({ settings: config, signal }: ConnectionSettings, schema: Schema): Promise<DataSource> {
  const dataSource = await openDataSource(config, schema, signal);
  try {
    await checkServer(dataSource);
    await prepareSchema(dataSource, config);
    return dataSource;
  } catch (error) {
    // An open connection would keep a failed program from exiting.
    await dataSource.destroy();
    throw error;
  }
}
