import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, retireTables, type TableDefinition } from './sql.js';

const TABLES: TableDefinition[] = [
  {
    name: 'ride_external_ids',
    body: `
      ride_id INT UNSIGNED NOT NULL,
      source VARCHAR(64) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
      external_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
      recorded_at DATETIME(3) NOT NULL,
      PRIMARY KEY (ride_id, source, external_id),
      KEY ix_ride_external_ids_id (source, external_id),
      CONSTRAINT fk_ride_external_ids_ride FOREIGN KEY (ride_id) REFERENCES rides (ride_id)
        ON DELETE RESTRICT ON UPDATE RESTRICT
    `,
  },
];

const METHODS = ['UUID', 'EXACT_NAME', 'FUZZY_NAME', 'MANUAL', 'CREATED'];

const setMethods = (methods: readonly string[]): string =>
  `ALTER TABLE id_mappings MODIFY method ENUM(${methods.map((method) => `'${method}'`).join(',')}) NOT NULL`;

/** Keeps the ids that other catalogues and the archive have for rides, and lets the import match by them. */
export class CreateRideExternalIds1764400000335 implements MigrationInterface {
  name = 'CreateRideExternalIds1764400000335';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
    await runner.query(setMethods([...METHODS, 'EXTERNAL_ID']));
    await runner.query("UPDATE id_mappings SET method = 'EXTERNAL_ID' WHERE reason = 'EQUAL_EXTERNAL_ID'");
  }

  /** The reason still tells which mappings were made by an id, for the next run of this migration. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query("UPDATE id_mappings SET method = 'EXACT_NAME' WHERE method = 'EXTERNAL_ID'");
    await runner.query(setMethods(METHODS));
    await retireTables(runner, TABLES);
  }
}
