import type { MigrationInterface, QueryRunner } from 'typeorm';
import { hasColumn, holdsRows } from './sql.js';

const TABLE = 'data_exclusions';
const COLUMN = 'examined_at';

/** Adds the time when a check last examined an exclusion after a later import. */
export class RememberExaminedExclusions1764400000080 implements MigrationInterface {
  name = 'RememberExaminedExclusions1764400000080';

  async up(runner: QueryRunner): Promise<void> {
    if (await hasColumn(runner, TABLE, COLUMN)) return;
    await runner.query(`ALTER TABLE ${TABLE} ADD COLUMN ${COLUMN} DATETIME(3) NULL AFTER updated_at`);
  }

  /** A table with rows keeps the column, because earlier migrations ignore it. */
  async down(runner: QueryRunner): Promise<void> {
    if ((await hasColumn(runner, TABLE, COLUMN)) && !(await holdsRows(runner, TABLE))) {
      await runner.query(`ALTER TABLE ${TABLE} DROP COLUMN ${COLUMN}`);
    }
  }
}
