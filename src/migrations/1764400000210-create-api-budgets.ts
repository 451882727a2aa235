import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type TableDefinition, createTables, retireTables } from './sql.js';

const ACCOUNT = 'account_hash CHAR(16) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL';
const NAME = "budget_name ENUM('MINUTE', 'HISTORY_HOUR') NOT NULL";

const TABLES: TableDefinition[] = [
  {
    name: 'api_budgets',
    body: `
      ${ACCOUNT},
      ${NAME},
      request_limit INT UNSIGNED NULL,
      window_seconds INT UNSIGNED NULL,
      is_unmetered BOOLEAN NOT NULL DEFAULT FALSE,
      remaining INT UNSIGNED NULL,
      resets_at DATETIME(3) NULL,
      blocked_until DATETIME(3) NULL,
      reported_at DATETIME(3) NULL,
      PRIMARY KEY (account_hash, budget_name)
    `,
  },
  {
    name: 'api_budget_leases',
    body: `
      lease_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
      ${ACCOUNT},
      ${NAME},
      request_priority ENUM('CYCLE', 'BACKGROUND') NOT NULL,
      request_count SMALLINT UNSIGNED NOT NULL,
      taken_at DATETIME(3) NOT NULL,
      usable_until DATETIME(3) NOT NULL,
      counts_until DATETIME(3) NOT NULL,
      PRIMARY KEY (lease_id),
      KEY ix_api_budget_leases_counted (account_hash, budget_name, counts_until)
    `,
  },
];

/** Holds the request budgets of the ThemeParks.wiki API, which all processes share. */
export class CreateApiBudgets1764400000210 implements MigrationInterface {
  name = 'CreateApiBudgets1764400000210';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
  }
}
