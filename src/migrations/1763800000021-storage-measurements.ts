import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type TableDefinition, createTables, hasColumn, hasIndex, retireTables } from './sql.js';

const TABLES: TableDefinition[] = [
  {
    name: 'storage_row_counts',
    body: `
      table_name VARCHAR(64) NOT NULL,
      partition_name VARCHAR(64) NOT NULL,
      row_count BIGINT UNSIGNED NOT NULL,
      counted_at DATETIME(3) NOT NULL,
      file_bytes BIGINT UNSIGNED NULL,
      rows_estimate BIGINT UNSIGNED NOT NULL,
      update_mark VARCHAR(32) NULL,
      import_mark VARCHAR(96) NULL,
      PRIMARY KEY (table_name, partition_name)
    `,
  },
  {
    name: 'storage_measurements',
    body: `
      job_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
      started_by ENUM('SCHEDULE','API','CLI') NOT NULL,
      status ENUM('RUNNING','COMPLETED','FAILED') NOT NULL,
      started_at DATETIME(3) NOT NULL,
      finished_at DATETIME(3) NULL,
      result JSON NULL,
      error VARCHAR(255) NULL,
      PRIMARY KEY (job_id),
      KEY ix_storage_measurements_started (started_at)
    `,
  },
];

const TABLE = 'storage_metrics';
const UNIQUE = 'uq_storage_metrics_unit_day';
const OLD_INDEX = 'ix_storage_metrics_day';
const UNIT = 'measurement_date, table_name, partition_name';

/**
 * Enforces one measurement a day per table and partition: a whole table has an empty partition name, because a unique key does not
 * compare NULLs. Each value records its source, exact counts are kept with the signs of a later change, and measurements are
 * jobs that can be queried.
 */
export class StorageMeasurements1763800000021 implements MigrationInterface {
  name = 'StorageMeasurements1763800000021';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
    if (await hasIndex(runner, TABLE, UNIQUE)) return;
    await runner.query(`UPDATE ${TABLE} SET partition_name = '' WHERE partition_name IS NULL`);
    await addColumns(runner);
    await runner.query(
      `ALTER TABLE ${TABLE} MODIFY partition_name VARCHAR(64) NOT NULL DEFAULT '',
         ADD UNIQUE KEY ${UNIQUE} (${UNIT}), DROP KEY ${OLD_INDEX}`,
    );
  }

  /** Keeps the two columns and their values: an older program names its columns and ignores them. */
  async down(runner: QueryRunner): Promise<void> {
    if (await hasIndex(runner, TABLE, UNIQUE)) {
      await runner.query(
        `ALTER TABLE ${TABLE} MODIFY partition_name VARCHAR(64) NULL, ADD KEY ${OLD_INDEX} (${UNIT}),
           DROP KEY ${UNIQUE}`,
      );
      await runner.query(`UPDATE ${TABLE} SET partition_name = NULL WHERE partition_name = ''`);
    }
    await retireTables(runner, TABLES);
  }
}

/** Separate statements, so that an interrupted migration can be run again. */
async function addColumns(runner: QueryRunner): Promise<void> {
  const columns = {
    row_count_source: `ENUM('COUNTED','KEPT','CORRECTED','ESTIMATED') NOT NULL DEFAULT 'ESTIMATED' AFTER row_count_exact`,
    size_source: `ENUM('FILE','STATISTICS') NOT NULL DEFAULT 'STATISTICS' AFTER free_bytes`,
  };
  for (const [name, definition] of Object.entries(columns)) {
    if (await hasColumn(runner, TABLE, name)) continue;
    await runner.query(`ALTER TABLE ${TABLE} ADD COLUMN ${name} ${definition}`);
  }
}
