import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, retireTables, type TableDefinition } from './sql.js';

const TABLES: TableDefinition[] = [
  {
    name: 'imported_show_times',
    body: `
      ride_id INT UNSIGNED NOT NULL,
      observed_from DATETIME(3) NOT NULL,
      last_confirmed_at DATETIME(3) NOT NULL,
      data_source ENUM('ARCHIVE','HISTORY_API') NOT NULL,
      show_times JSON NOT NULL,
      PRIMARY KEY (ride_id, observed_from)
    `,
  },
];

/** Keeps the show times that imports read; live data has its own since the beginning. */
export class CreateImportedShowTimes1764400000310 implements MigrationInterface {
  name = 'CreateImportedShowTimes1764400000310';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
  }
}
