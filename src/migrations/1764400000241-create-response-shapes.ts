import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type TableDefinition, createTables, retireTables } from './sql.js';

const TABLES: TableDefinition[] = [
  {
    name: 'response_shapes',
    body: `
      endpoint ENUM('DESTINATIONS','CHILDREN','ENTITY','LIVE','SCHEDULE','HISTORY','HISTORY_DAILY','HISTORY_COVERAGE') NOT NULL,
      place VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
      kind ENUM('OBJECT','KEY','WORD') NOT NULL,
      name VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
      is_known BOOLEAN NOT NULL,
      occurrences BIGINT UNSIGNED NOT NULL,
      objects_since_seen BIGINT UNSIGNED NOT NULL DEFAULT 0,
      first_seen_at DATETIME(3) NOT NULL,
      last_seen_at DATETIME(3) NOT NULL,
      PRIMARY KEY (endpoint, place, kind, name)
    `,
  },
];

/** Creates the table of the keys that responses of the source have had, so that a change of their shape is noticed. */
export class CreateResponseShapes1764400000241 implements MigrationInterface {
  name = 'CreateResponseShapes1764400000241';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
  }
}
