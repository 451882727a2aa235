import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type TableDefinition, createTables, retireTables } from './sql.js';

const TABLES: TableDefinition[] = [
  {
    name: 'entity_metadata_overrides',
    body: `
      ride_id INT UNSIGNED NOT NULL,
      field VARCHAR(64) NOT NULL,
      value JSON NOT NULL,
      set_at DATETIME(3) NOT NULL,
      PRIMARY KEY (ride_id, field),
      CONSTRAINT fk_entity_metadata_overrides_ride FOREIGN KEY (ride_id) REFERENCES rides (ride_id) ON DELETE RESTRICT ON UPDATE RESTRICT
    `,
  },
  {
    name: 'metadata_syncs',
    body: `
      sync_id INT UNSIGNED NOT NULL AUTO_INCREMENT,
      park_id INT UNSIGNED NULL,
      ride_id INT UNSIGNED NULL,
      is_forced BOOLEAN NOT NULL DEFAULT 0,
      started_at DATETIME(3) NOT NULL,
      updated_at DATETIME(3) NOT NULL,
      finished_at DATETIME(3) NULL,
      destinations_total INT UNSIGNED NOT NULL DEFAULT 0,
      destinations_done INT UNSIGNED NOT NULL DEFAULT 0,
      rides_total INT UNSIGNED NOT NULL DEFAULT 0,
      rides_done INT UNSIGNED NOT NULL DEFAULT 0,
      rides_changed INT UNSIGNED NOT NULL DEFAULT 0,
      failed INT UNSIGNED NOT NULL DEFAULT 0,
      values_kept INT UNSIGNED NOT NULL DEFAULT 0,
      values_refused INT UNSIGNED NOT NULL DEFAULT 0,
      failures JSON NULL,
      error VARCHAR(1024) NULL,
      PRIMARY KEY (sync_id)
    `,
  },
];

/** Creates overrides of metadata by people, and the progress of the metadata sync. */
export class CreateMetadataSync1763800000050 implements MigrationInterface {
  name = 'CreateMetadataSync1763800000050';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
  }
}
