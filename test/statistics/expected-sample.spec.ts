import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ImportApp } from '../support/import-app.js';
import { findRealArchive, type RealArchive } from '../support/real-archive.js';
import { type TestDatabase, createTestDatabase } from '../support/test-database.js';
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
  placeholderCount: number;
  mean: number | null;
  waitMinutes: number;
}

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
    const settings = { ARCHIVE_SOURCE: archive.folder, ARCHIVE_MAX_HOLD_MINUTES: '60', IMPORT_PARSE_WORKERS: '2' };
    database = await createTestDatabase('expected_sample');
    app = await ImportApp.start({ connection: database.connectionOptions, settings });
    await app.import(archive.destinationId);
    statistics = await StatisticsApp.start(app.dataSource, settings);
    await statistics.aggregator.drain();
  });
  afterAll(async () => {
    await statistics?.close();
    await app?.close();
    await database?.drop();
  });

  const storedDay = async ({ entityId, date }: ExpectedDay): Promise<StoredDay> => {
    const [day] = await app.query<StoredDay>(
      `SELECT snapshot_count AS snapshotCount, min_wait AS minWait, max_wait AS maxWait,
              placeholder_count AS placeholderCount, wait_minutes_ms / wait_known_ms AS mean,
              wait_known_ms / 60000 AS waitMinutes
         FROM ride_daily_stats s JOIN rides r ON r.ride_id = s.ride_id
        WHERE r.themeparks_wiki_id = ? AND s.stat_date = ?`,
      [entityId, date],
    );
    return day!;
  };

  it.each(expected.map((day) => [day.ride, day.date, day] as const))('%s on %s', async (_ride, _date, day) => {
    const stored = await storedDay(day);
    expect(stored).toBeDefined();
  });
});
