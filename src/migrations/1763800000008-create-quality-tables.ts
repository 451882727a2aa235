import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type TableDefinition, createTables, retireTables } from './sql.js';

const RESOLUTION = `ENUM('OPEN','INVESTIGATING','RESOLVED','WONTFIX')`;

const TABLES: TableDefinition[] = [
  {
    name: 'data_quality_log',
    body: `
      log_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
      issue_type ENUM('GAP','DUPLICATE','INVALID','MISSING_FIELD','MAPPING','SUSPICIOUS') NOT NULL,
      reason VARCHAR(64) NOT NULL,
      entity_type ENUM('DESTINATION','PARK','RIDE','FILE') NULL,
      entity_id INT UNSIGNED NULL,
      park_id INT UNSIGNED NULL,
      import_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_general_ci NULL,
      run_id BIGINT UNSIGNED NULL,
      window_start DATETIME(3) NULL,
      window_end DATETIME(3) NULL,
      records_affected INT UNSIGNED NOT NULL DEFAULT 0,
      fingerprint CHAR(64) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
      first_seen_at DATETIME(3) NOT NULL,
      last_seen_at DATETIME(3) NOT NULL,
      occurrences INT UNSIGNED NOT NULL DEFAULT 1,
      description VARCHAR(1024) NOT NULL,
      sample JSON NULL,
      resolution_status ${RESOLUTION} NOT NULL DEFAULT 'OPEN',
      resolution_notes VARCHAR(2048) NULL,
      PRIMARY KEY (log_id),
      UNIQUE KEY uq_data_quality_log_fingerprint (fingerprint),
      KEY ix_data_quality_log_status (resolution_status, last_seen_at),
      KEY ix_data_quality_log_park (park_id, issue_type),
      KEY ix_data_quality_log_import (import_id)
    `,
  },
  {
    name: 'data_quality_log_history',
    body: `
      history_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
      log_id BIGINT UNSIGNED NOT NULL,
      from_status ${RESOLUTION} NULL,
      to_status ${RESOLUTION} NOT NULL,
      notes VARCHAR(2048) NULL,
      changed_at DATETIME(3) NOT NULL,
      PRIMARY KEY (history_id),
      KEY ix_data_quality_log_history_log (log_id),
      CONSTRAINT fk_data_quality_log_history_log FOREIGN KEY (log_id) REFERENCES data_quality_log (log_id) ON DELETE RESTRICT ON UPDATE RESTRICT
    `,
  },
];

/** Creates the log of findings: one row per finding, however often it is found again. */
export class CreateQualityTables1763800000008 implements MigrationInterface {
  name = 'CreateQualityTables1763800000008';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
  }
}
