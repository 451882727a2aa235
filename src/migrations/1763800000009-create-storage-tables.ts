import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type TableDefinition, createTables, retireTables } from './sql.js';

const TABLES: TableDefinition[] = [
  {
    name: 'storage_metrics',
    body: `
      metric_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
      table_name VARCHAR(64) NOT NULL,
      partition_name VARCHAR(64) NULL,
      measurement_date DATE NOT NULL,
      row_count BIGINT UNSIGNED NOT NULL,
      row_count_exact BOOLEAN NOT NULL,
      data_bytes BIGINT UNSIGNED NOT NULL,
      index_bytes BIGINT UNSIGNED NOT NULL,
      free_bytes BIGINT UNSIGNED NOT NULL,
      measured_at DATETIME(3) NOT NULL,
      PRIMARY KEY (metric_id),
      KEY ix_storage_metrics_day (measurement_date, table_name, partition_name)
    `,
  },
  {
    name: 'storage_alerts',
    body: `
      alert_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
      alert_type ENUM('CAPACITY_THRESHOLD','GROWTH_RATE_CHANGE','PARTITION_COUNT','DAYS_UNTIL_FULL','CATCH_ALL_NOT_EMPTY') NOT NULL,
      severity ENUM('WARNING','CRITICAL') NOT NULL,
      table_name VARCHAR(64) NULL,
      value DOUBLE NOT NULL,
      threshold DOUBLE NOT NULL,
      raised_at DATETIME(3) NOT NULL,
      updated_at DATETIME(3) NOT NULL,
      cleared_at DATETIME(3) NULL,
      note VARCHAR(1024) NULL,
      PRIMARY KEY (alert_id),
      KEY ix_storage_alerts_active (cleared_at, alert_type)
    `,
  },
];

/** Creates the daily storage measurements and the storage alerts. */
export class CreateStorageTables1763800000009 implements MigrationInterface {
  name = 'CreateStorageTables1763800000009';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
  }
}
