import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type TableDefinition, createTables, retireTables } from './sql.js';

const STATUS = `ENUM('OPERATING','DOWN','CLOSED','REFURBISHMENT') NULL`;

const SOURCE = `ENUM('LIVE','ARCHIVE') NOT NULL`;

const TABLES: TableDefinition[] = [
  {
    name: 'ride_status_snapshots',
    body: `
      ride_id INT UNSIGNED NOT NULL,
      recorded_at DATETIME(3) NOT NULL,
      status ${STATUS},
      wait_time SMALLINT NULL,
      observed_until DATETIME(3) NULL,
      last_updated_api DATETIME NULL,
      data_source ${SOURCE},
      PRIMARY KEY (ride_id, recorded_at)
    `,
  },
  {
    name: 'queue_data',
    body: `
      ride_id INT UNSIGNED NOT NULL,
      recorded_at DATETIME(3) NOT NULL,
      queue_type ENUM('STANDBY','SINGLE_RIDER','RETURN_TIME','PAID_RETURN_TIME','BOARDING_GROUP','PAID_STANDBY') NOT NULL,
      wait_time_minutes SMALLINT NULL,
      state ENUM('AVAILABLE','TEMP_FULL','FINISHED') NULL,
      return_start DATETIME NULL,
      return_end DATETIME NULL,
      price_minor INT NULL,
      price_currency CHAR(3) CHARACTER SET ascii COLLATE ascii_general_ci NULL,
      boarding_group_status ENUM('AVAILABLE','PAUSED','CLOSED') NULL,
      group_start INT NULL,
      group_end INT NULL,
      next_allocation_at DATETIME NULL,
      estimated_wait_minutes INT NULL,
      observed_until DATETIME(3) NULL,
      data_source ${SOURCE},
      PRIMARY KEY (ride_id, recorded_at, queue_type)
    `,
  },
  {
    name: 'ride_current',
    body: `
      ride_id INT UNSIGNED NOT NULL,
      recorded_at DATETIME(3) NOT NULL,
      status ${STATUS},
      wait_time SMALLINT NULL,
      observed_until DATETIME(3) NULL,
      last_updated_api DATETIME NULL,
      data_source ${SOURCE},
      PRIMARY KEY (ride_id)
    `,
  },
  {
    name: 'dirty_park_days',
    body: `
      park_id INT UNSIGNED NOT NULL,
      local_date DATE NOT NULL,
      reason VARCHAR(32) NOT NULL,
      marked_at DATETIME(3) NOT NULL,
      PRIMARY KEY (park_id, local_date)
    `,
  },
];

/**
 * Creates the observation tables. The natural key prevents duplicates and is the only index. Partitioned tables cannot have
 * foreign keys, so the write path checks the references.
 */
export class CreateObservationTables1763800000002 implements MigrationInterface {
  name = 'CreateObservationTables1763800000002';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
  }
}
