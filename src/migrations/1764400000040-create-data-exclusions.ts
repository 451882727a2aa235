import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type TableDefinition, createTables, retireTables } from './sql.js';

const TABLES: TableDefinition[] = [
  {
    name: 'data_exclusions',
    body: `
      exclusion_id INT UNSIGNED NOT NULL AUTO_INCREMENT,
      park_id INT UNSIGNED NOT NULL,
      ride_id INT UNSIGNED NULL,
      from_at DATETIME(3) NOT NULL,
      to_at DATETIME(3) NULL,
      scope ENUM('ALL','WAIT') NOT NULL,
      reason VARCHAR(32) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
      origin ENUM('RULE','PERSON') NOT NULL,
      fingerprint CHAR(64) CHARACTER SET ascii COLLATE ascii_general_ci NULL,
      note VARCHAR(2048) NULL,
      log_id BIGINT UNSIGNED NULL,
      created_at DATETIME(3) NOT NULL,
      created_by VARCHAR(64) NULL,
      updated_at DATETIME(3) NOT NULL,
      revoked_at DATETIME(3) NULL,
      revoked_origin ENUM('RULE','PERSON') NULL,
      revoked_by VARCHAR(64) NULL,
      revoke_note VARCHAR(2048) NULL,
      PRIMARY KEY (exclusion_id),
      UNIQUE KEY uq_data_exclusions_fingerprint (fingerprint),
      KEY ix_data_exclusions_park (park_id, from_at),
      KEY ix_data_exclusions_ride (ride_id, from_at),
      KEY ix_data_exclusions_end (to_at)
    `,
  },
  {
    name: 'data_exclusion_history',
    body: `
      history_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
      exclusion_id INT UNSIGNED NOT NULL,
      action ENUM('CREATED','CHANGED','REVOKED','RESTORED') NOT NULL,
      origin ENUM('RULE','PERSON') NOT NULL,
      changed_by VARCHAR(64) NULL,
      note VARCHAR(2048) NULL,
      from_at DATETIME(3) NOT NULL,
      to_at DATETIME(3) NULL,
      changed_at DATETIME(3) NOT NULL,
      PRIMARY KEY (history_id),
      KEY ix_data_exclusion_history_exclusion (exclusion_id),
      CONSTRAINT fk_data_exclusion_history_exclusion FOREIGN KEY (exclusion_id) REFERENCES data_exclusions (exclusion_id)
        ON DELETE RESTRICT ON UPDATE RESTRICT
    `,
  },
];

/** Creates intervals of a park's or ride's data that do not count in statistics and live responses, with their history. */
export class CreateDataExclusions1764400000040 implements MigrationInterface {
  name = 'CreateDataExclusions1764400000040';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
  }
}
