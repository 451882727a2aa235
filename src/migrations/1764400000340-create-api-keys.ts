import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, retireTables, type TableDefinition } from './sql.js';

const ASCII = 'CHARACTER SET ascii COLLATE ascii_bin';

const TABLES: TableDefinition[] = [
  {
    name: 'api_keys',
    body: `
      key_id INT UNSIGNED NOT NULL AUTO_INCREMENT,
      key_prefix CHAR(12) ${ASCII} NOT NULL,
      key_hash CHAR(64) ${ASCII} NOT NULL,
      name VARCHAR(64) NOT NULL,
      active_name VARCHAR(64) NULL,
      kind ENUM('ADMIN', 'PUBLIC') NOT NULL,
      scopes VARCHAR(128) ${ASCII} NOT NULL,
      requests_per_minute INT UNSIGNED NULL,
      created_at DATETIME(3) NOT NULL,
      created_by VARCHAR(64) NOT NULL,
      expires_at DATETIME(3) NULL,
      last_used_at DATETIME(3) NULL,
      revoked_at DATETIME(3) NULL,
      revoked_by VARCHAR(64) NULL,
      PRIMARY KEY (key_id),
      UNIQUE KEY uq_api_keys_prefix (key_prefix),
      UNIQUE KEY uq_api_keys_active_name (active_name)
    `,
  },
  {
    name: 'admin_sessions',
    body: `
      session_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
      token_hash CHAR(64) ${ASCII} NOT NULL,
      key_id INT UNSIGNED NULL,
      created_at DATETIME(3) NOT NULL,
      expires_at DATETIME(3) NOT NULL,
      ended_at DATETIME(3) NULL,
      PRIMARY KEY (session_id),
      UNIQUE KEY uq_admin_sessions_token (token_hash),
      KEY ix_admin_sessions_key (key_id),
      CONSTRAINT fk_admin_sessions_key FOREIGN KEY (key_id) REFERENCES api_keys (key_id)
        ON DELETE RESTRICT ON UPDATE RESTRICT
    `,
  },
];

/** Holds API keys, hashed, and the sessions of the dashboard. */
export class CreateApiKeys1764400000340 implements MigrationInterface {
  name = 'CreateApiKeys1764400000340';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
  }
}
