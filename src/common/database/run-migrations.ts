import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';

const LOCK_WAIT_SECONDS = 120;

/** Another process has been changing the schema for longer than a change should take. */
export class SchemaLockError extends Error {
  constructor() {
    super(`Another process is still changing the schema after ${LOCK_WAIT_SECONDS} seconds`);
    this.name = 'SchemaLockError';
  }
}

/** Runs `work` while no other process changes the schema of this database. */
export async function withSchemaLock<T>(dataSource: DataSource, work: () => Promise<T>): Promise<T> {
  const runner = dataSource.createQueryRunner();
  await runner.connect();
  const name = `schema:${String(dataSource.options.database)}`.slice(0, 64);
  try {
    const [lock] = await runner.manager.query<{ held: number | null }[]>('SELECT GET_LOCK(?, ?) AS held', [
      name,
      LOCK_WAIT_SECONDS,
    ]);
    if (Number(lock?.held) !== 1) throw new SchemaLockError();
    return await work();
  } finally {
    await runner.manager.query('DO RELEASE_LOCK(?)', [name]);
    await runner.release();
  }
}

/** Brings the schema up to date; several processes may try at once. Returns the names of what ran. */
export async function runMigrations(dataSource: DataSource): Promise<string[]> {
  return withSchemaLock(dataSource, async () => {
    const done = await dataSource.runMigrations();
    if (done.length > 0) new Logger('Database').log(`ran ${done.length} migrations, up to ${done.at(-1)!.name}`);
    return done.map(({ name }) => name);
  });
}
