import type { DataSource } from 'typeorm';
import { runMigrations } from '../../src/common/database/run-migrations.js';
import { PARTITIONED_TABLES } from '../../src/modules/snapshots/partitions/partition-plan.js';
import { CountDaysSeen1763800000044 } from '../../src/migrations/1763800000044-count-days-seen.js';
import { CreateRideDekads1763800000060 } from '../../src/migrations/1763800000060-create-ride-dekads.js';
import { AdoptStandardTerms1764400000200 } from '../../src/migrations/1764400000200-adopt-standard-terms.js';
import { KeepAttributes1764400000240 } from '../../src/migrations/1764400000240-keep-attributes.js';
import { AddParkUseFigures1764400000050 } from '../../src/migrations/1764400000050-add-park-use-figures.js';
import { RememberExaminedExclusions1764400000080 } from '../../src/migrations/1764400000080-remember-examined-exclusions.js';
import { PackRideHours1764400000280 } from '../../src/migrations/1764400000280-pack-ride-hours.js';
import { AcknowledgeStorageAlerts1764400000390 } from '../../src/migrations/1764400000390-acknowledge-storage-alerts.js';
import { AddAlertChannels1764400000370 } from '../../src/migrations/1764400000370-add-alert-channels.js';
import { CreateViews1764400000330 } from '../../src/migrations/1764400000330-create-views.js';
import { RecordRideListingChanges1764400000051 } from '../../src/migrations/1764400000051-record-ride-listing-changes.js';
import { NO_TIME } from '../../src/modules/statistics/days/rollup-rows.js';
import { packedDay, type RideHour } from '../support/ride-hour-rows.js';
import { RIDE_HOURS } from '../../src/modules/statistics/queries/rollup-tables.sql.js';
import { ENTITIES, MIGRATIONS } from '../../src/schema.js';
import { type OpenDatabase, openEmptyDatabase, openMigratedDatabase } from '../support/migrated-database.js';

/** Former names of renamed tables, under which migrations create them. */
const NAMED_BEFORE: Readonly<Record<string, string>> = {
  invalidated_park_days: 'dirty_park_days',
  ride_ten_day_stats: 'ride_dekad_stats',
  ride_day_hours: 'ride_hourly_stats',
};

/** Migrations that change tables but create none: a new one of these belongs here. */
const WITHOUT_TABLES: readonly unknown[] = [
  CountDaysSeen1763800000044,
  AddParkUseFigures1764400000050,
  RememberExaminedExclusions1764400000080,
  AdoptStandardTerms1764400000200,
  KeepAttributes1764400000240,
  PackRideHours1764400000280,
  CreateViews1764400000330,
  AddAlertChannels1764400000370,
  AcknowledgeStorageAlerts1764400000390,
];

const tableNames = async (dataSource: DataSource): Promise<string[]> => {
  const rows = await dataSource.query<{ name: string }[]>(
    `SELECT TABLE_NAME AS name FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE'`,
  );
  return rows.map(({ name }) => name).sort();
};

const partitionsOf = async (dataSource: DataSource, table: string): Promise<string[]> => {
  const rows = await dataSource.query<{ name: string | null }[]>(
    `SELECT PARTITION_NAME AS name FROM information_schema.PARTITIONS
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? ORDER BY PARTITION_ORDINAL_POSITION`,
    [table],
  );
  return rows.map(({ name }) => name).filter((name) => name !== null);
};

/** All tables, in an order that satisfies their foreign keys. */
const tablesInOrder = (dataSource: DataSource): string[] =>
  ENTITIES.map((entity) => dataSource.getMetadata(entity).tableName);

/** A value for every column type of the schema; every id is 1, so that every reference is valid. */
const VALUES: Readonly<Record<string, string>> = {
  int: '1',
  bigint: '1',
  smallint: '1',
  tinyint: '1',
  double: '1.5',
  char: `'x'`,
  varchar: `'x'`,
  enum: '1',
  date: `'2024-07-01'`,
  datetime: `'2024-07-01 12:00:00'`,
  json: `'{}'`,
  longtext: `'{}'`,
};

