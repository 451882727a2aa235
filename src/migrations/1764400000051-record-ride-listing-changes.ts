import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type TableDefinition, createTables, retireTables } from './sql.js';

const TABLES: TableDefinition[] = [
  {
    name: 'ride_listing_changes',
    body: `
      ride_id INT UNSIGNED NOT NULL,
      changed_at DATETIME(3) NOT NULL,
      is_listed BOOLEAN NOT NULL,
      PRIMARY KEY (ride_id, changed_at),
      CONSTRAINT fk_ride_listing_changes_ride FOREIGN KEY (ride_id) REFERENCES rides (ride_id)
        ON DELETE RESTRICT ON UPDATE RESTRICT
    `,
  },
];

/**
 * For rides that are already inactive, it is unknown when they left the catalogue; only their last observation is known. They count as
 * listed for 28 days after it, for which a ride is expected, so that a dropped ride still counts as missing.
 */
const FILL = `
  INSERT INTO ride_listing_changes (ride_id, changed_at, is_listed)
  SELECT ride_id, GREATEST(last_seen_at, LEAST(last_seen_at + INTERVAL 28 DAY, UTC_TIMESTAMP(3))), 0 FROM rides
   WHERE is_active = 0 AND last_seen_at IS NOT NULL AND ride_id NOT IN (SELECT ride_id FROM ride_listing_changes)`;

/**
 * A ride is expected on the days on which the catalogue listed it. The current flag alone changed the coverage of past days whenever
 * they were recomputed.
 */
export class RecordRideListingChanges1764400000051 implements MigrationInterface {
  name = 'RecordRideListingChanges1764400000051';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
    await runner.query(FILL);
  }

  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
  }
}
