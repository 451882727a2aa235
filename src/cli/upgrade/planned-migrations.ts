import { type DataSource, MigrationExecutor, type QueryRunner } from 'typeorm';
import { reasonText } from '../../common/domain-error.js';

/** What a missing migration would send to the server. */
export interface PlannedMigration {
  name: string;
  statements: string[];
  /** Why the list ends early; null if it is complete. A migration may read what an earlier one has yet to create. */
  cutShortBy: string | null;
}

const READS = /^\s*\(*\s*(SELECT|SHOW|WITH|DESCRIBE|EXPLAIN)\b/i;

/** The statements of the missing migrations. Their reads are sent, and nothing else: the database is not changed. */
export async function planMigrations(dataSource: DataSource): Promise<PlannedMigration[]> {
  const pending = await new MigrationExecutor(dataSource).getPendingMigrations();
  const runner = dataSource.createQueryRunner();
  try {
    const planned: PlannedMigration[] = [];
    for (const { name, instance } of pending) {
      const statements: string[] = [];
      const cutShortBy = await instance!.up(recorder(runner, statements)).then(() => null, reasonText);
      planned.push({ name, statements, cutShortBy });
    }
    return planned;
  } finally {
    await runner.release();
  }
}

/** Migrations use nothing but `query` of their runner, which a test checks. */
function recorder(runner: QueryRunner, statements: string[]): QueryRunner {
  const query = async (sql: string, parameters?: unknown[]): Promise<unknown> => {
    if (READS.test(sql)) return runner.query(sql, parameters);
    statements.push(sql.replaceAll(/\s+/g, ' ').trim());
    return [];
  };
  return { query, connection: runner.connection } as unknown as QueryRunner;
}
