import { UNMETERED_KEY } from '../../src/tools/api-simulator/accounts/api-plans.js';
import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import { SettableClock } from '../support/collector-app.js';
import { HistoryImportApp } from '../support/history-import-app.js';
import { ImportProcess } from '../support/import-process.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const UNMETERED = { tier: 'enterprise', historyDays: null, requestsPerMinute: null, historyPerHour: null };
const KILLS = [
  { files: 0, thenMs: 30 },
  { files: 1, thenMs: 0 },
  { files: 2, thenMs: 15 },
];

describe('an import of the History API whose processes are killed', () => {
  const databases: TestDatabase[] = [];
  const apps: HistoryImportApp[] = [];
  const processes: ImportProcess[] = [];
  let simulator: ApiSimulator;
  const nowMs = Date.now();

  beforeAll(async () => {
    simulator = await startApiSimulator({
      ...{ seed: 3, destinations: 1, ridesPerDestination: 10, clock: () => nowMs },
      plans: { keys: { [UNMETERED_KEY]: UNMETERED } },
    });
  });
  afterAll(async () => {
    processes.forEach((process) => process.end());
    for (const app of apps) await app.close();
    await simulator.close();
    for (const database of databases) await database.drop();
  });

  async function open() {
    const database = await createTestDatabase('killed_history');
    databases.push(database);
    const connection = database.connectionOptions;
    const app = await HistoryImportApp.start({
      ...{ connection, simulator, key: UNMETERED_KEY, clock: new SettableClock(nowMs) },
    });
    apps.push(app);
    const [parkId] = await app.addParks(simulator);
    return { app, connection, parkId: parkId! };
  }

  const dayOf = (daysAgo: number) => new Date(nowMs - daysAgo * DAY_MS).toISOString().slice(0, 10);
  const range = { startDate: dayOf(14), endDate: dayOf(8) };

  const observed = (app: HistoryImportApp) =>
    app.query<object>(
      `SELECT r.themeparks_wiki_id AS id, s.recorded_at, s.status, s.wait_time, s.last_confirmed_at, s.data_source
         FROM ride_status_snapshots s JOIN rides r ON r.ride_id = s.ride_id ORDER BY 1, 2`,
    );
  const queues = (app: HistoryImportApp) =>
    app.query<object>(
      `SELECT r.themeparks_wiki_id AS id, q.recorded_at, q.queue_type, q.state, q.return_start, q.price_minor
         FROM queue_data q JOIN rides r ON r.ride_id = q.ride_id ORDER BY 1, 2, 3`,
    );

  it('stores the same as one that was never interrupted', async () => {
    const calm = await open();
    const expected = await calm.app.import(calm.parkId, range.startDate, range.endDate);
    expect(expected.record).toMatchObject({ status: 'COMPLETED', filesDone: 7 });

    const { app, connection, parkId } = await open();
    const { importId } = await app.start(parkId, range);
    const settings = { LIVE_API_BASE_URL: simulator.baseUrl, THEMEPARKS_API_KEY: UNMETERED_KEY };
    for (const [index, kill] of [...KILLS, undefined].entries()) {
      const process = new ImportProcess({ connection, settings, importId, clockAheadMs: (index + 1) * HOUR_MS });
      processes.push(process);
      expect(await process.run(kill)).toBe(kill === undefined ? 'completed' : null);
    }
    const { record } = await app.run(importId);
    const { filesDone, read, stored, duplicate, rejected } = expected.record;
    expect(record).toMatchObject({ filesDone, read, stored, duplicate, rejected });
    expect(await observed(app)).toEqual(await observed(calm.app));
    expect(await queues(app)).toEqual(await queues(calm.app));
  });
});
