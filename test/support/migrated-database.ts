import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/common/database/data-source-options.js';
import { ENTITIES, MIGRATIONS } from '../../src/schema.js';
import { migratedDataSource } from './migrated-schema.js';
import { type TestDatabase, createTestDatabase } from './test-database.js';

/** A test database with connections to it. */
export interface OpenDatabase {
  database: TestDatabase;
  dataSource: DataSource;
  /** Another pool of connections, as in another process. */
  connect(): Promise<DataSource>;
  close(): Promise<void>;
}

const POOL_SIZE = 5;

/** A separate empty schema, on another server if a URL names one; see {@link openMigratedDatabase}. */
export async function openEmptyDatabase(label: string, url?: string): Promise<OpenDatabase> {
  const database = await createTestDatabase(label, url);
  return open(database, await connectTo(database));
}

/** A separate schema with all migrations applied. */
export async function openMigratedDatabase(label: string): Promise<OpenDatabase> {
  const database = await createTestDatabase(label);
  return open(database, await migratedDataSource(database.connectionOptions, POOL_SIZE));
}

function open(database: TestDatabase, dataSource: DataSource): OpenDatabase {
  const opened = [dataSource];
  const connect = async (): Promise<DataSource> => {
    const another = await connectTo(database);
    opened.push(another);
    return another;
  };
  const close = async (): Promise<void> => {
    await Promise.all(opened.map((one) => one.destroy()));
    await database.drop();
  };
  return { database, dataSource, connect, close };
}

async function connectTo({ connectionOptions }: TestDatabase): Promise<DataSource> {
  const schema = { entities: ENTITIES, migrations: MIGRATIONS };
  return new DataSource(await dataSourceOptions(connectionOptions, schema, POOL_SIZE)).initialize();
}
