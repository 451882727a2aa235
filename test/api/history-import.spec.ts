import { UNMETERED_KEY } from '../../src/tools/api-simulator/accounts/api-plans.js';
import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import { SettableClock } from '../support/collector-app.js';
import { HistoryImportApp } from '../support/history-import-app.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ApiApp, type ImportJson } from './support/api-app.js';

const NOW_MS = Date.UTC(2026, 10, 5, 16);
const RANGE = { startDate: '2026-10-20', endDate: '2026-10-21' };
const NOBODY = '00000000-0000-4000-8000-000000000001';

interface Refusal {
  error: { code: string; message: string; details: Record<string, unknown> };
}

describe('POST /api/admin/import/start with source HISTORY_API', () => {
  let database: TestDatabase;
  let simulator: ApiSimulator;
  let api: ApiApp;
  let parkIds: number[];

  beforeAll(async () => {
    database = await createTestDatabase('api_history_import');
    const clock = new SettableClock(NOW_MS);
    simulator = await startApiSimulator({
      ...{ seed: 3, destinations: 2, ridesPerDestination: 8, clock: () => clock.nowMs },
    });
    const connection = database.connectionOptions;
    const catalogue = await HistoryImportApp.start({ connection, simulator, key: UNMETERED_KEY, clock });
    parkIds = await catalogue.addParks(simulator);
    await catalogue.close();
    const settings = { LIVE_API_BASE_URL: simulator.baseUrl, THEMEPARKS_API_KEY: UNMETERED_KEY };
    api = await ApiApp.start({ connection, settings, clock });
  });
  afterAll(async () => {
    await api?.close();
    await simulator?.close();
    await database?.drop();
  });

  const start = <Body>(body: object) =>
    api.send<Body>('post', '/api/admin/import/start', { body: { source: 'HISTORY_API', ...body } });
  const parksOf = (destination: number): number => simulator.world.destinations[destination]!.parks.length;

  it('imports every park and day of a destination', async () => {
    const destinationId = simulator.destinationIds[0]!;
    const { status, body } = await start<ImportJson>({ destinationId, ...RANGE });
    expect([status, body.status]).toEqual([201, 'PENDING']);
    const done = await api.untilStatus(body.importId, 'COMPLETED');
    expect(done.progress).toMatchObject({ filesDone: 2 * parksOf(0), filesTotal: 2 * parksOf(0) });
    const rows = await api.query<{ source: string }>(
      'SELECT DISTINCT data_source AS source FROM ride_status_snapshots',
    );
    expect(rows).toEqual([{ source: 'HISTORY_API' }]);
  });

  it('imports one park, and all parks of the catalogue', async () => {
    const one = await start<ImportJson>({ parkId: parkIds[0], startDate: '2026-10-22', endDate: '2026-10-22' });
    const ofPark = await api.untilStatus(one.body.importId, 'COMPLETED');
    expect(ofPark.progress).toMatchObject({ filesDone: 1 });
    const all = await start<{ data: ImportJson[] }>({ allParks: true, startDate: '2026-10-23', endDate: '2026-10-23' });
    expect(all.body.data).toHaveLength(2);
    for (const [index, { importId }] of all.body.data.entries()) {
      const { progress } = await api.untilStatus(importId, 'COMPLETED');
      expect(progress).toMatchObject({ filesDone: parksOf(index) });
    }
  });

  it('ends today if the end is in the future, and returns the requested one as well', async () => {
    const request = { parkId: parkIds[0], startDate: '2026-11-05', endDate: '2026-12-31' };
    const { status, body } = await start<ImportJson>(request);
    const range = { startDate: '2026-11-05', endDate: '2026-11-05', requestedEndDate: '2026-12-31' };
    expect([status, body.range]).toEqual([201, range]);
    const done = await api.untilStatus(body.importId, 'COMPLETED');
    expect(done).toMatchObject({ range, progress: { filesDone: 1 } });
  });

  it.each<[what: string, body: object, status: number, code: string, message: string]>([
    [
      'a range from tomorrow',
      { parkId: 1, startDate: '2026-11-06', endDate: '2026-11-07' },
      400,
      'DATE_OUT_OF_RANGE',
      'future',
    ],
    ['today without an end', { parkId: 1, startDate: '2026-11-05' }, 400, 'DATE_OUT_OF_RANGE', 'ends with yesterday'],
    ['no first day', { allParks: true }, 400, 'VALIDATION_FAILED', 'startDate is required'],
    ['days to come', { allParks: true, startDate: '2026-12-01' }, 400, 'DATE_OUT_OF_RANGE', 'is in the future'],
    [
      'a reversed range',
      { allParks: true, startDate: '2026-10-02', endDate: '2026-10-01' },
      400,
      'DATE_OUT_OF_RANGE',
      'is after',
    ],
    [
      'an unknown destination',
      { destinationId: NOBODY, ...RANGE },
      404,
      'DESTINATION_NOT_FOUND',
      'The catalogue has no',
    ],
    ['an unknown park', { parkId: 4_000, ...RANGE }, 404, 'PARK_NOT_FOUND', 'does not exist'],
    ['two targets', { parkId: 1, allParks: true, ...RANGE }, 400, 'VALIDATION_FAILED', ''],
    [
      'the removal of live rows',
      { allParks: true, replaceLive: true, ...RANGE },
      400,
      'VALIDATION_FAILED',
      'replaceLive',
    ],
    [
      'a choice between sources',
      { allParks: true, onConflict: 'live', ...RANGE },
      400,
      'VALIDATION_FAILED',
      'onConflict',
    ],
  ])('refuses %s', async (_, body, status, code, message) => {
    const refused = await start<Refusal>(body);
    expect([refused.status, refused.body.error.code]).toEqual([status, code]);
    expect(refused.body.error.message).toContain(message);
  });
});
