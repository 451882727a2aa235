import { type DynamicModule, Global, Inject, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { AppConfig } from '../config/app-config.js';
import { resolveConnection } from './connection-options.js';
import { dataSourceOptions } from './data-source-options.js';
import { DatabaseClockModule } from './database-clock.module.js';
import { prepareSchema } from './run-migrations.js';
import { whenDatabaseResponds } from './when-database-answers.js';

export type Schema = Pick<DataSourceOptions, 'entities' | 'migrations'>;

/** A data source that lets go of its server (the embedded one, if it is) after its last connection. */
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
 * A data source that is not connected yet; it starts the embedded server if no other is configured, and lets go of it
 * when it is destroyed.
 */
export async function createDataSource(config: AppConfig, schema: Schema): Promise<DataSource> {
  return withDatabase(config, schema, (dataSource) => Promise.resolve(dataSource));
}

/** A connected data source. The schema stays as it is. */
export async function openDataSource(config: AppConfig, schema: Schema): Promise<DataSource> {
  return withDatabase(config, schema, (dataSource) => dataSource.initialize());
}

/** Tries again while the database does not answer, for as long as the settings allow. */
async function withDatabase(
  config: AppConfig,
  schema: Schema,
  use: (dataSource: DataSource) => Promise<DataSource>,
): Promise<DataSource> {
  const logger = new Logger('Database');
  const connection = await resolveConnection(config, (line) => logger.log(line));
  try {
    return await whenDatabaseResponds(
      async () => {
        const options = await dataSourceOptions(connection.options, schema, config.DATABASE_POOL_SIZE);
        return use(new OwnedDataSource(options, () => connection.release()));
      },
      { waitMs: config.DATABASE_START_WAIT_SECONDS * 1_000, log: (line) => logger.warn(line) },
    );
  } catch (error) {
    await connection.release();
    throw error;
  }
}

/** The connection to the database, shared by all modules through TypeORM's own injection token. */
@Global()
@Module({})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(@Inject(getDataSourceToken()) private readonly dataSource: DataSource) {}

  static forSchema(schema: Schema): DynamicModule {
    const provider = {
      provide: getDataSourceToken() as typeof DataSource,
      inject: [AppConfig],
      useFactory: async (config: AppConfig): Promise<DataSource> => {
        const dataSource = await openDataSource(config, schema);
        try {
          await prepareSchema(dataSource, config);
          return dataSource;
        } catch (error) {
          // A connection that stays open keeps a failed program from ending.
          await dataSource.destroy();
          throw error;
        }
      },
    };
    return {
      module: DatabaseModule,
      imports: [DatabaseClockModule],
      providers: [provider],
      exports: [provider],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}
