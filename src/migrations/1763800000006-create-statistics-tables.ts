import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type TableDefinition, createTables, retireTables } from './sql.js';

/** Additive sums of time in milliseconds, so that any longer period is an exact sum of shorter ones. */
const TIME_SUMS = `
        operating_ms BIGINT UNSIGNED NOT NULL DEFAULT 0,
        down_ms BIGINT UNSIGNED NOT NULL DEFAULT 0,
        closed_ms BIGINT UNSIGNED NOT NULL DEFAULT 0,
        refurbishment_ms BIGINT UNSIGNED NOT NULL DEFAULT 0,
        observed_ms BIGINT UNSIGNED NOT NULL DEFAULT 0,
        wait_known_ms BIGINT UNSIGNED NOT NULL DEFAULT 0,
        wait_minutes_ms BIGINT UNSIGNED NOT NULL DEFAULT 0,
        min_wait SMALLINT NULL,
        max_wait SMALLINT NULL,
        snapshot_count INT UNSIGNED NOT NULL DEFAULT 0,`;

const OPEN_WINDOW = `
        open_ms BIGINT UNSIGNED NOT NULL DEFAULT 0,
        open_observed_ms BIGINT UNSIGNED NOT NULL DEFAULT 0,
        open_operating_ms BIGINT UNSIGNED NOT NULL DEFAULT 0,
        open_down_ms BIGINT UNSIGNED NOT NULL DEFAULT 0,
        status_changes INT UNSIGNED NOT NULL DEFAULT 0,
        longest_down_ms BIGINT UNSIGNED NOT NULL DEFAULT 0,`;

const TABLES: TableDefinition[] = [
  {
    name: 'ride_hourly_stats',
    body: `
      ride_id INT UNSIGNED NOT NULL,
      local_date DATE NOT NULL,
      local_hour TINYINT UNSIGNED NOT NULL,${TIME_SUMS}
      PRIMARY KEY (ride_id, local_date, local_hour)
    `,
  },
  {
    name: 'ride_daily_stats',
    body: `
      ride_id INT UNSIGNED NOT NULL,
      stat_date DATE NOT NULL,${TIME_SUMS}${OPEN_WINDOW}
      first_operating_at DATETIME(3) NULL,
      last_operating_at DATETIME(3) NULL,
      coverage DOUBLE NULL,
      PRIMARY KEY (ride_id, stat_date),
      KEY ix_ride_daily_stats_date (stat_date, ride_id)
    `,
  },
  {
    name: 'ride_monthly_stats',
    body: `
      month DATE NOT NULL,
      ride_id INT UNSIGNED NOT NULL,${TIME_SUMS}${OPEN_WINDOW}
      days INT UNSIGNED NOT NULL DEFAULT 0,
      PRIMARY KEY (month, ride_id)
    `,
  },
  {
    name: 'park_daily_stats',
    body: `
      park_id INT UNSIGNED NOT NULL,
      stat_date DATE NOT NULL,
      opens_at DATETIME(3) NULL,
      closes_at DATETIME(3) NULL,
      rides_tracked INT UNSIGNED NOT NULL DEFAULT 0,
      rides_operated INT UNSIGNED NOT NULL DEFAULT 0,
      rides_with_downtime INT UNSIGNED NOT NULL DEFAULT 0,${TIME_SUMS}${OPEN_WINDOW}
      coverage DOUBLE NULL,
      PRIMARY KEY (park_id, stat_date),
      KEY ix_park_daily_stats_date (stat_date, park_id)
    `,
  },
];

export class CreateStatisticsTables1763800000006 implements MigrationInterface {
  name = 'CreateStatisticsTables1763800000006';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
  }
}
