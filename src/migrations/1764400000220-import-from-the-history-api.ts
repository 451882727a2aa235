import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, findsAny, hasColumn, hasTable, type TableDefinition, retireTables } from './sql.js';

const OBSERVATION_TABLES = ['ride_status_snapshots', 'queue_data', 'ride_current', 'queue_current'];

const TABLES: TableDefinition[] = [
  {
    name: 'history_days',
    body: `
      park_id INT UNSIGNED NOT NULL,
      local_date DATE NOT NULL,
      state ENUM('PROVISIONAL','FINAL','REFUSED') NOT NULL,
      import_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
      response_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_general_ci NULL,
      fetched_at DATETIME(3) NOT NULL,
      PRIMARY KEY (park_id, local_date),
      KEY ix_history_days_state (state, local_date),
      CONSTRAINT fk_history_days_park FOREIGN KEY (park_id) REFERENCES parks (park_id) ON DELETE RESTRICT ON UPDATE RESTRICT
    `,
  },
];

/** Adds the History API as a source of observations, the days imported from it, and pauses that end by themselves. */
export class ImportFromTheHistoryApi1764400000220 implements MigrationInterface {
  name = 'ImportFromTheHistoryApi1764400000220';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of OBSERVATION_TABLES) {
      await runner.query(
        `ALTER TABLE ${table} MODIFY COLUMN data_source ENUM('LIVE','ARCHIVE','HISTORY_API') NOT NULL, ALGORITHM=INSTANT`,
      );
    }
    if (!(await hasColumn(runner, 'import_checkpoints', 'resumes_at'))) {
      await runner.query(
        'ALTER TABLE import_checkpoints ADD COLUMN resumes_at DATETIME(3) NULL AFTER requested_action',
      );
    }
    await createTables(runner, TABLES);
  }

  /** What rows use is kept: the word for their source, and the ends of pauses. Earlier versions do not read either. */
  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
    await dropUnusedPauses(runner);
    for (const table of OBSERVATION_TABLES) {
      if (!(await hasTable(runner, table))) continue;
      if (await findsAny(runner, `SELECT 1 FROM ${table} WHERE data_source = 'HISTORY_API' LIMIT 1`)) continue;
      await runner.query(`ALTER TABLE ${table} MODIFY COLUMN data_source ENUM('LIVE','ARCHIVE') NOT NULL`);
    }
  }
}

async function dropUnusedPauses(runner: QueryRunner): Promise<void> {
  if (!(await hasColumn(runner, 'import_checkpoints', 'resumes_at'))) return;
  if (await findsAny(runner, 'SELECT 1 FROM import_checkpoints WHERE resumes_at IS NOT NULL LIMIT 1')) return;
  await runner.query('ALTER TABLE import_checkpoints DROP COLUMN resumes_at');
}
