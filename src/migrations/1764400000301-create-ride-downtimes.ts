import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, retireTables, type TableDefinition } from './sql.js';

const TABLES: TableDefinition[] = [
  {
    name: 'ride_downtimes',
    body: `
      ride_id INT UNSIGNED NOT NULL,
      stat_date DATE NOT NULL,
      started_at DATETIME(3) NOT NULL,
      ended_at DATETIME(3) NOT NULL,
      scheduled_ms INT UNSIGNED NOT NULL,
      is_continued BOOLEAN NOT NULL,
      ended_by ENUM('OPERATING','CLOSED','REFURBISHMENT') NULL,
      PRIMARY KEY (ride_id, stat_date, started_at)
    `,
  },
];

/** The downtimes of existing days are computed from their observations: days with a DOWN are recomputed. */
const INVALIDATE = `
  INSERT IGNORE INTO invalidated_park_days (park_id, local_date, reason, invalidated_at, token)
  SELECT DISTINCT r.park_id, s.stat_date, 'RULES', UTC_TIMESTAMP(3), 1
    FROM ride_daily_stats s JOIN rides r ON r.ride_id = s.ride_id WHERE s.down_ms > 0`;

/** Keeps each DOWN of a ride with its instants. */
export class CreateRideDowntimes1764400000301 implements MigrationInterface {
  name = 'CreateRideDowntimes1764400000301';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
    await runner.query(INVALIDATE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
  }
}
