import request from 'supertest';
import type { ParkLiveView } from '../../src/modules/live/live.dto.js';
import type { StatusSummaryView } from '../../src/modules/live/status-summary.dto.js';
import type { RideQueues } from '../../src/modules/analytics/time-series/queue-history.dto.js';
import { LiveRows } from '../support/live-rows.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ApiApp, type Json, type Sent } from './support/api-app.js';

const NOW = new Date('2026-04-15T16:00:00Z');
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const text = (minutes: number) => ago(minutes).toISOString();

let database: TestDatabase;
let api: ApiApp;
let now = NOW;

const live = (parkId: number) => api.get<Json<ParkLiveView>>(`/api/parks/${parkId}/live`, '/api/parks/{parkId}/live');
const queues = (rideId: number, query = '') =>
  api.get<Json<RideQueues>>(`/api/rides/${rideId}/queues?${query}`, '/api/rides/{rideId}/queues');

beforeAll(async () => {
  database = await createTestDatabase('api_live');
  api = await ApiApp.start({
    connection: database.connectionOptions,
    settings: { ROLE: 'api' },
    clock: { now: () => now },
  });
  const rows = new LiveRows(api.query.bind(api));
  await rows.destination(1, 'Resort');
  await rows.park(1, 1, 'First Park');
  await rows.park(2, 1, 'Second Park');
  await rows.ride(1, 1, 'Alpha');
  await rows.ride(2, 1, 'Beta');
  await rows.ride(3, 1, 'Beta (new)');
  await rows.ride(4, 1, 'Gamma');
  await rows.ride(5, 1, 'Café', 'RESTAURANT');
  await rows.ride(6, 2, 'Delta', null);
  await rows.ride(7, 1, 'Gone');
  await rows.ride(8, 1, 'First Park', 'PARK');
  await api.query('UPDATE rides SET is_active = 0 WHERE ride_id = 7');
  await rows.link(3, 2);
  await rows.state(1, 'OPERATING', { from: ago(60), until: ago(3), wait: 45 });
  await rows.state(2, 'CLOSED', { from: ago(9000), until: ago(8000) });
  await rows.state(3, 'DOWN', { from: ago(20), until: ago(3) });
  await rows.state(5, 'OPERATING', { from: ago(20), until: ago(1) });
  await rows.state(6, 'OPERATING', { from: ago(90), until: ago(16) });
  await rows.state(7, 'OPERATING', { from: ago(90), until: ago(2) });
  await rows.state(8, 'OPERATING', { from: ago(90), until: ago(0) });
  const returnWindow = { return_start: ago(-60), return_end: ago(-120), state: 'AVAILABLE' };
  await rows.queue(1, 'SINGLE_RIDER', { from: ago(50), until: ago(40), wait_time_minutes: 15 });
  await rows.queue(1, 'SINGLE_RIDER', { from: ago(35), until: ago(3), wait_time_minutes: 10 });
  await rows.queue(1, 'PAID_RETURN_TIME', {
    ...{ from: ago(30), until: ago(3), ...returnWindow },
    ...{ price_minor: 1500, price_currency: 'USD' },
  });
  await rows.queue(1, 'RETURN_TIME', { from: ago(600), until: ago(500), ...returnWindow });
  const groups = { boarding_group_status: 'PAUSED', group_start: 61, group_end: 75, estimated_wait_minutes: 180 };
  await rows.queue(3, 'BOARDING_GROUP', { from: ago(20), until: ago(3), next_allocation_at: ago(-30), ...groups });
});
afterAll(async () => {
  await api.close();
  await database.drop();
});

