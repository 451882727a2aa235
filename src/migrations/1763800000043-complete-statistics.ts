import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type TableDefinition, addIndex, createTables, dropIndex, hasColumn, holdsRows, retireTables } from './sql.js';

const STATS_TABLES = [
  'ride_hourly_stats',
  'ride_daily_stats',
  'ride_monthly_stats',
  'park_daily_stats',
  'park_hourly_stats',
];

const COLUMNS: readonly [table: string, column: string, definition: string][] = [
  ...STATS_TABLES.flatMap((table): [string, string, string][] => [
    [table, 'unobserved_ms', 'BIGINT UNSIGNED NOT NULL DEFAULT 0 AFTER observed_ms'],
    [table, 'placeholder_count', 'INT UNSIGNED NOT NULL DEFAULT 0 AFTER max_wait'],
  ]),
  ['dirty_park_days', 'token', 'BIGINT UNSIGNED NOT NULL DEFAULT 0'],
];

const INDEX = 'ix_dirty_park_days_date';

const TABLES: TableDefinition[] = [
  {
    name: 'statistics_rebuilds',
    body: `
      rebuild_id INT UNSIGNED NOT NULL AUTO_INCREMENT,
      park_id INT UNSIGNED NULL,
      from_date DATE NULL,
      to_date DATE NULL,
      park_days_total INT UNSIGNED NOT NULL DEFAULT 0,
      requested_at DATETIME(3) NOT NULL,
      PRIMARY KEY (rebuild_id)
    `,
  },
];

/**
 * Adds unknown time and extreme waits to the sums, a token that shows that a day was invalidated again while it was computed, and
 * requested rebuilds.
 */
export class CompleteStatistics1763800000043 implements MigrationInterface {
  name = 'CompleteStatistics1763800000043';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, column, definition] of COLUMNS) {
      if (await hasColumn(runner, table, column)) continue;
      await runner.query(`ALTER TABLE ${table} ADD COLUMN ${column} ${definition}`);
    }
    await addIndex(runner, 'dirty_park_days', INDEX, 'local_date, park_id');
    await createTables(runner, TABLES);
  }

  /** A table with rows keeps the columns, because earlier migrations ignore them. */
  async down(runner: QueryRunner): Promise<void> {
    await retireTables(runner, TABLES);
    await dropIndex(runner, 'dirty_park_days', INDEX);
    for (const [table, column] of COLUMNS) {
      if (await holdsRows(runner, table)) continue;
      if (await hasColumn(runner, table, column)) {
        await runner.query(`ALTER TABLE ${table} DROP COLUMN ${column}`);
      }
    }
  }
}