/** An hour with another value in each column. */
function anyRideHour(localHour: number): RideHour {
  const values = Object.keys(NO_TIME).map((name, index) => [name, 1_000 + index]);
  return { ...NO_TIME, ...(Object.fromEntries(values) as object), rideId: 1, localDate: '2024-07-01', localHour };
}

/** One row, with a value in every column, for every table. */
async function fillEveryTable(dataSource: DataSource): Promise<void> {
  await dataSource.query(
    RIDE_HOURS.upsert([packedDay({ rideId: 1, localDate: '2024-07-01', hours: [anyRideHour(13)] })]),
  );
  for (const table of tablesInOrder(dataSource).filter((name) => name !== 'ride_day_hours')) {
    const columns = await dataSource.query<{ name: string; type: string }[]>(
      `SELECT COLUMN_NAME AS name, DATA_TYPE AS type FROM information_schema.COLUMNS
        WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?`,
      [table],
    );
    const names = columns.map(({ name }) => `\`${name}\``).join(', ');
    const values = columns.map(({ type }) => VALUES[type]!).join(', ');
    await dataSource.query(`INSERT INTO ${table} (${names}) VALUES (${values})`);
  }
}

async function everyRow(dataSource: DataSource): Promise<Record<string, unknown[]>> {
  const rows: Record<string, unknown[]> = {};
  for (const table of tablesInOrder(dataSource)) {
    rows[table] = await dataSource.query<unknown[]>(`SELECT * FROM ${table} ORDER BY 1, 2`);
  }
  return rows;
}

async function down(dataSource: DataSource, count: number): Promise<void> {
  for (let step = 0; step < count; step++) await dataSource.undoLastMigration();
}

async function expectWholeSchema(dataSource: DataSource): Promise<void> {
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  expect(upQueries.map(({ query }) => query)).toEqual([]);
  for (const table of PARTITIONED_TABLES) {
    const partitions = await partitionsOf(dataSource, table);
    expect([partitions.at(0), partitions.at(-1)]).toEqual(['p_past', 'p_future']);
    expect(partitions).toContain('p202101');
  }
}

describe('migrations', () => {
  let open: OpenDatabase;

  // Each test leaves the complete schema behind, because creating partitions for each of them is slow.
  beforeAll(async () => {
    open = await openEmptyDatabase('migrations');
  });
  afterAll(() => open.close());

  it('run once if several processes start at the same time', async () => {
    const others = await Promise.all([open.connect(), open.connect()]);
    const ran = await Promise.all([open.dataSource, ...others].map((dataSource) => runMigrations(dataSource)));
    expect(ran.map((names) => names.length).sort()).toEqual([0, 0, MIGRATIONS.length]);
    await expectWholeSchema(open.dataSource);
  });

  it('can be reverted one by one to an empty schema, and applied again', async () => {
    const { dataSource } = open;
    let before = await tableNames(dataSource);
    for (const Migration of [...MIGRATIONS].reverse()) {
      await dataSource.undoLastMigration();
      const after = await tableNames(dataSource);
      const isPartitioning = Migration.name.startsWith('Partition');
      const hasTables = !isPartitioning && !WITHOUT_TABLES.includes(Migration);
      const { name } = Migration;
      expect({ name, revertsTables: after.length < before.length }).toEqual({ name, revertsTables: hasTables });
      if (isPartitioning) expect(await partitionsOf(dataSource, 'ride_status_snapshots')).toEqual([]);
      before = after;
    }
    expect(before).toEqual(['schema_migrations']);
    await dataSource.runMigrations();
    await expectWholeSchema(dataSource);
  });

  it('can be run again after one was interrupted, in both directions', async () => {
    const { dataSource } = open;
    // Killed between two statements, or after the last one and before it was recorded.
    await dataSource.query(`DELETE FROM schema_migrations WHERE name LIKE 'StorageMeasurements%'`);
    await dataSource.query('DROP TABLE storage_row_counts');
    await dataSource.runMigrations();
    await expectWholeSchema(dataSource);
    await dataSource.query('DROP TABLE storage_row_counts');
    await dataSource.undoLastMigration();
    expect(await tableNames(dataSource)).not.toContain('storage_measurements');
    await dataSource.runMigrations();
    await expectWholeSchema(dataSource);
  });

  it('can be reverted if a kept table refers to an empty one', async () => {
    const { dataSource } = open;
    // An import of a whole destination has no park, and there may be none yet.
    await dataSource.query(`INSERT INTO destinations (themeparks_wiki_id, name) VALUES ('x', 'Somewhere')`);
    await dataSource.query(
      `INSERT INTO import_checkpoints (import_id, destination_id, options, status, created_at, updated_at)
       VALUES ('imp_1', 1, '{}', 'PENDING', '2024-07-01', '2024-07-01')`,
    );
    const before = await everyRow(dataSource);
    await down(dataSource, MIGRATIONS.length);
    await dataSource.runMigrations();
    expect(await everyRow(dataSource)).toEqual(before);
    await expectWholeSchema(dataSource);
  });
});