describe('the live state of a park', () => {
  it('lists every active ride by name with its newest state, including states of linked rides', async () => {
    const { body } = await live(1);
    expect(body).toMatchObject({ parkId: 1, timezone: 'Europe/Paris', asOf: NOW.toISOString() });
    expect(body.newestObservedAt).toBe(text(1));
    expect(body.rides.map(({ name, current }) => [name, current?.status, current?.lastConfirmedAt])).toEqual([
      ['Alpha', 'OPERATING', text(3)],
      ['Beta', 'DOWN', text(3)],
      ['Café', 'OPERATING', text(1)],
      ['Gamma', undefined, undefined],
    ]);
    expect(body.rides[0]!.current).toMatchObject({
      waitMinutes: 45,
      recordedAt: text(60),
      lastConfirmedAt: text(3),
      lastUpdatedAt: text(60),
      isCurrent: true,
      dataSource: 'LIVE',
    });
  });

  it('lists every queue of that observation with all fields, and no queue that is no longer offered', async () => {
    const [alpha, beta] = (await live(1)).body.rides;
    expect(alpha!.current!.queues.map(({ queueType }) => queueType)).toEqual([
      'STANDBY',
      'SINGLE_RIDER',
      'PAID_RETURN_TIME',
    ]);
    expect(alpha!.current!.queues[0]).toMatchObject({ waitMinutes: 45, returnStart: null });
    expect(alpha!.current!.queues[2]).toMatchObject({
      state: 'AVAILABLE',
      returnStart: text(-60),
      returnEnd: text(-120),
      priceMinor: 1500,
      priceCurrency: 'USD',
      waitMinutes: null,
    });
    expect(beta!.current!.queues).toMatchObject([
      {
        queueType: 'BOARDING_GROUP',
        boardingGroupStatus: 'PAUSED',
        groupStart: 61,
        groupEnd: 75,
        nextAllocationAt: text(-30),
        estimatedWaitMinutes: 180,
      },
    ]);
  });

  it('lists the entry of the park itself only on request', async () => {
    const { body } = await api.get<Json<ParkLiveView>>('/api/parks/1/live?entityType=PARK', '/api/parks/{parkId}/live');
    expect(body.rides.map(({ name }) => name)).toEqual(['First Park']);
    expect((await api.get('/api/parks/1/live?entityType=TREE', '/api/parks/{parkId}/live')).status).toBe(400);
  });

  it('reports a state as not current if its last confirmation is too old', async () => {
    const { rides } = (await live(2)).body;
    expect(rides[0]!.current).toMatchObject({ status: 'OPERATING', lastConfirmedAt: text(16), isCurrent: false });
  });

  it('returns no wait above the ceiling, for any queue, and keeps the status', async () => {
    const rows = new LiveRows(api.query.bind(api));
    await rows.park(9, 1, 'Sentinel Park');
    await rows.ride(90, 9, 'Ride');
    await rows.state(90, 'OPERATING', { from: ago(5), until: ago(1), wait: 999 });
    await rows.queue(90, 'SINGLE_RIDER', { from: ago(5), until: ago(1), wait_time_minutes: 601 });
    await rows.queue(90, 'PAID_STANDBY', { from: ago(5), until: ago(1), wait_time_minutes: 600 });
    const [ride] = (await live(9)).body.rides;
    await api.query('UPDATE parks SET is_active = 0 WHERE park_id = 9');
    expect(ride!.current).toMatchObject({ status: 'OPERATING', waitMinutes: null, isCurrent: true });
    const waits = ride!.current!.queues.map(({ queueType, waitMinutes }) => [queueType, waitMinutes]);
    expect(Object.fromEntries(waits)).toEqual({ SINGLE_RIDER: null, PAID_STANDBY: 600 });
  });

  it('is 404 for a park that does not exist', async () => {
    expect((await live(99)).status).toBe(404);
  });
});

describe('the summary of all parks', () => {
  it('counts attractions and shows by present state, and old states as unknown', async () => {
    const { body } = await api.get<Json<StatusSummaryView>>('/api/live/status-summary');
    const none = {
      operating: 0,
      down: 0,
      closed: 0,
      refurbishment: 0,
      unrecognised: 0,
      unknown: 0,
      excluded: 0,
    };
    const observed = {
      ...{ basis: 'OBSERVED', contradiction: null, event: null },
      ...{ opensAt: null, closesAt: null, opensAtLocal: null, closesAtLocal: null },
    };
    expect(body.parks).toEqual([
      {
        ...{ parkId: 1, destinationId: 1, name: 'First Park', newestObservedAt: text(3) },
        timezone: 'Europe/Paris',
        waits: {
          rides: 1,
          averageMinutes: 45,
          typicalWaitMinutes: null,
          longest: { rideId: 1, name: 'Alpha', waitMinutes: 45 },
        },
        downRides: [{ rideId: 2, name: 'Beta', since: text(20), lastConfirmedAt: text(3) }],
        ...{ ...none, rides: 2, operating: 1, down: 1, exclusion: null, isOpen: true, use: observed },
      },
      {
        ...{ parkId: 2, destinationId: 1, name: 'Second Park', newestObservedAt: text(16) },
        timezone: 'Europe/Paris',
        ...{ waits: { rides: 0, averageMinutes: null, typicalWaitMinutes: null, longest: null }, downRides: [] },
        ...{ ...none, rides: 1, unknown: 1, exclusion: null, isOpen: true, use: observed },
      },
    ]);
    expect(body.total).toEqual({ ...none, rides: 3, operating: 1, down: 1, unknown: 1 });
  });
});

