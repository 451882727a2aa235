import type {
  ParkDiningView,
  ParkShowtimesView,
  RideDiningView,
  RideShowtimesView,
} from '../../src/modules/shows/shows.dto.js';
import { LiveRows } from '../support/live-rows.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ApiApp, type Json } from './support/api-app.js';

/** Noon in New York. */
const NOW = new Date('2026-04-15T16:00:00Z');
const PARK = 7;
const [PARADE, FORMER, FIREWORKS, TAVERN, CAFE, ARCHIVED] = [41, 42, 43, 44, 45, 46];

let database: TestDatabase;
let api: ApiApp;

beforeAll(async () => {
  database = await createTestDatabase('api_shows');
  api = await ApiApp.start({
    connection: database.connectionOptions,
    settings: { ROLE: 'api' },
    clock: { now: () => NOW },
  });
  const rows = new LiveRows(api.query.bind(api));
  await rows.destination(1, 'Resort');
  await rows.park(PARK, 1, 'Park');
  await api.query("UPDATE parks SET timezone = 'America/New_York'");
  await rows.ride(PARADE, PARK, 'Parade', 'SHOW');
  await rows.ride(FORMER, PARK, 'Parade', 'SHOW');
  await rows.link(FORMER, PARADE);
  await rows.ride(FIREWORKS, PARK, 'Fireworks', 'SHOW');
  await rows.ride(ARCHIVED, PARK, 'Former show', 'SHOW');
  await rows.ride(TAVERN, PARK, 'Tavern', 'RESTAURANT');
  await rows.ride(CAFE, PARK, 'Café', 'RESTAURANT');
  await shows(FORMER, '2026-04-14T08:00:00Z', '2026-04-14T20:00:00Z', ['2026-04-14T15:00:00-04:00']);
  await shows(PARADE, '2026-04-15T08:00:00Z', '2026-04-15T12:00:00Z', [
    '2026-04-15T11:00:00-04:00',
    '2026-04-15T15:00:00-04:00',
  ]);
  await shows(PARADE, '2026-04-15T12:05:00Z', '2026-04-15T15:55:00Z', ['2026-04-15T11:00:00-04:00']);
  await shows(FIREWORKS, '2026-04-12T08:00:00Z', '2026-04-15T15:55:00Z', [
    '2026-04-15T23:30:00-04:00',
    '2026-04-16T00:30:00-04:00',
  ]);
  await dining(TAVERN, '2026-04-13T16:00:00Z', '2026-04-15T15:30:00Z', [{ partySize: 2, waitTime: 0 }]);
  await dining(TAVERN, '2026-04-15T15:35:00Z', '2026-04-15T15:55:00Z', [
    { partySize: 2, waitTime: 25 },
    { partySize: 4, waitTime: null },
  ]);
  await dining(CAFE, '2026-04-15T10:00:00Z', '2026-04-15T11:00:00Z', []);
});
afterAll(async () => {
  await api?.close();
  await database?.drop();
});

async function insert(rideId: number, type: string, from: string, until: string, detail: unknown): Promise<void> {
  await api.query(
    'INSERT INTO entity_live_details (ride_id, detail_type, observed_from, last_confirmed_at, detail) VALUES (?, ?, ?, ?, ?)',
    [rideId, type, new Date(from), new Date(until), JSON.stringify(detail)],
  );
}
const shows = (rideId: number, from: string, until: string, starts: string[]) =>
  insert(
    rideId,
    'SHOWTIMES',
    from,
    until,
    starts.map((startTime) => ({ type: 'Performance Time', startTime, endTime: startTime })),
  );
const dining = (rideId: number, from: string, until: string, waits: object[]) =>
  insert(rideId, 'DINING_AVAILABILITY', from, until, waits);

async function ask<Body>(
  kind: 'parks' | 'rides',
  id: number,
  rest: string,
): Promise<{ status: number; body: Json<Body> }> {
  const route = `/api/${kind}/${kind === 'parks' ? '{parkId}' : '{rideId}'}/${rest.split('?')[0]}`;
  return api.get<Json<Body>>(`/api/${kind}/${id}/${rest}`, route);
}

