import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, retireTables, type TableDefinition } from './sql.js';

const TABLES: TableDefinition[] = [
  {
    name: 'replication_heartbeats',
    body: `
      heartbeat_id TINYINT UNSIGNED NOT NULL,
      origin CHAR(36) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
      beat_at DATETIME(3) NOT NULL,
      PRIMARY KEY (heartbeat_id)
    `,
  },
];

/** Holds the instant that shows how far a replica is behind. */
export class CreateReplicationHeartbeats1764400000400 implements MigrationInterface {
  name = 'CreateReplicationHeartbeats1764400000400';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
  }
}
