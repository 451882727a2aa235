import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type TableDefinition, createTables, retireTables } from './sql.js';

const TABLES: TableDefinition[] = [
  {
    name: 'park_time_zone_rules',
    body: `
      park_id INT UNSIGNED NOT NULL,
      timezone VARCHAR(64) NULL,
      rules_version VARCHAR(16) NOT NULL,
      fingerprint CHAR(64) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
      rules JSON NOT NULL,
      stored_at DATETIME(3) NOT NULL,
      PRIMARY KEY (park_id)
    `,
  },
];

/** Stores the time zone rules of computed statistics: after a change of the rules, a comparison shows which days to recompute. */
export class KeepTimeZoneRules1764400000070 implements MigrationInterface {
  name = 'KeepTimeZoneRules1764400000070';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
  }
}
