import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/common/database/data-source-options.js';
import { ENTITIES, MIGRATIONS } from '../../src/schema.js';
import { type TestDatabase, createTestDatabase } from './test-database.js';

/** A test database with connections to it. */
export interface OpenDatabase {
  database: TestDatabase;
  dataSource: DataSource;
  /** Another pool of connections, as in another process. */
  connect(): Promise<DataSource>;
  close(): Promise<void>;
}

/** A separate empty schema; see {@link openMigratedDatabase}. */
export async function openEmptyDatabase(label: string): Promise<OpenDatabase> {
  const database = await createTestDatabase(label);
  const opened: DataSource[] = [];
  const connect = async (): Promise<DataSource> => {
    const schema = { entities: ENTITIES, migrations: MIGRATIONS };
    const dataSource = await new DataSource(
      await dataSourceOptions(database.connectionOptions, schema, 5),
    ).initialize();
    opened.push(dataSource);
    return dataSource;
  };
  const close = async (): Promise<void> => {
    await Promise.all(opened.map((dataSource) => dataSource.destroy()));
    await database.drop();
  };
  return { database, dataSource: await connect(), connect, close };
}

/** A separate schema with all migrations applied. */
export async function openMigratedDatabase(label: string): Promise<OpenDatabase> {
  const open = await openEmptyDatabase(label);
  try {
    await open.dataSource.runMigrations();
    return open;
  } catch (error) {
    // An open connection would keep the test runner from exiting.
    await open.close();
    throw error;
  }
}
