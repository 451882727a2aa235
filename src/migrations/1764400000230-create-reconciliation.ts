import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createTables, retireTables, type TableDefinition } from './sql.js';

const TABLES: TableDefinition[] = [
  {
    name: 'history_daily',
    body: `
      park_id INT UNSIGNED NOT NULL,
      local_date DATE NOT NULL,
      themeparks_wiki_id CHAR(36) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
      ride_id INT UNSIGNED NULL,
      entity_name VARCHAR(255) NULL,
      entity_type VARCHAR(32) NULL,
      first_operating_at DATETIME NULL,
      last_closed_at DATETIME NULL,
      operating_minutes SMALLINT UNSIGNED NOT NULL,
      down_minutes SMALLINT UNSIGNED NOT NULL,
      unknown_minutes SMALLINT UNSIGNED NULL,
      standby_min_minutes SMALLINT UNSIGNED NULL,
      standby_p50_minutes SMALLINT UNSIGNED NULL,
      standby_mean_minutes SMALLINT UNSIGNED NULL,
      standby_p90_minutes SMALLINT UNSIGNED NULL,
      standby_max_minutes SMALLINT UNSIGNED NULL,
      single_rider_min_minutes SMALLINT UNSIGNED NULL,
      single_rider_p50_minutes SMALLINT UNSIGNED NULL,
      single_rider_mean_minutes SMALLINT UNSIGNED NULL,
      single_rider_p90_minutes SMALLINT UNSIGNED NULL,
      single_rider_max_minutes SMALLINT UNSIGNED NULL,
      extreme_standby_waits INT UNSIGNED NULL,
      extreme_single_rider_waits INT UNSIGNED NULL,
      implausible_standby_waits INT UNSIGNED NULL,
      implausible_single_rider_waits INT UNSIGNED NULL,
      show_count INT UNSIGNED NULL,
      in_park_hours JSON NULL,
      changes INT UNSIGNED NULL,
      fetched_at DATETIME(3) NOT NULL,
      PRIMARY KEY (park_id, local_date, themeparks_wiki_id),
      KEY ix_history_daily_ride (ride_id, local_date),
      CONSTRAINT fk_history_daily_park FOREIGN KEY (park_id) REFERENCES parks (park_id) ON DELETE RESTRICT ON UPDATE RESTRICT
    `,
  },
  {
    name: 'reconciled_days',
    body: `
      park_id INT UNSIGNED NOT NULL,
      local_date DATE NOT NULL,
      agreeing INT UNSIGNED NOT NULL,
      explained INT UNSIGNED NOT NULL,
      unexplained INT UNSIGNED NOT NULL,
      not_observed INT UNSIGNED NOT NULL,
      compared_at DATETIME(3) NOT NULL,
      PRIMARY KEY (park_id, local_date),
      KEY ix_reconciled_days_date (local_date),
      CONSTRAINT fk_reconciled_days_park FOREIGN KEY (park_id) REFERENCES parks (park_id) ON DELETE RESTRICT ON UPDATE RESTRICT
    `,
  },
  {
    name: 'reconciliation_differences',
    body: `
      ride_id INT UNSIGNED NOT NULL,
      local_date DATE NOT NULL,
      field VARCHAR(64) CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
      park_id INT UNSIGNED NOT NULL,
      ours VARCHAR(32) CHARACTER SET ascii COLLATE ascii_general_ci NULL,
      theirs VARCHAR(32) CHARACTER SET ascii COLLATE ascii_general_ci NULL,
      explanation ENUM('BETWEEN_POLLS','OUR_GAP','OTHER_HOURS','LOWER_CEILING','OTHER_RULES','THEIR_GAP','UNEXPLAINED') NOT NULL,
      PRIMARY KEY (ride_id, local_date, field),
      KEY ix_reconciliation_differences_park (park_id, local_date)
    `,
  },
];

/** Creates the tables of the daily rows of ThemeParks.wiki and of their comparison with the observations. */
export class CreateReconciliation1764400000230 implements MigrationInterface {
  name = 'CreateReconciliation1764400000230';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
  }
}
