import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { PackRideHours1764400000280 } from '../../src/migrations/1764400000280-pack-ride-hours.js';
import { NO_TIME } from '../../src/modules/statistics/days/rollup-rows.js';
import { packedDay, type RideHour } from '../support/ride-hour-rows.js';
import { RIDE_HOURS } from '../../src/modules/statistics/queries/rollup-tables.sql.js';
import { MIGRATIONS } from '../../src/schema.js';
import { type OpenDatabase, openMigratedDatabase } from '../support/migrated-database.js';
import { seededRandom } from '../support/archive-event.js';

const HOUR_MS = 3_600_000;
const STEPS = MIGRATIONS.length - MIGRATIONS.indexOf(PackRideHours1764400000280);
const RIDES = [1, 2, 70_000];
const DATES = ['2024-02-29', '2024-03-31', '2024-10-27'];

/** Hours of all kinds: usual ones, those of a changed clock, parts of hours, and values that follow from nothing. */
function hoursOfDay(rideId: number, localDate: string, random: () => number): RideHour[] {
  const one = <T>(...choices: T[]): T => choices[Math.floor(random() * choices.length)]!;
  const duration = () => one(0, HOUR_MS, Math.floor(random() * HOUR_MS), 2 * HOUR_MS);
  const hours = Array.from({ length: 24 }, (_, localHour) => localHour).filter(() => random() < 0.8);
  const [isUsual, columns] = [random() < 0.5, Object.keys(NO_TIME)];
  return hours.map((localHour) => {
    const key = { rideId, localDate, localHour };
    const wait = one(0, 5, 120);
    if (isUsual) return { ...key, ...NO_TIME, ...usualTotals(one(0, HOUR_MS, 1_200_000), wait) };
    const totals = Object.fromEntries(columns.map((name) => [name, duration()])) as unknown as RideHour;
    const waits = { minWait: one(null, 0, wait), maxWait: one(null, wait, 32_767), waitMinutesMs: wait * 2 * HOUR_MS };
    return { ...totals, ...waits, implausibleWaitCount: one(0, 3), snapshotCount: one(0, 1, 4_000), ...key };
  });
}

const usualTotals = (operatingMs: number, wait: number) => ({
  operatingMs,
  closedMs: HOUR_MS - operatingMs,
  ...{ observedMs: HOUR_MS, archiveMs: HOUR_MS, scheduledMs: HOUR_MS, scheduledObservedMs: HOUR_MS },
  ...{ scheduledOperatingMs: operatingMs, waitKnownMs: operatingMs, waitMinutesMs: operatingMs * wait },
  ...(operatingMs === 0 ? {} : { minWait: wait, maxWait: wait, snapshotCount: 2 }),
});

const random = seededRandom(7);
const days = RIDES.flatMap((rideId) =>
  DATES.map((localDate) => ({ rideId, localDate, hours: hoursOfDay(rideId, localDate, random) })),
);

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

async function insertUnpacked(dataSource: DataSource): Promise<void> {
  const names = ['rideId', 'localDate', 'localHour', ...Object.keys(NO_TIME)] as (keyof RideHour)[];
  await dataSource.query(`INSERT INTO ride_hourly_stats (${names.map(snakeCase).join(', ')}) VALUES ?`, [
    days.flatMap(({ hours }) => hours.map((hour) => names.map((name) => hour[name]))),
  ]);
}

/** The SQL of the section about packed hours. */
function documentedSql(): string {
  const page = readFileSync(join(import.meta.dirname, '../../docs/statistics.md'), 'utf8');
  return /## Packed hours of rides[\s\S]*?```sql\n([\s\S]*?)```/.exec(page)![1]!;
}

describe('packed hours of rides', () => {
  let open: OpenDatabase;

  beforeAll(async () => (open = await openMigratedDatabase('documented_hours')));
  afterAll(() => open.close());

  it('can be read with the documented SQL', async () => {
    const hour = (localHour: number, wait: number) => {
      const key = { rideId: 1, localDate: '2024-07-20', localHour };
      return { ...key, ...NO_TIME, ...usualTotals(HOUR_MS, wait) };
    };
    const localDate = '2024-07-20';
    await open.dataSource.query(
      RIDE_HOURS.upsert([packedDay({ rideId: 1, localDate, hours: [hour(10, 5), hour(11, 20)] })]),
    );
    const rows = await open.dataSource.query<object[]>(documentedSql());
    expect(rows.map((row) => Object.values(row).map(String))).toEqual([
      ['2024-07-20', '10', '5'],
      ['2024-07-20', '11', '20'],
    ]);
  });
});

describe('the migration that packs the hours of rides', () => {
  let open: OpenDatabase;
  let dataSource: DataSource;
  let unpacked: unknown[];

  const rowsOf = (table: string) => dataSource.query<unknown[]>(`SELECT * FROM ${table} ORDER BY 1, 2, 3`);

  beforeAll(async () => {
    open = await openMigratedDatabase('packed_ride_hours');
    dataSource = open.dataSource;
    for (let step = 0; step < STEPS; step++) await dataSource.undoLastMigration();
    await insertUnpacked(dataSource);
    unpacked = await rowsOf('ride_hourly_stats');
  });
  afterAll(() => open.close());

  it('packs every hour as the program does', async () => {
    await dataSource.runMigrations();
    const migrated = await rowsOf('ride_day_hours');
    await dataSource.query('DELETE FROM ride_day_hours');
    await dataSource.query(RIDE_HOURS.upsert(days.map(packedDay)));
    expect(migrated).toEqual(await rowsOf('ride_day_hours'));
    expect(migrated).toHaveLength(days.length);
  });

  it('unpacks exactly the same hours when it is reverted', async () => {
    for (let step = 0; step < STEPS; step++) await dataSource.undoLastMigration();
    expect(unpacked.length).toBeGreaterThan(150);
    expect(await rowsOf('ride_hourly_stats')).toEqual(unpacked);
  });

  it('continues with the rides that are left if it was interrupted, in both directions', async () => {
    await dataSource.runMigrations();
    const packed = await rowsOf('ride_day_hours');
    for (let step = 0; step < STEPS; step++) await dataSource.undoLastMigration();
    await dataSource.query('CREATE TABLE hours_before LIKE ride_hourly_stats');
    await dataSource.query('INSERT INTO hours_before SELECT * FROM ride_hourly_stats');
    await dataSource.runMigrations();
    // As if it had been killed after the first ride.
    await dataSource.query('RENAME TABLE hours_before TO ride_hourly_stats');
    await dataSource.query('DELETE FROM ride_day_hours WHERE ride_id > 1');
    await dataSource.query('DELETE FROM schema_migrations WHERE name = ?', [PackRideHours1764400000280.name]);
    await dataSource.runMigrations();
    expect(await rowsOf('ride_day_hours')).toEqual(packed);
  });

  it('refuses a value that does not fit, naming the ride, and keeps the table', async () => {
    for (let step = 0; step < STEPS; step++) await dataSource.undoLastMigration();
    await dataSource.query('UPDATE ride_hourly_stats SET down_ms = 1 << 24 WHERE ride_id = 70000 LIMIT 1');
    await expect(dataSource.runMigrations()).rejects.toThrow('ride 70000');
    expect(await rowsOf('ride_hourly_stats')).toHaveLength(unpacked.length);
    await dataSource.query('UPDATE ride_hourly_stats SET down_ms = 0 WHERE down_ms = 1 << 24');
    await dataSource.runMigrations();
    expect(await rowsOf('ride_day_hours')).toHaveLength(days.length);
  });
});
