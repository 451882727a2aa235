import { dayAfter } from '../../src/common/time/calendar.js';
import { RIDE_ID, seededRandom } from '../support/archive-event.js';
import { DESTINATION_ID, type Reported, writeDay } from '../support/hand-made-archive.js';
import { ImportApp } from '../support/import-app.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { type TestDatabase, createTestDatabase } from '../support/test-database.js';
import { StatisticsApp } from './support/statistics-app.js';
import { StatsWorld } from './support/stats-world.js';

const FIRST = '2024-03-08';
const DAYS = 4;
const OTHER_RIDE = '850939c5-a69e-408a-8d55-66c272fa265e';
const STATUSES = ['OPERATING', 'OPERATING', 'OPERATING', 'DOWN', 'CLOSED'];

/** Both rides at any time of the day and night, over the change of the clocks in Orlando. */
function writeArchive(folder: string): void {
  const random = seededRandom(7);
  for (let day = 0; day < DAYS; day++) {
    const date = dayAfter(FIRST, day);
    const atMs = Array.from({ length: 60 }, () => Date.parse(`${date}T00:00:00Z`) + Math.floor(random() * 86_400_000));
    const events = [...new Set(atMs)].map((ms): Reported => {
      const status = STATUSES[Math.floor(random() * STATUSES.length)]!;
      const wait = status === 'OPERATING' ? Math.floor(random() * 60) : null;
      return { at: new Date(ms).toISOString(), wait, status, rideId: random() < 0.5 ? RIDE_ID : OTHER_RIDE };
    });
    writeDay(folder, date, events);
  }
}

describe('the statistics of an import', () => {
  const folder = temporaryFolder('split-archive');
  const databases: TestDatabase[] = [];
  const apps: ImportApp[] = [];

  afterAll(async () => {
    for (const app of apps) await app.close();
    for (const database of databases) await database.drop();
    folder.remove();
  });

  async function warehouse(label: string) {
    const database = await createTestDatabase(label);
    databases.push(database);
    const settings = { ARCHIVE_SOURCE: folder.path };
    const app = await ImportApp.start({ connection: database.connectionOptions, settings });
    apps.push(app);
    const statistics = await StatisticsApp.start(app.dataSource, settings);
    const world = new StatsWorld(app.dataSource);
    const importAndRefresh = async (startDate: string | null, endDate: string | null): Promise<number> => {
      await app.import(DESTINATION_ID, { startDate, endDate });
      const outcome = await statistics.aggregator.refresh();
      return outcome.ran ? outcome.result.parkDays : -1;
    };
    /** Ids of rides depend on the order in which they were met; their UUIDs do not. */
    const everything = async (): Promise<Record<string, string[]>> => {
      const rides = await app.query<{ rideId: number; uuid: string }>(
        'SELECT ride_id AS rideId, themeparks_wiki_id AS uuid FROM rides',
      );
      const uuids = new Map(rides.map(({ rideId, uuid }) => [rideId, uuid]));
      const named = (row: object) => ('ride_id' in row ? { ...row, ride_id: uuids.get(row.ride_id as number) } : row);
      return Object.fromEntries(
        Object.entries(await world.everything()).map(([table, rows]) => [
          table,
          rows.map((row) => JSON.stringify(named(row as object))).sort(),
        ]),
      );
    };
    return { importAndRefresh, everything };
  }

  it('are the same whether it runs in one part, in two, in reverse order, or twice', async () => {
    writeArchive(folder.path);
    const whole = await warehouse('import_whole');
    const split = await warehouse('import_split');
    await whole.importAndRefresh(null, null);
    const expected = await whole.everything();
    expect(expected.ride_daily_stats!.length).toBeGreaterThan(2 * DAYS - 1);
    await split.importAndRefresh(dayAfter(FIRST, 2), null);
    await split.importAndRefresh(null, dayAfter(FIRST, 1));
    expect(await split.everything()).toEqual(expected);
    expect(await whole.importAndRefresh(null, null)).toBe(0);
    expect(await whole.everything()).toEqual(expected);
  });
});
