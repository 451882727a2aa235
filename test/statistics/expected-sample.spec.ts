import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ImportApp } from '../support/import-app.js';
import { findRealArchive, type RealArchive } from '../support/real-archive.js';
import { type TestDatabase, createTestDatabase } from '../support/test-database.js';
import type { HourColumn } from '../../src/modules/statistics/hours/packed-hours.js';
import { storedRideHours } from '../support/ride-hours.js';
import { StatisticsApp } from './support/statistics-app.js';

interface ExpectedDay {
  entityId: string;
  ride: string;
  date: string;
  events: number;
  minPosted: number | null;
  maxPosted: number | null;
  timeWeightedMeanCutAtMidnight: number | null;
  timeWeightedMinutesCutAtMidnight: number;
}

interface StoredDay {
  snapshotCount: number;
  minWait: number | null;
  maxWait: number | null;
  implausibleWaitCount: number;
  waitKnownMs: number;
  waitMinutesMs: number;
}

/** Of two values in the same second the archive holds one; see decision 6. */
const SAME_SECOND = ['Slinky Dog Dash 2019-02-03'];
/** A wait of 300 for one sample between two CLOSED is not believed and counts for nothing; in the sample it counts. */
const IMPLAUSIBLE_MINUTES = 300;

const real = findRealArchive();
const describeReal = (name: string, body: (archive: RealArchive) => void): void => {
  if (real === null) it.todo(name);
  else describe(name, () => body(real));
};

describeReal('the figures of a real archive', (archive) => {
  let database: TestDatabase;
  let app: ImportApp;
  let statistics: StatisticsApp;
  const expected = (
    JSON.parse(readFileSync(join(archive.folder, '../expected-sample.json'), 'utf8')) as { rideDays: ExpectedDay[] }
  ).rideDays;

  beforeAll(async () => {
    const settings = {
      ARCHIVE_SOURCE: archive.folder,
      ARCHIVE_MAX_CARRY_FORWARD_MINUTES: '60',
      IMPORT_PARSE_WORKERS: '2',
    };
    database = await createTestDatabase('expected_sample');
    app = await ImportApp.start({ connection: database.connectionOptions, settings });
    await app.import(archive.destinationId);
    statistics = await StatisticsApp.start(app.dataSource, settings);
    await statistics.aggregator.refresh();
  });
  afterAll(async () => {
    await statistics?.close();
    await app?.close();
    await database?.drop();
  });

  const storedDay = async ({ entityId, date }: ExpectedDay): Promise<StoredDay> => {
    const [day] = await app.query<StoredDay>(
      `SELECT snapshot_count AS snapshotCount, min_wait AS minWait, max_wait AS maxWait,
              implausible_wait_count AS implausibleWaitCount, wait_known_ms AS waitKnownMs, wait_minutes_ms AS waitMinutesMs
         FROM ride_daily_stats s JOIN rides r ON r.ride_id = s.ride_id
        WHERE r.themeparks_wiki_id = ? AND s.stat_date = ?`,
      [entityId, date],
    );
    return day!;
  };

  it.each(expected.map((day) => [day.ride, day.date, day] as const))(
    'equal those of the sample, split at midnight: %s on %s',
    async (ride, date, day) => {
      const stored = await storedDay(day);
      const superseded = SAME_SECOND.includes(`${ride} ${date}`) ? 1 : 0;
      expect(stored.snapshotCount).toBe(day.events - superseded);
      expect(stored.minWait).toBe(day.minPosted);
      expect(stored.implausibleWaitCount > 0 ? IMPLAUSIBLE_MINUTES : stored.maxWait).toBe(day.maxPosted);
      const knownMinutes = stored.waitKnownMs / 60_000;
      const implausibleMinutes =
        stored.implausibleWaitCount === 0 ? 0 : day.timeWeightedMinutesCutAtMidnight - knownMinutes;
      expect(knownMinutes + implausibleMinutes).toBeCloseTo(day.timeWeightedMinutesCutAtMidnight, 6);
      expect(implausibleMinutes > 0).toBe(stored.implausibleWaitCount > 0);
      if (day.timeWeightedMeanCutAtMidnight === null) return expect(knownMinutes).toBe(0);
      const sum = stored.waitMinutesMs / 60_000 + IMPLAUSIBLE_MINUTES * implausibleMinutes;
      const mean = sum / (knownMinutes + implausibleMinutes);
      expect(Math.abs(mean - day.timeWeightedMeanCutAtMidnight)).toBeLessThan(1e-6);
    },
  );

  it('marks the only implausible wait of the sample, and keeps real waits above 300 as peaks', async () => {
    const marked = expected.filter(({ maxPosted }) => maxPosted !== null && maxPosted >= IMPLAUSIBLE_MINUTES);
    const days = await Promise.all(marked.map(storedDay));
    expect(days.map(({ implausibleWaitCount, maxWait }) => [implausibleWaitCount, maxWait])).toEqual([
      [0, 305],
      [1, 15],
      [0, 345],
    ]);
  });

  it('are exact sums: days of hours, ten-day rollups and months of days, parks of rides', async () => {
    const ranked = 'SUM(observed_ms), SUM(wait_minutes_ms), SUM(scheduled_ms), SUM(scheduled_operating_ms)';
    const sumOf = async (table: string, totals: string) => (await app.query(`SELECT ${totals} FROM ${table}`))[0];
    const hours = await storedRideHours((sql) => app.query(sql));
    const sumOfHours = (column: HourColumn) => hours.reduce((sum, hour) => sum + hour[column], 0);
    expect(
      (['operatingMs', 'observedMs', 'waitMinutesMs', 'scheduledMs', 'scheduledOperatingMs'] as const).map(sumOfHours),
    ).toEqual(Object.values((await sumOf('ride_daily_stats', `SUM(operating_ms), ${ranked}`))!).map(Number));
    for (const table of ['ride_monthly_stats', 'park_hourly_stats', 'park_daily_stats']) {
      const totals = `SUM(operating_ms), ${ranked}`;
      expect([table, await sumOf(table, totals)]).toEqual([table, await sumOf('ride_daily_stats', totals)]);
    }
    expect(await sumOf('ride_ten_day_stats', ranked)).toEqual(await sumOf('ride_daily_stats', ranked));
  });
});