describe('show times', () => {
  it('of a park are the performances of today by show, also those that were withdrawn', async () => {
    const { body } = await ask<ParkShowtimesView>('parks', PARK, 'showtimes');
    expect(body).toMatchObject({ date: '2026-04-15', timezone: 'America/New_York' });
    const lines = body.data.map(({ rideId, performances }) => [
      rideId,
      performances.map(({ startsAtLocal, withdrawnAt }) => [startsAtLocal, withdrawnAt]),
    ]);
    expect(lines).toEqual([
      [FIREWORKS, [['2026-04-15T23:30:00-04:00', null]]],
      [
        PARADE,
        [
          ['2026-04-15T11:00:00-04:00', null],
          ['2026-04-15T15:00:00-04:00', '2026-04-15T12:05:00.000Z'],
        ],
      ],
    ]);
  });

  it('of a park on another date include those of linked rides, and of lists that began days before', async () => {
    const on = async (date: string) =>
      (await ask<ParkShowtimesView>('parks', PARK, `showtimes?date=${date}`)).body.data;
    expect(await on('2026-04-14')).toMatchObject([
      { rideId: PARADE, performances: [{ startsAt: '2026-04-14T19:00:00.000Z' }] },
    ]);
    expect(await on('2026-04-16')).toMatchObject([
      {
        rideId: FIREWORKS,
        performances: [{ startsAt: '2026-04-16T04:30:00.000Z', firstReportedAt: '2026-04-12T08:00:00.000Z' }],
      },
    ]);
    expect(await on('2026-04-10')).toEqual([]);
  });

  it('of a ride have the local date of each performance, under each of its ids', async () => {
    for (const rideId of [PARADE, FORMER]) {
      const { body } = await ask<RideShowtimesView>('rides', rideId, 'showtimes');
      expect(body).toMatchObject({ canonicalRideId: PARADE, from: '2026-04-09', to: '2026-04-15' });
      expect(body.data.map(({ date, startsAt }) => [date, startsAt])).toEqual([
        ['2026-04-14', '2026-04-14T19:00:00.000Z'],
        ['2026-04-15', '2026-04-15T15:00:00.000Z'],
        ['2026-04-15', '2026-04-15T19:00:00.000Z'],
      ]);
    }
  });
});

describe('show times of imports', () => {
  beforeAll(async () => {
    const imported = (rideId: number, from: string, until: string, source: string, starts: string[]) =>
      api.query(
        `INSERT INTO imported_show_times (ride_id, observed_from, last_confirmed_at, data_source, show_times)
         VALUES (?, ?, ?, ?, ?)`,
        [
          ...[rideId, new Date(from), new Date(until), source],
          JSON.stringify(starts.map((startTime) => ({ type: 'Performance Time', startTime, endTime: startTime }))),
        ],
      );
    await imported(ARCHIVED, '2026-03-01T12:00:00Z', '2026-03-01T20:00:00Z', 'ARCHIVE', ['2026-03-01T14:00:00-05:00']);
    await imported(PARADE, '2026-04-15T07:00:00Z', '2026-04-15T12:00:00Z', 'HISTORY_API', [
      '2026-04-15T11:00:00-04:00',
    ]);
  });

  it('are served with their source, also of a show that was never polled', async () => {
    const { body } = await ask<ParkShowtimesView>('parks', PARK, 'showtimes?date=2026-03-01');
    expect(body.data).toMatchObject([
      { rideId: ARCHIVED, performances: [{ startsAt: '2026-03-01T19:00:00.000Z', dataSources: ['ARCHIVE'] }] },
    ]);
  });

  it('complete those of polls: a performance has all its sources, and its first report of any', async () => {
    const { body } = await ask<RideShowtimesView>('rides', PARADE, 'showtimes?from=2026-04-15&to=2026-04-15');
    expect(body.data).toMatchObject([
      { dataSources: ['LIVE', 'HISTORY_API'], firstReportedAt: '2026-04-15T07:00:00.000Z' },
      { dataSources: ['LIVE'] },
    ]);
  });
});

describe('dining availability', () => {
  it('of a park is the newest one of each restaurant, with its age', async () => {
    const { body } = await ask<ParkDiningView>('parks', PARK, 'dining');
    expect(body.data).toMatchObject([
      { name: 'Café', isCurrent: false, newest: { availability: [] } },
      {
        name: 'Tavern',
        isCurrent: true,
        newest: {
          observedFrom: '2026-04-15T15:35:00.000Z',
          availability: [
            { partySize: 2, waitMinutes: 25 },
            { partySize: 4, waitMinutes: null },
          ],
        },
      },
    ]);
  });

  it('of a restaurant is everything that was reported in the range', async () => {
    const of = async (query: string) => (await ask<RideDiningView>('rides', TAVERN, `dining${query}`)).body.data;
    expect((await of('')).map(({ availability }) => availability[0]!.waitMinutes)).toEqual([0, 25]);
    expect(await of('?from=2026-04-14&to=2026-04-14')).toMatchObject([{ observedFrom: '2026-04-13T16:00:00.000Z' }]);
    expect(await of('?from=2026-04-10&to=2026-04-12')).toEqual([]);
  });
});

describe('requests about shows and dining', () => {
  it.each([
    ['rides', PARADE, 'showtimes?from=2026-04-16&to=2026-04-15', 400],
    ['rides', PARADE, 'showtimes?from=2026-01-01&to=2026-04-15', 400],
    ['rides', TAVERN, 'dining?from=yesterday', 400],
    ['parks', PARK, 'showtimes?date=2026-02-30', 400],
    ['parks', 999, 'showtimes', 404],
    ['parks', 999, 'dining', 404],
    ['rides', 999, 'showtimes', 404],
    ['rides', 999, 'dining', 404],
  ] as const)('are refused: /%s/%s/%s', async (kind, id, rest, status) => {
    expect((await ask(kind, id, rest)).status).toBe(status);
  });
});
