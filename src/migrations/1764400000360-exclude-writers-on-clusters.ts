import type { MigrationInterface, QueryRunner } from 'typeorm';
import { LOCK_LEASES } from '../common/database/lock-leases.js';
import { createTables, hasColumn, hasIndex, holdsRows, retireTables } from './sql.js';

/** Tables with rows that a transaction locks before it writes rows of other tables. */
const LOCKED_TABLES = ['destinations', 'parks', 'api_budgets'];
const COLUMN = 'lock_version';
const KEY = 'uq_schema_migrations_name';

/**
 * A cluster of several nodes does not see the locks of a transaction, only its changes: a lock must change the row. Locks of the
 * server by name hold for one node only, so a lease takes their place.
 */
export class ExcludeWritersOnClusters1764400000360 implements MigrationInterface {
  name = 'ExcludeWritersOnClusters1764400000360';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, [LOCK_LEASES]);
    for (const table of LOCKED_TABLES) {
      if (await hasColumn(runner, table, COLUMN)) continue;
      await runner.query(`ALTER TABLE ${table} ADD COLUMN ${COLUMN} INT UNSIGNED NOT NULL DEFAULT 0`);
    }
    if (!(await hasIndex(runner, 'schema_migrations', KEY)))
      await runner.query(`ALTER TABLE schema_migrations ADD UNIQUE KEY ${KEY} (name)`);
  }

  /** A table with rows keeps the column, because earlier migrations ignore it. */
  async down(runner: QueryRunner): Promise<void> {
    if (await hasIndex(runner, 'schema_migrations', KEY))
      await runner.query(`ALTER TABLE schema_migrations DROP KEY ${KEY}`);
    for (const table of LOCKED_TABLES) {
      if (!(await hasColumn(runner, table, COLUMN)) || (await holdsRows(runner, table))) continue;
      await runner.query(`ALTER TABLE ${table} DROP COLUMN ${COLUMN}`);
    }
    await retireTables(runner, [LOCK_LEASES]);
  }
}
