import { Logger } from '@nestjs/common';
import { type DataSource, MigrationExecutor } from 'typeorm';
import { dialectOf } from './dialect/dialect.js';
import { lockName, withNamedLock } from './dialect/named-lock.js';
import { LockLeases } from './lock-leases.js';
import { checkServerForMigrations } from './server-check/server-check.js';

const LOCK_WAIT_SECONDS = 120;

/** Another process holds the schema lock for longer than a schema change should take. */
export class SchemaLockError extends Error {
  constructor() {
    super(`Another process is still changing the schema after ${LOCK_WAIT_SECONDS} seconds`);
    this.name = 'SchemaLockError';
  }
}

/** A newer version of the program has migrated the database; this version does not know the new schema. */
export class NewerSchemaError extends Error {
  constructor(readonly unknownMigrations: readonly string[]) {
    super(
      `The database was migrated by a newer version of this program (${unknownMigrations.join(', ')}). ` +
        'Start that version, or revert these migrations with it before you start this one.',
    );
    this.name = 'NewerSchemaError';
  }
}

/** Recorded as a migration while a restore is not complete, so that no version of the program uses the database. */
export const UNFINISHED_RESTORE = 'UnfinishedRestore';

/** A restore into the database did not finish. */
export class UnfinishedRestoreError extends Error {
  constructor() {
    super(
      'A restore into this database has not finished. If none is running, drop and create the database, and restore again.',
    );
    this.name = 'UnfinishedRestoreError';
  }
}

/**
 * Refuses a database that a newer version has migrated. Migrates an older one if the settings allow it.
 * @throws NewerSchemaError
 */
export async function prepareSchema(
  dataSource: DataSource,
  { MIGRATIONS_AUTO_RUN }: { MIGRATIONS_AUTO_RUN: boolean },
): Promise<void> {
  await refuseNewerSchema(dataSource);
  if (MIGRATIONS_AUTO_RUN) await runMigrations(dataSource);
}

/** @throws NewerSchemaError, UnfinishedRestoreError */
export async function refuseNewerSchema(dataSource: DataSource): Promise<void> {
  const known = new Set(dataSource.migrations.map(({ name }) => name));
  const unknown = (await executedMigrations(dataSource)).filter((name) => !known.has(name));
  if (unknown.includes(UNFINISHED_RESTORE)) throw new UnfinishedRestoreError();
  if (unknown.length > 0) throw new NewerSchemaError(unknown);
}

/** Names of the applied migrations, oldest first; empty for a new database. */
export async function executedMigrations(dataSource: DataSource): Promise<string[]> {
  const executed = await new MigrationExecutor(dataSource).getExecutedMigrations();
  return executed.sort((a, b) => (a.id ?? 0) - (b.id ?? 0)).map(({ name }) => name);
}

/** Runs `work` while no other process changes the schema of this database. */
export async function withSchemaLock<T>(dataSource: DataSource, work: () => Promise<T>): Promise<T> {
  const name = lockName('schema', String(dataSource.options.database));
  if (dialectOf(dataSource).isCluster) await new LockLeases(dataSource).prepare();
  const done = await withNamedLock(dataSource, { name, waitSeconds: LOCK_WAIT_SECONDS }, work);
  if (done === null) throw new SchemaLockError();
  return done.result;
}

/**
 * Runs the pending migrations; safe for several processes at once. Returns the names of those that ran.
 * @throws UnsuitableServerError before the first one if the server or the rights of the user do not allow them
 */
export async function runMigrations(dataSource: DataSource): Promise<string[]> {
  return withSchemaLock(dataSource, async () => {
    const done = await runPending(dataSource);
    if (done.length > 0) new Logger('Database').log(`ran ${done.length} migrations, up to ${done.at(-1)!}`);
    return done;
  });
}

/** The same for a caller that has the schema lock. */
export async function runPending(dataSource: DataSource): Promise<string[]> {
  const pending = await new MigrationExecutor(dataSource).getPendingMigrations();
  if (pending.length === 0) return [];
  await checkServerForMigrations(dataSource);
  return (await dataSource.runMigrations()).map(({ name }) => name);
}
