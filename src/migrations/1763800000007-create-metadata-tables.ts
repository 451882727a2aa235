import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type TableDefinition, createTables, retireTables } from './sql.js';

const TABLES: TableDefinition[] = [
  {
    name: 'entity_metadata',
    body: `
      ride_id INT UNSIGNED NOT NULL,
      latitude DOUBLE NULL,
      longitude DOUBLE NULL,
      entity_type ENUM('ATTRACTION','SHOW','RESTAURANT','HOTEL','PARK','DESTINATION') NULL,
      indoor_outdoor ENUM('INDOOR','OUTDOOR','HYBRID') NULL,
      classification_source ENUM('MANUAL','CURATED','TAG','NAME_RULE') NULL,
      classification_confidence DOUBLE NULL,
      height_min_cm SMALLINT UNSIGNED NULL,
      height_min_unaccompanied_cm SMALLINT UNSIGNED NULL,
      height_max_cm SMALLINT UNSIGNED NULL,
      tags JSON NULL,
      external_id VARCHAR(255) NULL,
      version INT UNSIGNED NOT NULL DEFAULT 1,
      last_synced_at DATETIME(3) NULL,
      PRIMARY KEY (ride_id),
      KEY ix_entity_metadata_position (latitude, longitude),
      CONSTRAINT fk_entity_metadata_ride FOREIGN KEY (ride_id) REFERENCES rides (ride_id) ON DELETE RESTRICT ON UPDATE RESTRICT
    `,
  },
  {
    name: 'entity_metadata_history',
    body: `
      history_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
      ride_id INT UNSIGNED NOT NULL,
      version INT UNSIGNED NOT NULL,
      field VARCHAR(64) NOT NULL,
      old_value JSON NULL,
      new_value JSON NULL,
      source VARCHAR(32) NOT NULL,
      changed_at DATETIME(3) NOT NULL,
      PRIMARY KEY (history_id),
      KEY ix_entity_metadata_history_ride (ride_id, changed_at),
      CONSTRAINT fk_entity_metadata_history_ride FOREIGN KEY (ride_id) REFERENCES rides (ride_id) ON DELETE RESTRICT ON UPDATE RESTRICT
    `,
  },
];

/** Creates the metadata of rides, with the history of every change. */
export class CreateMetadataTables1763800000007 implements MigrationInterface {
  name = 'CreateMetadataTables1763800000007';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
  }
}