describe('migrations with data in place', () => {
  let open: OpenDatabase;
  let dataSource: DataSource;
  let before: Record<string, unknown[]>;

  beforeAll(async () => {
    open = await openMigratedDatabase('migrations_rows');
    dataSource = open.dataSource;
    await fillEveryTable(dataSource);
    for (const year of [1999, 2019, 2199]) {
      await dataSource.query(
        `INSERT INTO ride_status_snapshots (ride_id, recorded_at, data_source) VALUES (2, '${year}-05-01', 'ARCHIVE')`,
      );
    }
    before = await everyRow(dataSource);
  });
  afterAll(() => open.close());

  it('can be partly reverted and applied again without losing a row', async () => {
    for (const count of [1, 4]) {
      await down(dataSource, count);
      await dataSource.runMigrations();
      expect(await everyRow(dataSource)).toEqual(before);
    }
  });

  it('restore every row of every table after a revert', async () => {
    for (const table of tablesInOrder(dataSource)) expect(before[table]!.length).toBeGreaterThan(0);
    await down(dataSource, MIGRATIONS.length);
    expect(await tableNames(dataSource)).toEqual(
      [
        ...tablesInOrder(dataSource).map((table) => `${NAMED_BEFORE[table] ?? table}__kept`),
        'schema_migrations',
      ].sort(),
    );
    await dataSource.runMigrations();
    expect(await everyRow(dataSource)).toEqual(before);
    await expectWholeSchema(dataSource);
  });

  it('put rows older than the archive into their months, and implausible ones into the catch-alls', async () => {
    const partitions = await partitionsOf(dataSource, 'ride_status_snapshots');
    expect(partitions.slice(0, 2)).toEqual(['p_past', 'p201905']);
    const yearsIn = async (partition: string) =>
      dataSource.query<unknown[]>(
        `SELECT YEAR(recorded_at) AS year FROM ride_status_snapshots PARTITION (${partition})`,
      );
    expect(await yearsIn('p_past')).toEqual([{ year: 1999 }]);
    expect(await yearsIn('p201905')).toEqual([{ year: 2019 }]);
    expect(await yearsIn('p202407')).toEqual([{ year: 2024 }]);
    expect(await yearsIn('p_future')).toEqual([{ year: 2199 }]);
  });

  it('compute ten-day periods from the existing days only', async () => {
    await down(dataSource, MIGRATIONS.length - MIGRATIONS.indexOf(CreateRideDekads1763800000060));
    await dataSource.query('DELETE FROM ride_daily_stats');
    const days = ['2024-02-10', '2024-02-11', '2024-02-20', '2024-02-21', '2024-02-29', '2024-12-31'];
    const rows = days.map((day, at) => `(7, '${day}', ${10 ** at}, ${at === 0 ? 0 : 1}, ${at === 1 ? 'NULL' : at})`);
    await dataSource.query(
      `INSERT INTO ride_daily_stats (ride_id, stat_date, wait_minutes_ms, open_ms, max_wait) VALUES ${rows.join(',')}`,
    );
    await dataSource.runMigrations();
    const periods = await dataSource.query<unknown[]>(
      `SELECT DATE_FORMAT(first_date, '%Y-%m-%d') AS firstDate, ride_id AS rideId, wait_minutes_ms AS sum, max_wait AS max, days
         FROM ride_ten_day_stats ORDER BY 1`,
    );
    expect(
      periods.map((row) =>
        Object.values(row as object)
          .map(String)
          .join(' '),
      ),
    ).toEqual(['2024-02-01 7 1 0 0', '2024-02-11 7 110 2 2', '2024-02-21 7 11000 4 2', '2024-12-21 7 100000 5 1']);
  });

  it('keep inactive rides listed for the 28 days after their last observation, but not beyond today', async () => {
    await down(dataSource, MIGRATIONS.length - MIGRATIONS.indexOf(RecordRideListingChanges1764400000051));
    await dataSource.query(
      `INSERT INTO rides (ride_id, park_id, name, normalized_name, is_active, last_seen_at)
       VALUES (21, 1, 'a', 'a', 0, '2024-07-01 12:00:00'), (22, 1, 'b', 'b', 0, UTC_TIMESTAMP(3) - INTERVAL 5 DAY),
              (23, 1, 'c', 'c', 0, NULL), (24, 1, 'd', 'd', 1, '2024-07-01 12:00:00')`,
    );
    await dataSource.runMigrations();
    const changes = await dataSource.query<unknown[]>(
      `SELECT c.ride_id AS rideId, ROUND(TIMESTAMPDIFF(MINUTE, r.last_seen_at, c.changed_at) / 1440) + 0 AS days, c.is_listed AS isListed
         FROM ride_listing_changes c JOIN rides r ON r.ride_id = c.ride_id WHERE c.ride_id > 20 ORDER BY c.ride_id`,
    );
    expect(changes.map((row) => Object.values(row as object).map(Number))).toEqual([
      [21, 28, 0],
      [22, 5, 0],
    ]);
  });

  it('translate stored words to the standard terms, and back when reverted', async () => {
    const reasons = async () => {
      const rows = await dataSource.query<{ reason: string }[]>(
        `SELECT reason FROM data_quality_log WHERE description = 'named before' ORDER BY reason`,
      );
      return rows.map(({ reason }) => reason);
    };
    const alertKeys = async () => {
      const [row] = await dataSource.query<object[]>(
        `SELECT alert_key, active_key FROM alerts WHERE title = 'named before'`,
      );
      return Object.values(row!) as unknown[];
    };
    const before = ['ANSWERS_AHEAD', 'FEED_FROZEN', 'PARK_REKEYED', 'PLACEHOLDER_WAIT', 'UNKNOWN_STATUS'];
    await down(dataSource, MIGRATIONS.length - MIGRATIONS.indexOf(AdoptStandardTerms1764400000200));
    for (const [index, reason] of before.entries()) {
      await dataSource.query(
        `INSERT INTO data_quality_log (issue_type, reason, fingerprint, first_seen_at, last_seen_at, description)
         VALUES ('SUSPICIOUS', ?, ?, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), 'named before')`,
        [reason, String(index).repeat(64)],
      );
    }
    await dataSource.query(
      `INSERT INTO alerts (alert_key, active_key, severity, title, description, since, updated_at)
       VALUES ('clock.answers_ahead', 'clock.answers_ahead', 'CRITICAL', 'named before', '', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))`,
    );
    await dataSource.runMigrations();
    const after = ['IMPLAUSIBLE_WAIT', 'PARK_ID_CHANGED', 'RESPONSES_AHEAD', 'STALE_FEED', 'UNKNOWN_STATUS'];
    expect(await reasons()).toEqual(after);
    expect(await alertKeys()).toEqual(['clock.responses_ahead', 'clock.responses_ahead']);
    await down(dataSource, MIGRATIONS.length - MIGRATIONS.indexOf(AdoptStandardTerms1764400000200));
    expect(await reasons()).toEqual(before);
    expect(await alertKeys()).toEqual(['clock.answers_ahead', 'clock.answers_ahead']);
    await dataSource.runMigrations();
  });
});
