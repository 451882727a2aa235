import type { MigrationInterface, QueryRunner } from 'typeorm';
import { hasColumn, holdsRows } from './sql.js';

const TABLE = 'data_exclusions';
const COLUMN = 'examined_at';

/** When a check last examined an exclusion because of what an import has stored since. */
export class RememberExaminedExclusions1764400000080 implements MigrationInterface {
  name = 'RememberExaminedExclusions1764400000080';

  async up(runner: QueryRunner): Promise<void> {
    if (await hasColumn(runner, TABLE, COLUMN)) return;
    await runner.query(`ALTER TABLE ${TABLE} ADD COLUMN ${COLUMN} DATETIME(3) NULL AFTER updated_at`);
  }

  /** A table that holds rows keeps the column: the migrations before do not mind it. */
  async down(runner: QueryRunner): Promise<void> {
    if ((await hasColumn(runner, TABLE, COLUMN)) && !(await holdsRows(runner, TABLE))) {
      await runner.query(`ALTER TABLE ${TABLE} DROP COLUMN ${COLUMN}`);
    }
  }
}
