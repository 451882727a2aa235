import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { DataSource } from 'typeorm';
import { type ConnectionTarget, dataSourceOptions } from '../../src/common/database/data-source-options.js';
import type { ReadReplicas } from '../../src/common/database/replica/read-replicas.js';
import { ENTITIES, MIGRATIONS } from '../../src/schema.js';
import { applySchemaText, isEmptySchema, schemaText } from './schema-copy.js';
import { isOnTestServer } from './test-database.js';

/** Connections to a schema that has all migrations. */
export async function migratedDataSource(
  connection: ConnectionTarget,
  poolSize: number,
  replicas: ReadReplicas | null = null,
): Promise<DataSource> {
  const schema = { entities: ENTITIES, migrations: MIGRATIONS };
  const dataSource = await new DataSource(await dataSourceOptions(connection, schema, poolSize, replicas)).initialize();
  try {
    await bringUp(dataSource, connection);
    return dataSource;
  } catch (error) {
    // An open connection would keep the test runner from exiting.
    await dataSource.destroy();
    throw error;
  }
}

/**
 * The first empty schema of a run is migrated, and the result kept in a file of the run; the next ones are copies of it, which
 * takes a third of the time. A schema with tables, or on another server than that of the run, is always migrated.
 */
async function bringUp(dataSource: DataSource, connection: ConnectionTarget): Promise<void> {
  const { TEST_SCHEMA_FILE: file } = process.env;
  const isCopied = file !== undefined && isOnTestServer(connection) && (await isEmptySchema(connection));
  if (isCopied && existsSync(file)) return applySchemaText(connection, readFileSync(file, 'utf8'));
  await dataSource.runMigrations();
  if (isCopied) writeWhole(file, await schemaText(connection));
}

/** The other worker sees the whole text or none. */
function writeWhole(file: string, text: string): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text);
  renameSync(draft, file);
}
