import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, retireTables, type TableDefinition } from './sql.js';

const TABLES: TableDefinition[] = [
  {
    name: 'audit_log',
    body: `
      entry_id INT UNSIGNED NOT NULL AUTO_INCREMENT,
      recorded_at DATETIME(3) NOT NULL,
      actor_kind ENUM('KEY', 'COMMAND_LINE') NOT NULL,
      key_id INT UNSIGNED NULL,
      actor VARCHAR(64) NOT NULL,
      action VARCHAR(128) NOT NULL,
      target VARCHAR(255) NOT NULL,
      request_body JSON NULL,
      state_before JSON NULL,
      state_after JSON NULL,
      request_id VARCHAR(64) NULL,
      outcome ENUM('DONE', 'REFUSED', 'FAILED') NOT NULL,
      error_code VARCHAR(64) NULL,
      PRIMARY KEY (entry_id),
      KEY ix_audit_log_recorded (recorded_at)
    `,
  },
];

/** Holds who changed what. */
export class CreateAuditLog1764400000341 implements MigrationInterface {
  name = 'CreateAuditLog1764400000341';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
  }
}
