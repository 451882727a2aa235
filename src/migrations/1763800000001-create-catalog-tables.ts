import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type TableDefinition, createTables, retireTables } from './sql.js';

const TABLES: TableDefinition[] = [
  {
    name: 'destinations',
    body: `
      destination_id INT UNSIGNED NOT NULL AUTO_INCREMENT,
      themeparks_wiki_id CHAR(36) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
      name VARCHAR(255) NOT NULL,
      slug VARCHAR(255) NULL,
      is_active BOOLEAN NOT NULL DEFAULT 1,
      first_seen_at DATETIME(3) NULL,
      last_seen_at DATETIME(3) NULL,
      PRIMARY KEY (destination_id),
      UNIQUE KEY uq_destinations_wiki_id (themeparks_wiki_id)
    `,
  },
  {
    name: 'parks',
    body: `
      park_id INT UNSIGNED NOT NULL AUTO_INCREMENT,
      destination_id INT UNSIGNED NOT NULL,
      themeparks_wiki_id CHAR(36) CHARACTER SET ascii COLLATE ascii_general_ci NULL,
      name VARCHAR(255) NOT NULL,
      slug VARCHAR(255) NULL,
      timezone VARCHAR(64) CHARACTER SET ascii COLLATE ascii_general_ci NULL,
      latitude DOUBLE NULL,
      longitude DOUBLE NULL,
      reports_down BOOLEAN NULL,
      is_active BOOLEAN NOT NULL DEFAULT 1,
      first_seen_at DATETIME(3) NULL,
      last_seen_at DATETIME(3) NULL,
      PRIMARY KEY (park_id),
      UNIQUE KEY uq_parks_wiki_id (themeparks_wiki_id),
      KEY ix_parks_destination (destination_id),
      CONSTRAINT fk_parks_destination FOREIGN KEY (destination_id) REFERENCES destinations (destination_id) ON DELETE RESTRICT ON UPDATE RESTRICT
    `,
  },
  {
    name: 'rides',
    body: `
      ride_id INT UNSIGNED NOT NULL AUTO_INCREMENT,
      park_id INT UNSIGNED NOT NULL,
      themeparks_wiki_id CHAR(36) CHARACTER SET ascii COLLATE ascii_general_ci NULL,
      name VARCHAR(255) NOT NULL,
      normalized_name VARCHAR(255) NOT NULL,
      entity_type ENUM('ATTRACTION','SHOW','RESTAURANT','HOTEL','PARK','DESTINATION') NULL,
      is_active BOOLEAN NOT NULL DEFAULT 1,
      first_seen_at DATETIME(3) NULL,
      last_seen_at DATETIME(3) NULL,
      PRIMARY KEY (ride_id),
      UNIQUE KEY uq_rides_wiki_id (themeparks_wiki_id),
      KEY ix_rides_park (park_id),
      CONSTRAINT fk_rides_park FOREIGN KEY (park_id) REFERENCES parks (park_id) ON DELETE RESTRICT ON UPDATE RESTRICT
    `,
  },
  {
    name: 'ride_names',
    body: `
      ride_id INT UNSIGNED NOT NULL,
      name VARCHAR(255) COLLATE utf8mb4_bin NOT NULL,
      first_seen_at DATETIME(3) NOT NULL,
      last_seen_at DATETIME(3) NOT NULL,
      PRIMARY KEY (ride_id, name),
      CONSTRAINT fk_ride_names_ride FOREIGN KEY (ride_id) REFERENCES rides (ride_id) ON DELETE RESTRICT ON UPDATE RESTRICT
    `,
  },
  {
    name: 'ride_aliases',
    body: `
      alias_ride_id INT UNSIGNED NOT NULL,
      ride_id INT UNSIGNED NOT NULL,
      themeparks_wiki_id CHAR(36) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
      linked_at DATETIME(3) NOT NULL,
      PRIMARY KEY (alias_ride_id),
      UNIQUE KEY uq_ride_aliases_wiki_id (themeparks_wiki_id),
      KEY ix_ride_aliases_ride (ride_id),
      CONSTRAINT fk_ride_aliases_alias FOREIGN KEY (alias_ride_id) REFERENCES rides (ride_id) ON DELETE RESTRICT ON UPDATE RESTRICT,
      CONSTRAINT fk_ride_aliases_ride FOREIGN KEY (ride_id) REFERENCES rides (ride_id) ON DELETE RESTRICT ON UPDATE RESTRICT
    `,
  },
  {
    name: 'id_mappings',
    body: `
      mapping_id INT UNSIGNED NOT NULL AUTO_INCREMENT,
      themeparks_wiki_id CHAR(36) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
      ride_id INT UNSIGNED NOT NULL,
      method ENUM('UUID','EXACT_NAME','FUZZY_NAME','MANUAL','CREATED') NOT NULL,
      score DOUBLE NULL,
      reason VARCHAR(64) NOT NULL,
      archive_name VARCHAR(255) NOT NULL,
      matched_name VARCHAR(255) NULL,
      import_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_general_ci NULL,
      decided_at DATETIME(3) NOT NULL,
      undone_at DATETIME(3) NULL,
      PRIMARY KEY (mapping_id),
      KEY ix_id_mappings_wiki_id (themeparks_wiki_id, undone_at),
      KEY ix_id_mappings_import (import_id),
      CONSTRAINT fk_id_mappings_ride FOREIGN KEY (ride_id) REFERENCES rides (ride_id) ON DELETE RESTRICT ON UPDATE RESTRICT
    `,
  },
];

/** Creates destinations, parks and rides, and the matches of archive entities to them. */
export class CreateCatalogTables1763800000001 implements MigrationInterface {
  name = 'CreateCatalogTables1763800000001';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
  }
}
