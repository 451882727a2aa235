import type { MigrationInterface, QueryRunner } from 'typeorm';
import { hasColumn, hasIndex, hasTable } from './sql.js';

/** Old and new names. A rename changes only metadata; the server copies no rows. */
const TABLES: readonly (readonly [before: string, after: string])[] = [
  ['dirty_park_days', 'invalidated_park_days'],
  ['ride_dekad_stats', 'ride_ten_day_stats'],
];

const SCHEDULED_TIME = {
  open_ms: 'scheduled_ms',
  open_observed_ms: 'scheduled_observed_ms',
  open_operating_ms: 'scheduled_operating_ms',
  open_down_ms: 'scheduled_down_ms',
};
const TIME_TOTALS = { ...SCHEDULED_TIME, placeholder_count: 'implausible_wait_count', unobserved_ms: 'unknown_ms' };
const CONFIRMED = { observed_until: 'last_confirmed_at' };
const REPORTED = { seen_from: 'reported_from', seen_until: 'reported_until' };
const EVENT_COUNTS = {
  seen: 'events_read',
  stored: 'events_stored',
  duplicate: 'events_duplicate',
  rejected: 'events_rejected',
};

/** Columns by the new name of their table. */
const COLUMNS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  invalidated_park_days: { marked_at: 'invalidated_at' },
  ride_ten_day_stats: { ...TIME_TOTALS, dekad: 'first_date' },
  ride_hourly_stats: TIME_TOTALS,
  ride_daily_stats: TIME_TOTALS,
  ride_monthly_stats: TIME_TOTALS,
  park_hourly_stats: TIME_TOTALS,
  park_daily_stats: TIME_TOTALS,
  ride_status_snapshots: CONFIRMED,
  queue_data: CONFIRMED,
  ride_current: CONFIRMED,
  queue_current: CONFIRMED,
  entity_live_details: CONFIRMED,
  park_schedules: REPORTED,
  park_schedule_prices: REPORTED,
  park_schedule_pending: REPORTED,
  collection_run_destinations: { entities_seen: 'entities_read' },
  import_checkpoints: EVENT_COUNTS,
  import_files: EVENT_COUNTS,
};

const INDEXES: readonly (readonly [table: string, before: string, after: string])[] = [
  ['invalidated_park_days', 'ix_dirty_park_days_date', 'ix_invalidated_park_days_date'],
  ['park_daily_stats', 'ix_park_daily_stats_figures', 'ix_park_daily_stats_metrics'],
];

/** Old and new words stored in rows. */
const WORDS: readonly { table: string; column: string; words: readonly (readonly [string, string])[] }[] = [
  {
    table: 'data_quality_log',
    column: 'reason',
    words: [
      ['FEED_FROZEN', 'STALE_FEED'],
      ['FEED_RESTAMPED', 'TIMESTAMP_CHURN'],
      ['REKEYED', 'ID_CHANGED'],
      ['PARK_REKEYED', 'PARK_ID_CHANGED'],
      ['PLACEHOLDER_WAIT', 'IMPLAUSIBLE_WAIT'],
      ['ANSWERS_AHEAD', 'RESPONSES_AHEAD'],
    ],
  },
  {
    table: 'data_exclusions',
    column: 'reason',
    words: [
      ['FEED_FROZEN', 'STALE_FEED'],
      ['FEED_RESTAMPED', 'TIMESTAMP_CHURN'],
    ],
  },
  { table: 'collection_run_destinations', column: 'error_code', words: [['MALFORMED_ANSWER', 'MALFORMED_RESPONSE']] },
  { table: 'alerts', column: 'alert_key', words: [['clock.answers_ahead', 'clock.responses_ahead']] },
  { table: 'alerts', column: 'active_key', words: [['clock.answers_ahead', 'clock.responses_ahead']] },
  { table: 'job_leases', column: 'name', words: [['feed-suspicion', 'feed-health']] },
  { table: 'storage_metrics', column: 'table_name', words: TABLES },
  { table: 'storage_row_counts', column: 'table_name', words: TABLES },
];

const reversed = <Pair extends readonly [string, string]>(pairs: readonly Pair[]) =>
  pairs.map(([before, after]) => [after, before] as const);

/** Gives tables, columns, indexes and stored words the standard terms of the field; every row is kept. */
export class AdoptStandardTerms1764400000200 implements MigrationInterface {
  name = 'AdoptStandardTerms1764400000200';

  async up(runner: QueryRunner): Promise<void> {
    for (const [before, after] of TABLES) await renameTable(runner, before, after);
    for (const [table, names] of Object.entries(COLUMNS)) await renameColumns(runner, table, Object.entries(names));
    for (const [table, before, after] of INDEXES) await renameIndex(runner, table, before, after);
    for (const { table, column, words } of WORDS) await replaceWords(runner, table, column, words);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { table, column, words } of WORDS) await replaceWords(runner, table, column, reversed(words));
    for (const [table, before, after] of INDEXES) await renameIndex(runner, table, after, before);
    for (const [table, names] of Object.entries(COLUMNS)) {
      await renameColumns(runner, table, reversed(Object.entries(names)));
    }
    for (const [before, after] of TABLES) await renameTable(runner, after, before);
  }
}

/** Does nothing if already renamed, so that an interrupted migration can be run again. */
async function renameTable(runner: QueryRunner, before: string, after: string): Promise<void> {
  if (await hasTable(runner, before)) await runner.query(`RENAME TABLE ${before} TO ${after}`);
}

async function renameColumns(
  runner: QueryRunner,
  table: string,
  names: readonly (readonly [string, string])[],
): Promise<void> {
  const changes: string[] = [];
  for (const [before, after] of names) {
    if (await hasColumn(runner, table, before)) changes.push(`RENAME COLUMN \`${before}\` TO \`${after}\``);
  }
  if (changes.length > 0) await runner.query(`ALTER TABLE ${table} ${changes.join(', ')}`);
}

async function renameIndex(runner: QueryRunner, table: string, before: string, after: string): Promise<void> {
  if (await hasIndex(runner, table, before)) {
    await runner.query(`ALTER TABLE ${table} RENAME INDEX ${before} TO ${after}`);
  }
}

async function replaceWords(
  runner: QueryRunner,
  table: string,
  column: string,
  words: readonly (readonly [string, string])[],
): Promise<void> {
  if (!(await hasTable(runner, table))) return;
  for (const [before, after] of words) {
    await runner.query(`UPDATE ${table} SET ${column} = ? WHERE ${column} = ?`, [after, before]);
  }
}