describe('the ETag of a live response', () => {
  const PATHS = [
    ['/api/parks/1/live', '/api/parks/{parkId}/live'],
    ['/api/live/status-summary', '/api/live/status-summary'],
    ['/api/parks/1/dining', '/api/parks/{parkId}/dining'],
  ] as const;
  const validators = ({ headers }: Sent) => [headers.etag, headers['last-modified']];
  afterEach(() => {
    now = NOW;
  });

  it.each(PATHS)('%s holds while time passes, as long as the data does', async (path, route) => {
    const first = await api.get<{ asOf: string }>(path, route);
    now = ago(-1);
    const later = await api.get<{ asOf: string }>(path, route);
    expect([first.body.asOf, later.body.asOf]).toEqual([text(0), text(-1)]);
    expect(validators(later)).toEqual(validators(first));
    const again = request(api.app.getHttpServer()).get(path).set('If-None-Match', first.headers.etag!);
    expect((await again).status).toBe(304);
  });

  it('changes when a state gets too old to be current, and with a new observation', async () => {
    const etag = async () => (await live(1)).headers.etag;
    const first = await etag();
    now = ago(-13);
    const older = await etag();
    await api.query('UPDATE ride_current SET last_confirmed_at = ? WHERE ride_id = 1', [now]);
    const confirmed = await etag();
    expect(new Set([first, older, confirmed]).size).toBe(3);
  });
});

describe('the queues of a ride over time', () => {
  it('are all rows of the window in order of time, including those of linked rides', async () => {
    const { body } = await queues(1);
    expect(body.data.map(({ queueType, recordedAt, waitMinutes }) => [queueType, recordedAt, waitMinutes])).toEqual([
      ['RETURN_TIME', text(600), null],
      ['SINGLE_RIDER', text(50), 15],
      ['SINGLE_RIDER', text(35), 10],
      ['PAID_RETURN_TIME', text(30), null],
    ]);
    expect((await queues(2)).body).toMatchObject({ canonicalRideId: 2, data: [{ rideId: 3, groupStart: 61 }] });
  });

  it('can be filtered by type and by time', async () => {
    expect((await queues(1, 'queueType=SINGLE_RIDER')).body.data).toHaveLength(2);
    expect((await queues(1, `from=${text(50)}&to=${text(35)}`)).body.data).toHaveLength(1);
  });

  it('are paged, with each row once', async () => {
    const whole = (await queues(1)).body.data;
    const paged: typeof whole = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body }: { body: Json<RideQueues> } = await queues(1, `limit=1${cursor && `&cursor=${cursor}`}`);
      paged.push(...body.data);
      cursor = body.page.nextCursor;
    }
    expect(paged).toEqual(whole);
  });

  it('reject an unknown ride, a reversed window, an unknown queue type and an invalid cursor', async () => {
    expect((await queues(99)).status).toBe(404);
    expect((await queues(1, `from=${text(1)}&to=${text(2)}`)).status).toBe(400);
    expect((await queues(1, 'queueType=TELEPORT')).status).toBe(400);
    expect((await queues(1, 'cursor=next')).status).toBe(400);
    const noDate = Buffer.from(JSON.stringify([5, 1, 'RETURN_TIME', 1, 9e15])).toString('base64url');
    expect((await queues(1, `cursor=${noDate}`)).status).toBe(400);
  });
});

describe('the state that an archive reported last', () => {
  it('is current for as long as any entity of its park is observed, and then for an hour', async () => {
    now = NOW;
    const rows = new LiveRows(api.query.bind(api));
    await rows.park(3, 1, 'Archived Park');
    await rows.ride(9, 3, 'Epsilon');
    await rows.ride(10, 3, 'Parade', 'SHOW');
    for (const rideId of [9, 10]) await rows.state(rideId, 'OPERATING', { from: ago(100), until: ago(40), wait: 20 });
    await api.query("UPDATE ride_current SET last_confirmed_at = NULL, data_source = 'ARCHIVE' WHERE ride_id = 9");
    const isCurrent = async (query = '') => {
      const path = `/api/parks/3/live${query}`;
      const { body } = await api.get<Json<ParkLiveView>>(path, '/api/parks/{parkId}/live');
      return body.rides.find(({ rideId }) => rideId === 9)!.current!.isCurrent;
    };
    const operating = async () => {
      const { body } = await api.get<Json<StatusSummaryView>>('/api/live/status-summary');
      return body.parks.find(({ parkId }) => parkId === 3)!.operating;
    };
    // the parade was seen 40 minutes ago
    expect([await isCurrent(), await isCurrent('?entityType=ATTRACTION'), await operating()]).toEqual([true, true, 1]);
    now = ago(-20);
    expect([await isCurrent(), await operating()]).toEqual([true, 1]);
    now = ago(-21);
    expect([await isCurrent(), await isCurrent('?entityType=ATTRACTION'), await operating()]).toEqual([
      false,
      false,
      0,
    ]);
  });
});
