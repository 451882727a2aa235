import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type TableDefinition, createTables, retireTables } from './sql.js';

const TABLES: TableDefinition[] = [
  {
    name: 'collection_runs',
    body: `
      run_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
      started_at DATETIME(3) NOT NULL,
      finished_at DATETIME(3) NULL,
      destinations_total INT UNSIGNED NOT NULL DEFAULT 0,
      destinations_failed INT UNSIGNED NOT NULL DEFAULT 0,
      requests INT UNSIGNED NOT NULL DEFAULT 0,
      rate_limited INT UNSIGNED NOT NULL DEFAULT 0,
      error VARCHAR(1024) NULL,
      PRIMARY KEY (run_id),
      KEY ix_collection_runs_started (started_at)
    `,
  },
  {
    name: 'collection_run_destinations',
    body: `
      run_id BIGINT UNSIGNED NOT NULL,
      destination_id INT UNSIGNED NOT NULL,
      started_at DATETIME(3) NOT NULL,
      finished_at DATETIME(3) NULL,
      observed_at DATETIME(3) NULL,
      http_status SMALLINT UNSIGNED NULL,
      attempts INT UNSIGNED NOT NULL DEFAULT 0,
      entities_seen INT UNSIGNED NOT NULL DEFAULT 0,
      entities_rejected INT UNSIGNED NOT NULL DEFAULT 0,
      rows_written INT UNSIGNED NOT NULL DEFAULT 0,
      rows_extended INT UNSIGNED NOT NULL DEFAULT 0,
      error_code VARCHAR(64) NULL,
      error VARCHAR(1024) NULL,
      PRIMARY KEY (run_id, destination_id),
      KEY ix_collection_run_destinations_time (destination_id, started_at),
      CONSTRAINT fk_collection_run_destinations_run FOREIGN KEY (run_id) REFERENCES collection_runs (run_id) ON DELETE RESTRICT ON UPDATE RESTRICT
    `,
  },
  {
    name: 'park_schedules',
    body: `
      schedule_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
      park_id INT UNSIGNED NOT NULL,
      local_date DATE NOT NULL,
      schedule_type ENUM('OPERATING','TICKETED_EVENT','PRIVATE_EVENT','EXTRA_HOURS','INFO') NOT NULL,
      opens_at DATETIME NULL,
      closes_at DATETIME NULL,
      description VARCHAR(255) NULL,
      purchases JSON NULL,
      seen_from DATETIME(3) NOT NULL,
      seen_until DATETIME(3) NOT NULL,
      withdrawn_at DATETIME(3) NULL,
      PRIMARY KEY (schedule_id),
      KEY ix_park_schedules_day (park_id, local_date),
      CONSTRAINT fk_park_schedules_park FOREIGN KEY (park_id) REFERENCES parks (park_id) ON DELETE RESTRICT ON UPDATE RESTRICT
    `,
  },
  {
    name: 'entity_live_details',
    body: `
      ride_id INT UNSIGNED NOT NULL,
      detail_type ENUM('SHOWTIMES','OPERATING_HOURS','DINING_AVAILABILITY','FORECAST') NOT NULL,
      observed_from DATETIME(3) NOT NULL,
      observed_until DATETIME(3) NOT NULL,
      detail JSON NOT NULL,
      PRIMARY KEY (ride_id, detail_type, observed_from)
    `,
  },
];

/** Creates collection cycles, their destinations, and live details other than status and queues. */
export class CreateCollectionTables1763800000005 implements MigrationInterface {
  name = 'CreateCollectionTables1763800000005';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
  }
}
