import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { ParkLiveView, ParkDetailView, ParkNowView } from '../../src/modules/live/live.dto.js';
import type { StatusSummaryView } from '../../src/modules/live/status-summary.dto.js';
import { LiveUseService } from '../../src/modules/live/freshness/live-use.service.js';
import type { ParkFreshnessList } from '../../src/modules/quality/quality.dto.js';
import { LiveRows } from '../support/live-rows.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ApiApp, type Json } from './support/api-app.js';

/** Noon in New York. */
const NOW = new Date('2026-04-15T16:00:00Z');
const TODAY = '2026-04-15';
const at = (hour: number, day = TODAY) => new Date(Date.parse(`${day}T04:00:00Z`) + hour * 3_600_000);

let database: TestDatabase;
let api: ApiApp;
let rows: LiveRows;
let parks = 0;

beforeAll(async () => {
  database = await createTestDatabase('api_park_use');
  api = await ApiApp.start({
    connection: database.connectionOptions,
    settings: { ROLE: 'api' },
    clock: { now: () => NOW },
  });
  rows = new LiveRows(api.query.bind(api));
  await rows.destination(1, 'Resort');
});
afterAll(async () => {
  await api?.close();
  await database?.drop();
});

/** A park in New York with the given number of attractions: rides `100 * id + 1` and so on. */
async function aPark(attractions: number): Promise<{ parkId: number; ride: (n: number) => number }> {
  const parkId = ++parks;
  await rows.park(parkId, 1, `Park ${String(parkId).padStart(2, '0')}`);
  await api.query("UPDATE parks SET timezone = 'America/New_York' WHERE park_id = ?", [parkId]);
  for (let n = 1; n <= attractions; n++) await rows.ride(100 * parkId + n, parkId, `Ride ${n}`);
  return { parkId, ride: (n) => 100 * parkId + n };
}

