import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, retireTables, type TableDefinition } from './sql.js';

const TABLES: TableDefinition[] = [
  {
    name: 'gap_fills',
    body: `
      log_id BIGINT UNSIGNED NOT NULL,
      source ENUM('HISTORY_API') NOT NULL,
      state ENUM('REQUESTED','PROVISIONAL','FILLED','PARTLY_FILLED','NOT_HELD','REFUSED','UNAVAILABLE') NOT NULL,
      filled_minutes INT UNSIGNED NOT NULL DEFAULT 0,
      import_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_general_ci NULL,
      attempts INT UNSIGNED NOT NULL DEFAULT 0,
      next_attempt_at DATETIME(3) NULL,
      assessed_at DATETIME(3) NOT NULL,
      note VARCHAR(512) NULL,
      PRIMARY KEY (log_id),
      CONSTRAINT fk_gap_fills_log FOREIGN KEY (log_id) REFERENCES data_quality_log (log_id)
        ON DELETE RESTRICT ON UPDATE RESTRICT
    `,
  },
];

/** Records by what source a gap of live collection was filled, and how far. */
export class CreateGapFills1764400000250 implements MigrationInterface {
  name = 'CreateGapFills1764400000250';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
  }
}
