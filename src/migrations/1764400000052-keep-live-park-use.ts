import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type TableDefinition, createTables, retireTables } from './sql.js';

const TABLES: TableDefinition[] = [
  {
    name: 'park_live_use',
    body: `
      park_id INT UNSIGNED NOT NULL,
      local_date DATE NOT NULL,
      newest_at DATETIME(3) NOT NULL,
      day_use JSON NOT NULL,
      PRIMARY KEY (park_id),
      CONSTRAINT fk_park_live_use_park FOREIGN KEY (park_id) REFERENCES parks (park_id)
        ON DELETE RESTRICT ON UPDATE RESTRICT
    `,
  },
];

/** Stores whether a park is in use today, which a worker derives from observations, so that frequent requests need not read them. */
export class KeepLiveParkUse1764400000052 implements MigrationInterface {
  name = 'KeepLiveParkUse1764400000052';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
  }
}
