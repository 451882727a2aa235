import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, retireTables, type TableDefinition } from './sql.js';

const TABLES: TableDefinition[] = [
  {
    name: 'park_no_data_intervals',
    body: `
      park_id INT UNSIGNED NOT NULL,
      from_at DATETIME(3) NOT NULL,
      until_at DATETIME(3) NOT NULL,
      PRIMARY KEY (park_id, from_at)
    `,
  },
];

/** Keeps when parks had no data, so that the validity of an observation ends where statistics end it. */
export class CreateParkNoDataIntervals1764400000410 implements MigrationInterface {
  name = 'CreateParkNoDataIntervals1764400000410';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
  }
}
