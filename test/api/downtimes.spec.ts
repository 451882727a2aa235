import type { DowntimesView } from '../../src/modules/analytics/downtimes/downtime.dto.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ApiApp, type Json } from './support/api-app.js';
import { autumnWeekend, refreshStatistics } from './support/autumn-weekend.js';

/** Noon in Paris, two days after the clock went back there. */
let now = new Date('2024-10-29T11:00:00Z');
let database: TestDatabase;
let api: ApiApp;

type Downtimes = Json<DowntimesView>;
const ofRide = async (rideId: number, query: string) =>
  (await api.get<Downtimes>(`/api/rides/${rideId}/downtimes?${query}`, '/api/rides/{rideId}/downtimes')).body;
const ofPark = async (query: string) =>
  (await api.get<Downtimes>(`/api/parks/1/downtimes?${query}`, '/api/parks/{parkId}/downtimes')).body;
const shown = ({ data }: Downtimes) =>
  data.map(({ name, from, to, minutes, inUseMinutes, endedBy }) => [
    name,
    from.slice(8, 16),
    to.slice(8, 16),
    minutes,
    inUseMinutes,
    endedBy,
  ]);
const summary = ({ summary: s }: Downtimes) => [
  s.count,
  s.downMinutes,
  s.operatingMinutes,
  s.longestMinutes,
  s.meanTimeBetweenFailuresMinutes,
  s.meanTimeToRepairMinutes,
];

