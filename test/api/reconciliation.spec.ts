import { PastSchedules } from '../../src/modules/catalog/schedule/past-schedules.service.js';
import { ReconciliationRun } from '../../src/modules/history-api/reconciliation/reconciliation-job.js';
import { ReconciliationModule } from '../../src/modules/history-api/reconciliation/reconciliation.module.js';
import { UNMETERED_KEY } from '../../src/tools/api-simulator/accounts/api-plans.js';
import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import { SettableClock } from '../support/collector-app.js';
import { HistoryImportApp } from '../support/history-import-app.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ApiApp } from './support/api-app.js';

const NOW_MS = Date.UTC(2026, 10, 5, 16);
const BASE = '/api/admin/quality/reconciliation';
const RANGE = 'startDate=2026-10-06&endDate=2026-10-08';

interface Counts {
  rideDays: number;
  agreeing: number;
  explained: number;
  unexplained: number;
  notObserved: number;
  agreeingShare: number | null;
}
interface Report {
  summary: Counts;
  differences: { field: string; explanation: string; rideDays: number }[];
  data: (Counts & { parkId: number; name: string; days: number })[];
  page: { total: number; limit: number; offset: number };
}
interface Page<Item> {
  data: Item[];
  page: { total: number };
}

describe('/api/admin/quality/reconciliation', () => {
  let database: TestDatabase;
  let simulator: ApiSimulator;
  let api: ApiApp;
  let parkIds: number[];
  let wrong: { rideId: number; name: string };

  beforeAll(async () => {
    database = await createTestDatabase('api_reconciliation');
    const clock = new SettableClock(NOW_MS);
    simulator = await startApiSimulator({
      ...{ seed: 2, destinations: 1, ridesPerDestination: 30, clock: () => clock.nowMs },
    });
    const imports = await HistoryImportApp.start({
      ...{ connection: database.connectionOptions, simulator, key: UNMETERED_KEY, clock },
      modules: [ReconciliationModule],
    });
    parkIds = await imports.addParks(simulator);
    await imports.get(PastSchedules).fill({ fromMonth: '2026-10' });
    await imports.import(parkIds[0]!, '2026-10-05', '2026-10-08');
    const [ride] = await imports.query<{ rideId: number; name: string }>(
      `SELECT s.ride_id AS rideId, r.name FROM ride_status_snapshots s JOIN rides r ON r.ride_id = s.ride_id
        WHERE s.wait_time > 0 GROUP BY s.ride_id, r.name ORDER BY COUNT(*) DESC LIMIT 1`,
    );
    wrong = ride!;
    await imports.query(
      `UPDATE ride_status_snapshots SET wait_time = wait_time + 9
        WHERE ride_id = ? AND wait_time > 0 AND recorded_at BETWEEN '2026-10-07 12:00:00' AND '2026-10-08 04:00:00'`,
      [wrong.rideId],
    );
    await imports.get(ReconciliationRun).run({ startDate: '2026-10-06', endDate: '2026-10-08' });
    await imports.close();
    api = await ApiApp.start({ connection: database.connectionOptions, settings: {}, clock });
  });
  afterAll(async () => {
    await api?.close();
    await simulator?.close();
    await database?.drop();
  });

  it('reports the share that agrees by park, and what differs most', async () => {
    const { status, body } = await api.get<Report>(`${BASE}?${RANGE}`);
    expect(status).toBe(200);
    expect(body.page).toMatchObject({ total: parkIds.length });
    const observed = body.data.find(({ parkId }) => parkId === parkIds[0])!;
    expect(observed).toMatchObject({ days: 3, explained: 0, unexplained: 1 });
    expect(observed.agreeing).toBe(observed.rideDays - 1);
    expect(observed.agreeingShare).toBeCloseTo(observed.agreeing / observed.rideDays, 4);
    const others = body.data.filter(({ parkId }) => parkId !== parkIds[0]);
    expect(others.map(({ rideDays, agreeingShare }) => [rideDays, agreeingShare])).toEqual(others.map(() => [0, null]));
    expect(others[0]!.notObserved).toBeGreaterThan(10);
    expect(body.summary.unexplained).toBe(1);
    expect(body.differences).toContainEqual({ field: 'standby.mean', explanation: 'UNEXPLAINED', rideDays: 1 });
  });

  it('pages the parks, and selects one', async () => {
    const { body } = await api.get<Report>(`${BASE}?${RANGE}&limit=1&offset=1`);
    expect(body.data).toHaveLength(1);
    expect(body.page).toEqual({ limit: 1, offset: 1, total: parkIds.length });
    const one = await api.get<Report>(`${BASE}?${RANGE}&parkId=${parkIds[1]}`);
    expect(one.body.data.map(({ parkId }) => parkId)).toEqual([parkIds[1]]);
    expect(one.body).toMatchObject({ differences: [], summary: { rideDays: 0 } });
    const never = await api.get<Report>(`${BASE}?startDate=2020-01-01&endDate=2020-01-31`);
    expect(never.body).toMatchObject({ data: [], page: { total: 0 }, summary: { agreeingShare: null } });
  });

  it('lists the differences with both values', async () => {
    const query = `${RANGE}&explanation=UNEXPLAINED&field=standby.mean`;
    const { body } = await api.get<Page<Record<string, unknown>>>(`${BASE}/differences?${query}`);
    expect(body).toMatchObject({
      data: [
        { rideId: wrong.rideId, rideName: wrong.name, parkId: parkIds[0], date: '2026-10-07', field: 'standby.mean' },
      ],
      page: { total: 1 },
    });
    expect(Number(body.data[0]!.ours)).toBeGreaterThan(Number(body.data[0]!.theirs));
    const none = await api.get<Page<unknown>>(`${BASE}/differences?${RANGE}&explanation=OUR_GAP`);
    expect(none.body).toMatchObject({ data: [], page: { total: 0 } });
    const ofRide = await api.get<Page<unknown>>(`${BASE}/differences?${RANGE}&rideId=${wrong.rideId}&limit=2`);
    expect(ofRide.body.data).toHaveLength(2);
  });

  it('serves the published rows, marked as those of the source', async () => {
    const path = `${BASE}/published?${RANGE}`;
    const { body } = await api.get<Page<Record<string, unknown>>>(`${path}&parkId=${parkIds[1]}&limit=200`);
    expect(body.data.length).toBe(body.page.total);
    expect(new Set(body.data.map(({ source }) => source))).toEqual(new Set(['THEMEPARKS_WIKI']));
    expect(new Set(body.data.map(({ rideId }) => rideId))).toEqual(new Set([null]));
    expect(body.data.some(({ standby, inParkHours }) => standby !== null && inParkHours !== null)).toBe(true);
    const ofRide = await api.get<Page<Record<string, unknown>>>(`${path}&rideId=${wrong.rideId}`);
    expect(ofRide.body.data.map(({ date, name }) => [date, name])).toEqual(
      ['2026-10-08', '2026-10-07', '2026-10-06'].map((date) => [date, wrong.name]),
    );
  });

  it.each(['', '/differences', '/published'])('refuses wrong ranges and unknown parks (%s)', async (path) => {
    const get = async (query: string) => {
      const { status, body } = await api.get<{ error: { code: string } }>(`${BASE}${path}?${query}`);
      return [status, body.error.code];
    };
    expect(await get('startDate=2026-10-08&endDate=2026-10-06')).toEqual([400, 'DATE_OUT_OF_RANGE']);
    expect(await get('startDate=2025-10-08&endDate=2026-10-09')).toEqual([400, 'DATE_OUT_OF_RANGE']);
    expect(await get(`${RANGE}&parkId=4000`)).toEqual([404, 'PARK_NOT_FOUND']);
    expect(await get('startDate=2026-10-08')).toEqual([400, 'VALIDATION_FAILED']);
    expect(await get(`${RANGE}&limit=0`)).toEqual([400, 'VALIDATION_FAILED']);
    expect(await get(`${RANGE}&colour=red`)).toEqual([400, 'VALIDATION_FAILED']);
  });
});
