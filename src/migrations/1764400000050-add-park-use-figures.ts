import type { MigrationInterface, QueryRunner } from 'typeorm';
import { hasColumn, holdsRows } from './sql.js';

const MILLISECONDS = 'BIGINT UNSIGNED NOT NULL DEFAULT 0';
const TABLES = ['ride_daily_stats', 'park_daily_stats'];

const COLUMNS: readonly (readonly [column: string, definition: string])[] = [
  ['outside_wait_known_ms', MILLISECONDS],
  ['outside_wait_minutes_ms', MILLISECONDS],
  ['outside_min_wait', 'SMALLINT NULL'],
  ['outside_max_wait', 'SMALLINT NULL'],
  ['event_ms', MILLISECONDS],
  ['event_operating_ms', MILLISECONDS],
  ['event_down_ms', MILLISECONDS],
  ['event_wait_known_ms', MILLISECONDS],
  ['event_wait_minutes_ms', MILLISECONDS],
  ['extreme_count', 'INT UNSIGNED NOT NULL DEFAULT 0'],
  ['p50_wait', 'SMALLINT NULL'],
  ['p90_wait', 'SMALLINT NULL'],
];

/** Existing days were computed by other rules, so they are recomputed. */
const INVALIDATE = `
  INSERT IGNORE INTO dirty_park_days (park_id, local_date, reason, marked_at, token)
  SELECT days.park_id, days.stat_date, 'RULES', UTC_TIMESTAMP(3), 1
    FROM (SELECT park_id, stat_date FROM park_daily_stats
          UNION SELECT r.park_id, s.stat_date FROM ride_daily_stats s JOIN rides r ON r.ride_id = s.ride_id) days`;

/** Waits count within the park's use of a day. Adds separate sums for time outside of it and for events. */
export class AddParkUseFigures1764400000050 implements MigrationInterface {
  name = 'AddParkUseFigures1764400000050';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) {
      const missing = [];
      for (const [column, definition] of COLUMNS) {
        if (!(await hasColumn(runner, table, column))) missing.push(`ADD COLUMN ${column} ${definition}`);
      }
      if (missing.length > 0) await runner.query(`ALTER TABLE ${table} ${missing.join(', ')}`);
    }
    await runner.query(INVALIDATE);
  }

  /** A table with rows keeps the columns, because earlier migrations ignore them. */
  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) {
      if (await holdsRows(runner, table)) continue;
      for (const [column] of COLUMNS) {
        if (await hasColumn(runner, table, column)) await runner.query(`ALTER TABLE ${table} DROP COLUMN ${column}`);
      }
    }
  }
}
