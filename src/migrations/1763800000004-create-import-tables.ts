import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type TableDefinition, createTables, retireTables } from './sql.js';

const TABLES: TableDefinition[] = [
  {
    name: 'import_checkpoints',
    body: `
      checkpoint_id INT UNSIGNED NOT NULL AUTO_INCREMENT,
      import_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
      destination_id INT UNSIGNED NOT NULL,
      park_id INT UNSIGNED NULL,
      start_date DATE NULL,
      end_date DATE NULL,
      options JSON NOT NULL,
      status ENUM('PENDING','IN_PROGRESS','PAUSED','COMPLETED','FAILED','CANCELLED') NOT NULL,
      requested_action ENUM('PAUSE','CANCEL','RESUME') NULL,
      last_processed_date DATE NULL,
      last_processed_file VARCHAR(255) NULL,
      files_total INT UNSIGNED NULL,
      files_done INT UNSIGNED NOT NULL DEFAULT 0,
      seen BIGINT UNSIGNED NOT NULL DEFAULT 0,
      \`stored\` BIGINT UNSIGNED NOT NULL DEFAULT 0,
      duplicate BIGINT UNSIGNED NOT NULL DEFAULT 0,
      rejected BIGINT UNSIGNED NOT NULL DEFAULT 0,
      queue_rows_stored BIGINT UNSIGNED NOT NULL DEFAULT 0,
      live_rows_removed BIGINT UNSIGNED NOT NULL DEFAULT 0,
      errors_encountered INT UNSIGNED NOT NULL DEFAULT 0,
      busy_ms BIGINT UNSIGNED NOT NULL DEFAULT 0,
      lease_owner VARCHAR(96) NULL,
      lease_until DATETIME(3) NULL,
      attempts INT UNSIGNED NOT NULL DEFAULT 0,
      error JSON NULL,
      created_at DATETIME(3) NOT NULL,
      started_at DATETIME(3) NULL,
      updated_at DATETIME(3) NOT NULL,
      finished_at DATETIME(3) NULL,
      PRIMARY KEY (checkpoint_id),
      UNIQUE KEY uq_import_checkpoints_import_id (import_id),
      KEY ix_import_checkpoints_destination (destination_id, status),
      KEY ix_import_checkpoints_status (status),
      CONSTRAINT fk_import_checkpoints_destination FOREIGN KEY (destination_id) REFERENCES destinations (destination_id) ON DELETE RESTRICT ON UPDATE RESTRICT,
      CONSTRAINT fk_import_checkpoints_park FOREIGN KEY (park_id) REFERENCES parks (park_id) ON DELETE RESTRICT ON UPDATE RESTRICT
    `,
  },
  {
    name: 'import_files',
    body: `
      import_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
      object_key VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      file_date DATE NOT NULL,
      etag VARCHAR(128) NOT NULL,
      size_bytes BIGINT UNSIGNED NOT NULL,
      seen INT UNSIGNED NOT NULL,
      \`stored\` INT UNSIGNED NOT NULL,
      duplicate INT UNSIGNED NOT NULL,
      rejected INT UNSIGNED NOT NULL,
      queue_rows_stored INT UNSIGNED NOT NULL,
      defect VARCHAR(64) NULL,
      issues JSON NULL,
      done_at DATETIME(3) NOT NULL,
      PRIMARY KEY (import_id, object_key),
      KEY ix_import_files_object (object_key, done_at)
    `,
  },
  {
    name: 'job_leases',
    body: `
      name VARCHAR(96) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
      owner VARCHAR(96) NULL,
      until DATETIME(3) NULL,
      last_started_at DATETIME(3) NULL,
      last_finished_at DATETIME(3) NULL,
      last_result VARCHAR(255) NULL,
      PRIMARY KEY (name)
    `,
  },
];

/** Creates imports with their checkpoints, processed files, and the leases of jobs that only one process may run. */
export class CreateImportTables1763800000004 implements MigrationInterface {
  name = 'CreateImportTables1763800000004';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
  }
}
