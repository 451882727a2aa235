import type { DataSource } from 'typeorm';
import type { AppConfig } from '../../common/config/app-config.js';
import { openDataSource } from '../../common/database/database.module.js';
import { dialectOf } from '../../common/database/dialect/dialect.js';
import { LOCK_LEASES } from '../../common/database/lock-leases.js';
import { runPending, UNFINISHED_RESTORE, withSchemaLock } from '../../common/database/run-migrations.js';
import { checkServerForMigrations } from '../../common/database/server-check/server-check.js';
import { plural } from '../../common/text.js';
import { ENTITIES, MIGRATIONS } from '../../schema.js';
import type { BackupStore } from './backup-store.js';
import { type BackupManifest, type BackupTable, contentOf, partsOf, sizeOf } from './manifest.js';
import { RestoreMismatchError, RestoreRefusedError } from './restore-errors.js';
import { RestoreRepository } from './restore.sql.js';
import { verifyBackup } from './verify-backup.js';

export interface RestoreRequest {
  store: BackupStore;
  backup: BackupManifest;
  /** The settings of the database to restore into. */
  config: AppConfig;
  signal: AbortSignal;
  onTable?: (progress: { table: string; rows: number }) => void;
  /** With the restored database, once it is migrated. */
  onRestored?: (dataSource: DataSource) => Promise<void>;
}

export interface RestoreResult {
  id: string;
  takenAt: string;
  rows: number;
  tables: number;
  /** Migrations of this version that the backup did not have yet. */
  migrated: string[];
  /** Whether values were compared too; only numbers of rows are, between servers of two families. */
  areValuesCompared: boolean;
}

/**
 * Restores a backup into an empty database: checks every file before anything is touched, makes the tables by the backup's own
 * migrations, inserts the rows, compares them with the backup, and then migrates to this version.
 * @throws RestoreRefusedError, RestoreMismatchError
 */
export async function restoreBackup(request: RestoreRequest): Promise<RestoreResult> {
  const { store, backup, config, signal } = request;
  const migrations = migrationsOf(backup);
  // Reading a large backup takes a while: a wrong database is named before.
  await withDatabaseOf(config, signal, refuseUsed);
  const { damages } = await verifyBackup(store, backup, signal);
  if (damages.length > 0) throw new RestoreRefusedError(damages.join('; '));
  const old = await openDataSource(config, { entities: [], migrations }, signal);
  let areValuesCompared: boolean;
  try {
    areValuesCompared = await withSchemaLock(old, () => fill(old, request));
  } finally {
    await old.destroy();
  }
  const migrated = await migrateOn(request);
  const { id, takenAt } = backup;
  const tables = tablesOf(backup);
  const { rows } = sizeOf(partsOf({ tables }));
  return { id, takenAt, rows, tables: tables.length, migrated, areValuesCompared };
}

/** Without the table of leases: a restore into a cluster holds one in it, and those of the source are of no process here. */
function tablesOf({ tables }: BackupManifest): BackupTable[] {
  return tables.filter(({ name }) => name !== LOCK_LEASES.name);
}

function migrationsOf({ migrations, programVersion }: BackupManifest): typeof MIGRATIONS {
  const known = new Set<string>(MIGRATIONS.map(({ name }) => name));
  const unknown = migrations.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new RestoreRefusedError(
      `it was made by a newer version of this program (${programVersion}), which has the migrations ${unknown.join(', ')}`,
    );
  }
  return MIGRATIONS.filter(({ name }) => migrations.includes(name));
}