/** Local hours of the park. */
async function publish(
  parkId: number,
  [opens, closes]: [number, number],
  { day = TODAY, type = 'OPERATING', name = null as string | null } = {},
): Promise<void> {
  await api.query(
    `INSERT INTO park_schedules (park_id, local_date, schedule_type, opens_at, closes_at, description, reported_from, reported_until)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    [parkId, day, type, at(opens, day), at(closes, day), name, at(0), at(0)],
  );
}

/** A span of polls, in local hours; the last one of a ride is its newest state. */
async function run(rideId: number, from: number, until: number, status: 'OPERATING' | 'CLOSED', wait?: number) {
  await api.query(
    `INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, last_confirmed_at, data_source)
     VALUES (?, ?, ?, ?, ?, 'LIVE')`,
    [rideId, at(from), status, wait ?? null, at(until)],
  );
  await rows.state(rideId, status, { from: at(from), until: at(until), wait: wait ?? null });
}

/** A wait that changes every half hour. */
async function runs(rideId: number, from: number, until: number): Promise<void> {
  for (let hour = from; hour < until; hour += 0.5) {
    await run(rideId, hour, Math.min(hour + 0.5, until), 'OPERATING', 10 + ((hour * 10) % 35));
  }
}

/** The work of the minutely job. */
const judge = () => api.app.get(LiveUseService, { strict: false }).refresh(NOW, new AbortController().signal);

const use = async (parkId: number) => {
  await judge();
  return shown(parkId);
};

const shown = async (parkId: number) => {
  const { body } = await api.get<Json<ParkLiveView>>(`/api/parks/${parkId}/live`, '/api/parks/{parkId}/live');
  const summary = await api.get<Json<StatusSummaryView>>('/api/live/status-summary');
  const listed = summary.body.parks.find((park) => park.parkId === parkId)!;
  expect({ isOpen: listed.isOpen, use: listed.use }).toEqual({ isOpen: body.isOpen, use: body.use });
  const park = await api.get<Json<ParkDetailView>>(`/api/parks/${parkId}`, '/api/parks/{parkId}');
  expect({ isOpen: park.body.isOpen, use: park.body.use }).toEqual({ isOpen: body.isOpen, use: body.use });
  const list = await api.get<{ data: Json<ParkNowView>[] }>('/api/parks?limit=200', '/api/parks');
  const inList = list.body.data.find((one) => one.parkId === parkId)!;
  expect({ isOpen: inList.isOpen, use: inList.use }).toEqual({ isOpen: body.isOpen, use: body.use });
  return { isOpen: body.isOpen, ...body.use };
};

describe('whether a park is open now', () => {
  it('is PUBLISHED, with the current hours in UTC and in local time', async () => {
    const { parkId } = await aPark(0);
    await publish(parkId, [9, 10], { type: 'EXTRA_HOURS' });
    await publish(parkId, [10, 22]);
    expect(await use(parkId)).toEqual({
      ...{ isOpen: true, basis: 'PUBLISHED', contradiction: null, event: null },
      ...{ opensAt: '2026-04-15T13:00:00.000Z', opensAtLocal: '2026-04-15T09:00:00-04:00' },
      ...{ closesAt: '2026-04-16T02:00:00.000Z', closesAtLocal: '2026-04-15T22:00:00-04:00' },
    });
  });

  it('includes the next published hours while the park is closed', async () => {
    const { parkId } = await aPark(0);
    await publish(parkId, [8, 11]);
    await publish(parkId, [10, 18], { day: '2026-04-18' });
    expect(await use(parkId)).toMatchObject({
      ...{ isOpen: false, basis: 'PUBLISHED', opensAt: at(10, '2026-04-18').toISOString() },
      closesAtLocal: '2026-04-18T18:00:00-04:00',
    });
  });

  it('includes the event for which the park is open', async () => {
    const { parkId } = await aPark(0);
    await publish(parkId, [11, 14], { type: 'PRIVATE_EVENT', name: 'Staff Day' });
    expect(await use(parkId)).toMatchObject({
      isOpen: true,
      event: {
        ...{ type: 'PRIVATE_EVENT', name: 'Staff Day' },
        ...{ opensAt: at(11).toISOString(), closesAt: at(14).toISOString() },
      },
    });
  });

  it('is UNKNOWN for a park without schedule and observations', async () => {
    const { parkId } = await aPark(2);
    expect(await use(parkId)).toMatchObject({ isOpen: null, basis: 'UNKNOWN', opensAt: null, closesAt: null });
  });

  it('is UNKNOWN without published hours for the date if the last observation is hours old', async () => {
    const { parkId, ride } = await aPark(2);
    await publish(parkId, [10, 18], { day: '2026-04-16' });
    await runs(ride(1), 8, 10.5);
    await runs(ride(2), 8, 10.5);
    expect(await use(parkId)).toMatchObject({
      ...{ isOpen: null, basis: 'UNKNOWN', opensAtLocal: '2026-04-16T10:00:00-04:00' },
    });
  });

  it('is OBSERVED without published hours, by the rules of the statistics, also for small parks', async () => {
    const moving = await aPark(4);
    await runs(moving.ride(1), 9, 12);
    for (const n of [2, 3, 4]) await run(moving.ride(n), -20, 12, 'CLOSED');
    expect(await use(moving.parkId)).toMatchObject({ isOpen: true, basis: 'OBSERVED', opensAt: null, closesAt: null });
    const standing = await aPark(4);
    await run(standing.ride(1), 4, 12, 'OPERATING', 5);
    for (const n of [2, 3, 4]) await run(standing.ride(n), -20, 12, 'CLOSED');
    expect(await use(standing.parkId)).toMatchObject({ isOpen: false, basis: 'OBSERVED' });
  });

  it('follows from the newest states until the job has read the observations of the day, which it does once', async () => {
    const { parkId, ride } = await aPark(4);
    for (const n of [1, 2]) await runs(ride(n), 9, 12);
    for (const n of [3, 4]) await run(ride(n), -20, 12, 'CLOSED');
    expect(await shown(parkId)).toMatchObject({ isOpen: true, basis: 'OBSERVED' });
    expect(await judge()).toBe(1);
    expect(await judge()).toBe(0);
    expect(await shown(parkId)).toMatchObject({ isOpen: true, basis: 'OBSERVED' });
  });

  it('uses observations of linked UUIDs too', async () => {
    const { parkId, ride } = await aPark(2);
    await rows.ride(100 * parkId + 9, parkId, 'Ride 1 (new)');
    await rows.link(100 * parkId + 9, ride(1));
    await run(ride(1), -72, -48, 'CLOSED');
    await runs(100 * parkId + 9, 9, 12);
    expect(await use(parkId)).toMatchObject({ isOpen: true, basis: 'OBSERVED' });
  });

  it('is OBSERVED if every ride is closed although hours are published', async () => {
    const { parkId, ride } = await aPark(3);
    await publish(parkId, [9, 14]);
    await publish(parkId, [9, 14], { day: '2026-04-16' });
    for (const n of [1, 2, 3]) await run(ride(n), -30, 12, 'CLOSED');
    expect(await use(parkId)).toMatchObject({
      ...{ isOpen: false, basis: 'OBSERVED', contradiction: 'CLOSED_THOUGH_PUBLISHED' },
      opensAtLocal: '2026-04-16T09:00:00-04:00',
    });
  });

  it('is PUBLISHED while less than half of the hours were observed', async () => {
    const { parkId, ride } = await aPark(3);
    await publish(parkId, [9, 18]);
    for (const n of [1, 2, 3]) await run(ride(n), -30, 12, 'CLOSED');
    expect(await use(parkId)).toMatchObject({ isOpen: true, basis: 'PUBLISHED', contradiction: null });
  });

  it('is OBSERVED if the rides operate after closing time with changing waits', async () => {
    const { parkId, ride } = await aPark(4);
    await publish(parkId, [6, 10]);
    for (const n of [1, 2, 3]) await runs(ride(n), 6, 12);
    await run(ride(4), 10, 12, 'CLOSED');
    expect(await use(parkId)).toMatchObject({
      ...{ isOpen: true, basis: 'OBSERVED', contradiction: 'RUNS_OUTSIDE_HOURS', closesAt: null },
    });
  });

  it('is closed by published hours if the park ran after closing time but the last observation is too old', async () => {
    const { parkId, ride } = await aPark(4);
    await publish(parkId, [6, 9]);
    await publish(parkId, [9, 14], { day: '2026-04-16' });
    for (const n of [1, 2, 3]) await runs(ride(n), 6, 10.5);
    await run(ride(4), 9, 10.5, 'CLOSED');
    expect(await use(parkId)).toMatchObject({
      ...{ isOpen: false, basis: 'PUBLISHED', contradiction: null },
      opensAtLocal: '2026-04-16T09:00:00-04:00',
    });
  });

  it.each(['the park', 'the ride that the data counts as'])(
    'ignores the part of a span that an exclusion of %s covers, as soon as it exists',
    async (target) => {
      const { parkId, ride } = await aPark(1);
      const linked = 100 * parkId + 9;
      await rows.ride(linked, parkId, 'Ride 1 (new)');
      await rows.link(linked, ride(1));
      await publish(parkId, [6, 14]);
      await run(linked, -30, 12, 'CLOSED');
      expect(await use(parkId)).toMatchObject({ isOpen: false, contradiction: 'CLOSED_THOUGH_PUBLISHED' });
      await api.query(
        `INSERT INTO data_exclusions (park_id, ride_id, from_at, to_at, scope, reason, origin, note, created_at, updated_at)
         VALUES (?, ?, ?, ?, 'ALL', 'MANUAL', 'PERSON', 'Wrong', ?, ?)`,
        [parkId, target === 'the park' ? null : ride(1), at(-30), at(11), at(0), at(0)],
      );
      expect(await use(parkId)).toMatchObject({ isOpen: true, basis: 'PUBLISHED', contradiction: null });
    },
  );

  it('uses the stored use for freshness and live responses; without it, freshness uses the observations', async () => {
    const { parkId, ride } = await aPark(4);
    await runs(ride(1), 9, 12);
    for (const n of [2, 3, 4]) await run(ride(n), -20, 12, 'CLOSED');
    const both = async () => {
      const route = '/api/admin/quality/freshness';
      const { data } = (await api.get<Json<ParkFreshnessList>>(route)).body;
      const { freshness } = data.find((park) => park.parkId === parkId)!;
      const { isOpen } = await shown(parkId);
      return { isOpen, freshness };
    };
    expect(await both()).toEqual({ isOpen: false, freshness: 'FRESH' });
    await judge();
    expect(await both()).toEqual({ isOpen: true, freshness: 'FRESH' });
    // as stored by a worker that has read other observations
    await api.query(
      "UPDATE park_live_use SET day_use = JSON_SET(day_use, '$.windows', JSON_ARRAY()) WHERE park_id = ?",
      [parkId],
    );
    expect(await both()).toEqual({ isOpen: false, freshness: 'CLOSED' });
  });

  it('is stored for the other parks if one park fails, and the job then fails', async () => {
    const [odd, good] = [await aPark(2), await aPark(2)];
    for (const park of [odd, good]) for (const n of [1, 2]) await runs(park.ride(n), 9, 12);
    await api.query(
      `CREATE TRIGGER refuse_use BEFORE INSERT ON park_live_use FOR EACH ROW
         IF NEW.park_id = ${odd.parkId} THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no use of this park'; END IF`,
    );
    jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    await expect(judge()).rejects.toThrow('no use of this park');
    jest.restoreAllMocks();
    await api.query('DROP TRIGGER refuse_use');
    const kept = await api.query<{ parkId: number }>(
      'SELECT park_id AS parkId FROM park_live_use WHERE park_id IN (?, ?)',
      [odd.parkId, good.parkId],
    );
    expect(kept.map(({ parkId }) => parkId)).toEqual([good.parkId]);
    expect(await judge()).toBe(1);
  });

  it('ignores excluded data', async () => {
    const exclude = (parkId: number) =>
      api.query(
        `INSERT INTO data_exclusions (park_id, from_at, scope, reason, origin, note, created_at, updated_at)
         VALUES (?, ?, 'ALL', 'STALE_FEED', 'RULE', 'Frozen', ?, ?)`,
        [parkId, at(0), at(0), at(0)],
      );
    const unpublished = await aPark(2);
    for (const n of [1, 2]) await runs(unpublished.ride(n), 9, 12);
    await exclude(unpublished.parkId);
    expect(await use(unpublished.parkId)).toMatchObject({ isOpen: null, basis: 'UNKNOWN' });
    const published = await aPark(2);
    await publish(published.parkId, [9, 14]);
    for (const n of [1, 2]) await run(published.ride(n), -30, 12, 'CLOSED');
    await exclude(published.parkId);
    expect(await use(published.parkId)).toMatchObject({ isOpen: true, basis: 'PUBLISHED', contradiction: null });
  });
});
