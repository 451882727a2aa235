import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type TableDefinition, addIndex, createTables, dropIndex, retireTables } from './sql.js';

const TABLES: TableDefinition[] = [
  {
    name: 'queue_current',
    body: `
      ride_id INT UNSIGNED NOT NULL,
      queue_type ENUM('STANDBY','SINGLE_RIDER','RETURN_TIME','PAID_RETURN_TIME','BOARDING_GROUP','PAID_STANDBY') NOT NULL,
      recorded_at DATETIME(3) NOT NULL,
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
      data_source ENUM('LIVE','ARCHIVE') NOT NULL,
      PRIMARY KEY (ride_id, queue_type)
    `,
  },
];

const QUEUE_COLUMNS =
  'ride_id, queue_type, recorded_at, wait_time_minutes, state, return_start, return_end, price_minor, price_currency, ' +
  'boarding_group_status, group_start, group_end, next_allocation_at, estimated_wait_minutes, observed_until, data_source';

const INDEXED = 'collection_run_destinations';
const INDEX = 'ix_collection_run_destinations_observed';

/**
 * Adds the newest row of each queue to the newest states, because the collector compares with it, and an index for the newest poll
 * of a destination, which run-length encoding reads in every transaction.
 */
export class CreateLiveState1763800000010 implements MigrationInterface {
  name = 'CreateLiveState1763800000010';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
    await runner.query(
      `INSERT IGNORE INTO queue_current (${QUEUE_COLUMNS})
       SELECT ${QUEUE_COLUMNS.split(', ')
         .map((column) => `q.${column}`)
         .join(', ')}
         FROM queue_data q
         JOIN (SELECT ride_id, queue_type, MAX(recorded_at) AS newest FROM queue_data GROUP BY ride_id, queue_type) n
           ON n.ride_id = q.ride_id AND n.queue_type = q.queue_type AND n.newest = q.recorded_at`,
    );
    await addIndex(runner, INDEXED, INDEX, 'destination_id, observed_at');
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropIndex(runner, INDEXED, INDEX);
    await retireTables(runner, TABLES);
  }
}