async function fill(dataSource: DataSource, { store, backup, signal, onTable }: RestoreRequest): Promise<boolean> {
  const runner = dataSource.createQueryRunner();
  await runner.connect();
  const repository = new RestoreRepository(runner);
  const tables = tablesOf(backup);
  try {
    await refuseUsed(repository);
    await checkServerForMigrations(dataSource);
    // makes the table of the mark, which must be there before the first table of the schema
    await dataSource.showMigrations();
    await repository.markUnfinished();
    await runPending(dataSource);
    await repository.ignoreReferences();
    for (const table of tables) {
      await refuseOther(repository, table);
      await repository.empty(table);
      await repository.createPartitions(table);
      for (const part of table.parts) {
        for await (const lines of store.lines(part)) {
          signal.throwIfAborted();
          await repository.insert(table, lines);
        }
      }
      await repository.continueCounter(table);
      onTable?.({ table: table.name, rows: contentOf(table).rows });
    }
    await repository.analyze(tables);
    const areValuesCompared = dialectOf(dataSource).writesSameTextAs(backup.madeOn.kind);
    await compare(repository, tables, areValuesCompared);
    await repository.releaseJobs();
    await repository.markFinished();
    return areValuesCompared;
  } finally {
    await repository.checkReferences().catch(() => undefined);
    await runner.release();
  }
}

/** A month goes into a warehouse, and must not make one. @throws RestoreRefusedError if there are no tables */
export async function refuseWithoutTables(config: AppConfig, signal: AbortSignal): Promise<void> {
  await withDatabaseOf(config, signal, async (repository) => {
    if ((await contentOfDatabase(repository)).tables > 0) return;
    throw new RestoreRefusedError('the database is empty. Restore the whole backup into it, without --month');
  });
}

async function withDatabaseOf(
  config: AppConfig,
  signal: AbortSignal,
  work: (repository: RestoreRepository) => Promise<void>,
): Promise<void> {
  const dataSource = await openDataSource(config, { entities: [], migrations: [] }, signal);
  const runner = dataSource.createQueryRunner();
  try {
    await work(new RestoreRepository(runner));
  } finally {
    await runner.release();
    await dataSource.destroy();
  }
}

/** @throws RestoreRefusedError */
async function refuseUsed(repository: RestoreRepository): Promise<void> {
  const { tables, isUnfinished } = await contentOfDatabase(repository);
  if (tables === 0) return;
  throw new RestoreRefusedError(
    isUnfinished
      ? 'the database has an earlier restore that did not finish. Drop and create the database, then restore again'
      : `the database is not empty, it has ${plural(tables, 'table')}. A restore needs an empty one`,
  );
}

/** Not counted: the table of leases, which the lock of a cluster makes first, and a record of migrations that has none yet. */
async function contentOfDatabase(repository: RestoreRepository): Promise<{ tables: number; isUnfinished: boolean }> {
  const names = (await repository.tableNames()).filter((name) => name !== LOCK_LEASES.name);
  if (!names.includes('schema_migrations')) return { tables: names.length, isUnfinished: false };
  const migrations = await repository.migrations();
  const tables = migrations.length === 0 ? names.length - 1 : names.length;
  return { tables, isUnfinished: migrations.includes(UNFINISHED_RESTORE) };
}

/** The tables of the same migrations have the same columns, unless they were changed by hand. */
async function refuseOther(repository: RestoreRepository, { name, columns }: BackupTable): Promise<void> {
  const present = new Set(await repository.columnNames(name));
  const missing = columns.filter((column) => !present.has(column.name)).map((column) => `${name}.${column.name}`);
  if (missing.length > 0)
    throw new Error(`The backup has columns that its migrations do not make: ${missing.join(', ')}`);
}

async function compare(
  repository: RestoreRepository,
  tables: readonly BackupTable[],
  withValues: boolean,
): Promise<void> {
  const differing: string[] = [];
  for (const table of tables) {
    const [wanted, found] = [contentOf(table), await repository.content(table)];
    const isEqual = found.rows === wanted.rows && (!withValues || found.fingerprint === wanted.fingerprint);
    if (!isEqual) differing.push(`${table.name} (${found.rows} of ${wanted.rows} rows)`);
  }
  if (differing.length > 0) throw RestoreMismatchError.ofDatabase(differing);
}

async function migrateOn({ config, signal, onRestored }: RestoreRequest): Promise<string[]> {
  const dataSource = await openDataSource(config, { entities: ENTITIES, migrations: MIGRATIONS }, signal);
  try {
    const migrated = await withSchemaLock(dataSource, () => runPending(dataSource));
    await onRestored?.(dataSource);
    return migrated;
  } finally {
    await dataSource.destroy();
  }
}
