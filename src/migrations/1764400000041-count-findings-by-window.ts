import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type TableDefinition, createTables, retireTables } from './sql.js';

const TABLES: TableDefinition[] = [
  {
    name: 'data_quality_log_windows',
    body: `
      fingerprint CHAR(64) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
      window_start DATETIME(3) NOT NULL,
      records_affected INT UNSIGNED NOT NULL,
      PRIMARY KEY (fingerprint, window_start)
    `,
  },
];

/** Earlier counts are kept under a window that no file has. */
const FILL = `
  INSERT IGNORE INTO data_quality_log_windows (fingerprint, window_start, records_affected)
  SELECT fingerprint, '1970-01-01 00:00:00', records_affected FROM data_quality_log
   WHERE reason = 'LOCAL_TIME_CONTRADICTS_ZONE' AND records_affected > 0`;

/** Adds record counts by window, so that a file that is imported again is not counted twice. */
export class CountFindingsByWindow1764400000041 implements MigrationInterface {
  name = 'CountFindingsByWindow1764400000041';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
    await runner.query(FILL);
  }

  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
  }
}