beforeAll(async () => {
  database = await createTestDatabase('api_downtimes');
  api = await ApiApp.start({
    connection: database.connectionOptions,
    settings: { ROLE: 'api', RATE_LIMIT_PUBLIC_PER_MINUTE: '100000' },
    clock: { now: () => now },
  });
  await autumnWeekend(api);
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

const NIGHT = ['Ride 1', '26T17:30', '27T09:30', 960];

describe('the downtimes of a ride', () => {
  it('have instants, whole minutes, and the minutes in park hours, over midnight and the change of the clock', async () => {
    const body = await ofRide(1, 'from=2024-10-26&to=2024-10-27');
    expect(shown(body)).toEqual([
      ['Ride 1', '26T12:00', '26T12:45', 45, 45, 'OPERATING'],
      [...NIGHT, 60, 'OPERATING'],
    ]);
    // operating 240 + 285 + 570 minutes in park hours, down 45 + 30 + 30
    expect(summary(body)).toEqual([2, 105, 1095, 60, 547.5, 52.5]);
  });

  it('are whole in a period that cuts them, which counts only its own days', async () => {
    const first = await ofRide(1, 'from=2024-10-26&to=2024-10-26');
    expect(shown(first).at(-1)).toEqual([...NIGHT, 30, 'OPERATING']);
    expect(summary(first)).toEqual([2, 75, 525, 45, 262.5, 37.5]);
    const second = await ofRide(1, 'from=2024-10-27&to=2024-10-27');
    expect(shown(second)).toEqual([[...NIGHT, 30, 'OPERATING']]);
    expect(summary(second)).toEqual([1, 30, 570, 30, 570, 30]);
  });

  it('end where nothing is known any more, and unknown time is not operating', async () => {
    const body = await ofRide(2, 'from=2024-10-28&to=2024-10-28');
    // each poll holds for 15 minutes: operating 09:00 to 13:15, down 16:00 to 16:35
    expect(shown(body)).toEqual([['Ride 2', '28T16:00', '28T16:35', 35, 35, null]]);
    expect(summary(body)).toEqual([1, 35, 255, 35, 255, 35]);
  });

  it('out of park hours are listed on request, and count nowhere', async () => {
    const query = 'from=2024-10-26&to=2024-10-26';
    expect(shown(await ofRide(2, query))).toEqual([]);
    const all = await ofRide(2, `${query}&scope=all`);
    expect(shown(all)).toEqual([['Ride 2', '26T05:00', '26T06:00', 60, 0, 'CLOSED']]);
    // nothing of the ride was observed in park hours, so nothing is known of its reliability
    expect(all.summary).toMatchObject({ count: null, downMinutes: null, meanTimeToRepairMinutes: null });
  });

  it('are not known for days before the feed first reported DOWN', async () => {
    await api.query('UPDATE park_down_reports SET from_date = ?', ['2024-10-28']);
    expect((await ofRide(1, 'from=2024-10-26&to=2024-10-27')).summary).toMatchObject({
      count: null,
      downMinutes: null,
    });
    await api.query('UPDATE park_down_reports SET from_date = ?', ['2024-10-26']);
  });

  it('are ongoing while the newest state holds', async () => {
    const later = now;
    now = new Date('2024-10-28T16:30:00Z');
    const { data } = await ofRide(2, 'from=2024-10-28&to=2024-10-28');
    now = later;
    expect(data).toMatchObject([{ isOngoing: true, to: '2024-10-28T16:35:00.000Z' }]);
  });
});

describe('the downtimes of a park', () => {
  it('are those of its attractions, and add up to the statistics of its days', async () => {
    const body = await ofPark('from=2024-10-26&to=2024-10-28');
    expect(shown(body).map(([name, from]) => [name, from])).toEqual([
      ['Ride 1', '26T12:00'],
      ['Ride 1', '26T17:30'],
      ['Ride 2', '28T16:00'],
    ]);
    expect(summary(body)).toEqual([3, 140, 1350, 60, 450, 46.67]);
    expect(body.data.reduce((sum, { inUseMinutes }) => sum + inUseMinutes, 0)).toBe(140);
    const [days] = await api.query<{ down: string }>('SELECT SUM(scheduled_down_ms) AS down FROM park_daily_stats');
    expect(Number(days!.down)).toBe(140 * 60_000);
  });

  it('come in pages that keep the period of the first one', async () => {
    const found: unknown[] = [];
    let query = 'limit=1&to=2024-10-28';
    for (let pages = 0; pages < 5; pages++) {
      const body = await ofPark(query);
      expect([body.period.from, body.period.to]).toEqual(['2024-09-29', '2024-10-28']);
      expect(body.summary.count).toBe(3);
      found.push(...shown(body).map(([, from]) => from));
      if (body.page.nextCursor === null) break;
      query = `limit=1&cursor=${body.page.nextCursor}`;
    }
    expect(found).toEqual(['26T12:00', '26T17:30', '28T16:00']);
  });

  it('of thirty days that end today are the default', async () => {
    expect((await ofPark('')).period).toMatchObject({ from: '2024-09-30', to: '2024-10-29', days: 30 });
  });

  it.each([
    ['from=2024-10-28&to=2024-10-27', 'DATE_OUT_OF_RANGE'],
    ['from=2024-07-01&to=2024-10-27', 'DATE_OUT_OF_RANGE'],
    ['from=2025-01-01&to=2025-01-02', 'DATE_OUT_OF_RANGE'],
    ['from=2024-02-30', 'VALIDATION_FAILED'],
    ['scope=some', 'VALIDATION_FAILED'],
    ['cursor=abc', 'VALIDATION_FAILED'],
    ['limit=1001', 'VALIDATION_FAILED'],
  ])('with %s are refused: %s', async (query, code) => {
    expect(await ofPark(query)).toMatchObject({ error: { code } });
  });

  it('do not include excluded observations', async () => {
    const exclusion = { rideId: 1, from: '2024-10-26T11:00:00Z', to: '2024-10-26T13:00:00Z', note: 'a wrong state' };
    const { status, body } = await api.send<{ exclusionId: number }>('post', '/api/admin/quality/exclusions', {
      body: { ...exclusion, by: 'test' },
    });
    expect([status, body]).toEqual([201, expect.anything()]);
    await refreshStatistics(api);
    expect(shown(await ofPark('from=2024-10-26&to=2024-10-26')).map(([, from]) => from)).toEqual(['26T17:30']);
  });
});
