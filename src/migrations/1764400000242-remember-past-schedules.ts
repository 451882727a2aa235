import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type TableDefinition, createTables, retireTables } from './sql.js';

const TABLES: TableDefinition[] = [
  {
    name: 'park_schedule_months',
    body: `
      park_id INT UNSIGNED NOT NULL,
      month CHAR(7) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
      entries_added INT UNSIGNED NOT NULL,
      read_at DATETIME(3) NOT NULL,
      PRIMARY KEY (park_id, month),
      CONSTRAINT fk_park_schedule_months_park FOREIGN KEY (park_id) REFERENCES parks (park_id)
        ON DELETE RESTRICT ON UPDATE RESTRICT
    `,
  },
];

/** Past months whose schedule was read: the source shows what was published then, so they are read once. */
export class RememberPastSchedules1764400000242 implements MigrationInterface {
  name = 'RememberPastSchedules1764400000242';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
  }
}
