import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type TableDefinition, addIndex, createTables, dropIndex, hasColumn, holdsRows, retireTables } from './sql.js';

const MILLISECONDS = 'BIGINT UNSIGNED NOT NULL DEFAULT 0';
/** Fits one hour of a ride, or two when the clock goes back; in the largest table each byte counts. */
const HOUR_MILLISECONDS = 'INT UNSIGNED NOT NULL DEFAULT 0';

const TABLES: TableDefinition[] = [
  {
    name: 'park_hourly_stats',
    body: `
      park_id INT UNSIGNED NOT NULL,
      local_date DATE NOT NULL,
      local_hour TINYINT UNSIGNED NOT NULL,
      operating_ms ${MILLISECONDS},
      down_ms ${MILLISECONDS},
      closed_ms ${MILLISECONDS},
      refurbishment_ms ${MILLISECONDS},
      observed_ms ${MILLISECONDS},
      archive_ms ${MILLISECONDS},
      wait_known_ms ${MILLISECONDS},
      wait_minutes_ms ${MILLISECONDS},
      min_wait SMALLINT NULL,
      max_wait SMALLINT NULL,
      snapshot_count INT UNSIGNED NOT NULL DEFAULT 0,
      open_ms ${MILLISECONDS},
      open_observed_ms ${MILLISECONDS},
      open_operating_ms ${MILLISECONDS},
      open_down_ms ${MILLISECONDS},
      PRIMARY KEY (park_id, local_date, local_hour)
    `,
  },
];

const COLUMNS: readonly (readonly [table: string, column: string, type: string])[] = [
  ...['ride_hourly_stats', 'ride_daily_stats', 'ride_monthly_stats', 'park_daily_stats'].map(
    (table) => [table, 'archive_ms', MILLISECONDS] as const,
  ),
  ...['open_ms', 'open_observed_ms', 'open_operating_ms', 'open_down_ms'].map(
    (column) => ['ride_hourly_stats', column, HOUR_MILLISECONDS] as const,
  ),
];

const RANKED_SUMS =
  'observed_ms, wait_known_ms, wait_minutes_ms, open_ms, open_observed_ms, open_operating_ms, open_down_ms, max_wait';

/**
 * A ranking sums some days of every ride: 63,000 rows for a month. With a plain index, each row is looked up in the table (300 ms if
 * it does not fit into memory), and for two months the server scans the whole table. With the sums in the index, it reads one
 * range of the index: 53 ms. The index takes 66 bytes per ride and day.
 */
const INDEXES = [
  { table: 'ride_daily_stats', index: 'ix_ride_daily_stats_ranking', old: 'ix_ride_daily_stats_date', id: 'ride_id' },
  { table: 'park_daily_stats', index: 'ix_park_daily_stats_ranking', old: 'ix_park_daily_stats_date', id: 'park_id' },
] as const;

/**
 * Adds rollup data for the read endpoints: the observed time from the archive, the states of an hour while the park was open, and
 * the hours of a park (computed from its rides, they would be 300,000 rows a year).
 */
export class AddSumsForReads1763800000042 implements MigrationInterface {
  name = 'AddSumsForReads1763800000042';

  async up(runner: QueryRunner): Promise<void> {
    await createTables(runner, TABLES);
    for (const [table, column, type] of COLUMNS) {
      if (await hasColumn(runner, table, column)) continue;
      await runner.query(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
    }
    for (const { table, index, old, id } of INDEXES) {
      await addIndex(runner, table, index, `stat_date, ${id}, ${RANKED_SUMS}`);
      await dropIndex(runner, table, old);
    }
  }

  /** A table with rows keeps the columns, because earlier migrations ignore them. */
  async down(runner: QueryRunner): Promise<void> {
    for (const { table, index, old, id } of INDEXES) {
      await addIndex(runner, table, old, `stat_date, ${id}`);
      await dropIndex(runner, table, index);
    }
    for (const [table, column] of [...COLUMNS].reverse()) {
      if (!(await holdsRows(runner, table)) && (await hasColumn(runner, table, column))) {
        await runner.query(`ALTER TABLE ${table} DROP COLUMN ${column}`);
      }
    }
    await retireTables(runner, TABLES);
  }
}
