import { dialectOf } from '../../src/common/database/dialect/dialect.js';
import { setTimeout as delay } from 'node:timers/promises';
import request from 'supertest';
import type { CatalogParkView, DestinationView, ParkView } from '../../src/modules/catalog/catalog.dto.js';
import type { RideView } from '../../src/modules/catalog/ride.dto.js';
import type { RideDetailView } from '../../src/modules/metadata/metadata.dto.js';
import type { RideHistory } from '../../src/modules/analytics/time-series/history.dto.js';
import { historySql } from '../../src/modules/snapshots/observation-query.sql.js';
import { generateTruth } from '../../src/tools/archive-generator/generate-archive.js';
import type { Observation } from '../../src/tools/archive-generator/world.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ApiApp, type Json } from './support/api-app.js';
import { refreshStatistics } from './support/autumn-weekend.js';
import { serveArchive, type ServedArchive } from './support/served-archive.js';

interface List<T> {
  data: T[];
  page: { limit: number; offset: number; total: number };
}
interface Problem {
  error: { code: string; details: Record<string, unknown> };
}
type Point = Json<RideHistory>['data'][number];

/** From the end of February into March: two partitions. */
const OPTIONS = { seed: 11, destinations: 1, days: 6, rides: 6, start: '2024-02-27' };
const ALL = 'from=2024-02-01T00:00:00Z&to=2024-04-01T00:00:00Z';

let database: TestDatabase;
let archive: ServedArchive;
let api: ApiApp;
const truth = new Map<string, Observation[]>();
/** The UUIDs of all entities of the same park. */
const neighbours = new Map<string, string[]>();

const ridesOf = async (parkId: number) =>
  (await api.get<List<Json<RideView>>>(`/api/parks/${parkId}/rides`, '/api/parks/{parkId}/rides')).body;
const ride = async (rideId: number) =>
  (await api.get<Json<RideDetailView>>(`/api/rides/${rideId}`, '/api/rides/{rideId}')).body;
const history = (rideId: number, query: string) =>
  api.get<Json<RideHistory>>(`/api/rides/${rideId}/history?${query}`, '/api/rides/{rideId}/history');
const parks = async () => (await api.get<List<Json<ParkView>>>('/api/parks')).body.data;
async function allRides(): Promise<Json<RideView>[]> {
  const lists = await Promise.all((await parks()).map(({ parkId }) => ridesOf(parkId)));
  return lists.flatMap(({ data }) => data);
}
const link = (alias: Json<RideView>, target: Json<RideView>) =>
  api.query('INSERT INTO ride_aliases (alias_ride_id, ride_id, themeparks_wiki_id, linked_at) VALUES (?, ?, ?, ?)', [
    alias.rideId,
    target.rideId,
    alias.themeparksWikiId,
    new Date('2024-05-01T00:00:00Z'),
  ]);
const unlink = () => api.query('DELETE FROM ride_aliases');

beforeAll(async () => {
  database = await createTestDatabase('api_catalogue');
  archive = await serveArchive(OPTIONS);
  for await (const observation of generateTruth(OPTIONS)) {
    truth.set(observation.entityId, [...(truth.get(observation.entityId) ?? []), observation]);
  }
  for (const list of truth.values()) list.sort((a, b) => a.recordedAtMs - b.recordedAtMs);
  api = await ApiApp.start({ connection: database.connectionOptions, settings: archive.settings });
  const { body } = await api.startImport({ allParks: true });
  const [started] = (body as unknown as { data: { importId: string }[] }).data;
  await api.untilStatus(started!.importId, 'COMPLETED');
  while (!(await refreshStatistics(api)).ran) await delay(50);
  const uuids = await api.query<{ uuid: string; park: number }>(
    'SELECT themeparks_wiki_id AS uuid, park_id AS park FROM rides',
  );
  for (const { uuid, park } of uuids) {
    neighbours.set(
      uuid,
      uuids.filter((other) => other.park === park).map((other) => other.uuid),
    );
  }
});
afterAll(async () => {
  await api.close();
  await archive.close();
  await database.drop();
});
afterEach(unlink);

describe('the catalogue', () => {
  it('lists destinations with the number of their parks', async () => {
    const { status, body } = await api.get<List<Json<DestinationView>>>('/api/destinations');
    const [destination] = archive.manifest.destinations;
    expect(status).toBe(200);
    expect(body.page).toEqual({ limit: 50, offset: 0, total: 1 });
    expect(body.data).toMatchObject([{ themeparksWikiId: destination!.id, parks: destination!.parks.length }]);
  });

  it('lists parks by name, filtered by destination and by a part of the name', async () => {
    const found = await parks();
    expect(found.map(({ themeparksWikiId }) => themeparksWikiId).sort()).toEqual(
      archive.manifest.destinations[0]!.parks.map(({ id }) => id).sort(),
    );
    const names = found.map(({ name }) => name);
    expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
    const { body } = await api.get<List<Json<DestinationView>>>('/api/destinations');
    expect(new Set(found.map(({ destinationName }) => destinationName))).toEqual(new Set([body.data[0]!.name]));
    const [park] = found;
    const filtered = async (query: string) =>
      (await api.get<List<Json<ParkView>>>(`/api/parks?${query}`)).body.page.total;
    expect(await filtered(`destinationId=${park!.destinationId}`)).toBe(found.length);
    expect(await filtered('destinationId=4000000000')).toBe(0);
    expect(await filtered(`q=${encodeURIComponent(park!.name.slice(1, -1).toUpperCase())}`)).toBe(1);
    expect(await filtered('q=%25')).toBe(0);
  });

  it('returns a park with its ride counts and observation dates', async () => {
    const [{ parkId }] = (await parks()) as [Json<ParkView>];
    const { body } = await api.get<Json<CatalogParkView>>(`/api/parks/${parkId}`, '/api/parks/{parkId}');
    const rides = await ridesOf(parkId);
    expect(body.counts).toEqual({ rides: rides.page.total, linkedRides: 0, observedRides: rides.page.total });
    const observed = rides.data.flatMap(({ themeparksWikiId }) => truth.get(themeparksWikiId!)!);
    const instants = observed.map(({ recordedAtMs }) => recordedAtMs).sort((a, b) => a - b);
    expect([body.firstSeenAt, body.lastSeenAt].map((instant) => Date.parse(instant!))).toEqual([
      instants.at(0),
      instants.at(-1),
    ]);
  });

  it('lists and counts the entry of a park itself only on request', async () => {
    const [{ parkId }] = (await parks()) as [Json<ParkView>];
    const all = await ridesOf(parkId);
    const [first] = all.data as [Json<RideView>];
    await api.query("UPDATE rides SET entity_type = 'PARK' WHERE ride_id = ?", [first.rideId]);
    const without = await ridesOf(parkId);
    const { body } = await api.get<Json<CatalogParkView>>(`/api/parks/${parkId}`, '/api/parks/{parkId}');
    const asked = await api.get<List<Json<RideView>>>(
      `/api/parks/${parkId}/rides?entityType=PARK`,
      '/api/parks/{parkId}/rides',
    );
    await api.query('UPDATE rides SET entity_type = ? WHERE ride_id = ?', [first.entityType, first.rideId]);
    expect(without.data).toEqual(all.data.slice(1));
    expect([without.page.total, body.counts.rides]).toEqual([all.page.total - 1, all.page.total - 1]);
    expect(asked.body.data.map(({ rideId }) => rideId)).toEqual([first.rideId]);
  });

  it('lists the placeholder park while it holds a ride that belongs in a park', async () => {
    const known = await parks();
    const [{ destinationId }] = known as [Json<ParkView>];
    await api.query("INSERT INTO parks (destination_id, name) VALUES (?, 'Park not known')", [destinationId]);
    await api.query(
      `INSERT INTO rides (park_id, name, normalized_name, entity_type)
       SELECT park_id, 'Grand Hotel', 'grand hotel', 'HOTEL' FROM parks WHERE themeparks_wiki_id IS NULL`,
    );
    const listed = async () => [
      (await parks()).length,
      (await api.get<List<Json<DestinationView>>>('/api/destinations')).body.data[0]!.parks,
    ];
    const withHotel = await listed();
    await api.query("UPDATE rides SET entity_type = 'SHOW' WHERE name = 'Grand Hotel'");
    const withShow = await listed();
    await api.query("DELETE FROM rides WHERE name = 'Grand Hotel'");
    await api.query('DELETE FROM parks WHERE themeparks_wiki_id IS NULL');
    expect(withHotel).toEqual([known.length, known.length]);
    expect(withShow).toEqual([known.length + 1, known.length + 1]);
  });

  it('lists the rides of a park with their newest state', async () => {
    const rides = await allRides();
    expect(rides.map(({ themeparksWikiId }) => themeparksWikiId).sort()).toEqual([...truth.keys()].sort());
    for (const { themeparksWikiId, current } of rides) {
      const { status, waitMinutes, recordedAtMs } = truth.get(themeparksWikiId!)!.at(-1)!;
      expect(current).toEqual({
        status,
        waitMinutes,
        recordedAt: new Date(recordedAtMs).toISOString(),
        lastConfirmedAt: null,
        dataSource: 'ARCHIVE',
        exclusion: null,
      });
    }
  });

  it('shows a ride with its names and UUIDs', async () => {
    const rides = await allRides();
    for (const { rideId, themeparksWikiId, parkId } of rides) {
      const found = await ride(rideId);
      expect(found).toMatchObject({ rideId, requestedRideId: rideId, canonicalRideId: rideId, park: { parkId } });
      expect(found.uuids).toEqual([{ themeparksWikiId, rideId, linkedAt: null }]);
      const known = archive.manifest.destinations[0]!.parks.flatMap((park) => park.rides);
      const names = found.names.map(({ name }) => name);
      expect(known.find(({ id }) => id === themeparksWikiId)!.names).toEqual(expect.arrayContaining(names));
      expect(names.at(-1)).toBe(found.name);
      expect(found.names.map(({ firstSeenAt }) => firstSeenAt)).toEqual(
        found.names.map(({ firstSeenAt }) => firstSeenAt).sort(),
      );
    }
  });

  it('treats linked rides as one: in the list, the details and the newest state', async () => {
    const [{ parkId }] = (await parks()) as [Json<ParkView>];
    const [target, alias] = (await ridesOf(parkId)).data as [Json<RideView>, Json<RideView>];
    await link(alias, target);
    await api.query(
      `UPDATE ride_current SET recorded_at = recorded_at + INTERVAL 1 DAY, status = 'DOWN', wait_time = NULL WHERE ride_id = ?`,
      [alias.rideId],
    );
    const newest = new Date(Date.parse(alias.current!.recordedAt) + 86_400_000).toISOString();

    const rides = (await ridesOf(parkId)).data;
    expect(rides.map(({ rideId }) => rideId)).not.toContain(alias.rideId);
    const found = await ride(alias.rideId);
    expect(found).toMatchObject({
      rideId: target.rideId,
      canonicalRideId: target.rideId,
      requestedRideId: alias.rideId,
      current: { status: 'DOWN', waitMinutes: null, recordedAt: newest },
    });
    expect(rides.find(({ rideId }) => rideId === target.rideId)!.current).toEqual(found.current);
    expect(found.uuids.map(({ themeparksWikiId }) => themeparksWikiId)).toEqual([
      target.themeparksWikiId,
      alias.themeparksWikiId,
    ]);
    const { body } = await api.get<Json<CatalogParkView>>(`/api/parks/${parkId}`, '/api/parks/{parkId}');
    expect(body.counts).toMatchObject({ rides: rides.length, linkedRides: 1, observedRides: rides.length });
    const { status, waitMinutes, recordedAt } = alias.current!;
    await api.query('UPDATE ride_current SET recorded_at = ?, status = ?, wait_time = ? WHERE ride_id = ?', [
      new Date(recordedAt),
      status,
      waitMinutes,
      alias.rideId,
    ]);
  });

  it.each([
    ['/api/parks/4000000000', '/api/parks/{parkId}', 404, 'PARK_NOT_FOUND'],
    ['/api/parks/4000000000/rides', '/api/parks/{parkId}/rides', 404, 'PARK_NOT_FOUND'],
    ['/api/rides/4000000000', '/api/rides/{rideId}', 404, 'RIDE_NOT_FOUND'],
    ['/api/rides/4000000000/history', '/api/rides/{rideId}/history', 404, 'RIDE_NOT_FOUND'],
    ['/api/parks/x', '/api/parks/{parkId}', 400, 'VALIDATION_FAILED'],
    ['/api/rides/0', '/api/rides/{rideId}', 400, 'VALIDATION_FAILED'],
    ['/api/destinations?limit=0', '/api/destinations', 400, 'VALIDATION_FAILED'],
    ['/api/parks?q=', '/api/parks', 400, 'VALIDATION_FAILED'],
    ['/api/parks?destinationId=x', '/api/parks', 400, 'VALIDATION_FAILED'],
    ['/api/parks/1/rides?limit=501', '/api/parks/{parkId}/rides', 400, 'VALIDATION_FAILED'],
    ['/api/rides/1?with=metadata', '/api/rides/{rideId}', 400, 'VALIDATION_FAILED'],
  ])('%s is %s %d %s', async (path, route, status, code) => {
    const response = await api.get<Problem>(path, route);
    expect([response.status, response.body.error.code]).toEqual([status, code]);
    expect(response.headers['cache-control']).toBeUndefined();
  });

  it('may be cached, and is answered with 304 if it is unchanged', async () => {
    const first = await api.get('/api/destinations');
    expect(first.headers['cache-control']).toBe('public, max-age=60');
    const again = request(api.app.getHttpServer()).get('/api/destinations').set('If-None-Match', first.headers.etag!);
    expect((await again).status).toBe(304);
  });
});

describe('the history of a ride', () => {
  /** PARK_NO_DATA_MINUTES */
  const HOUR_MS = 3_600_000;
  /** ARCHIVE_MAX_CARRY_FORWARD_MINUTES */
  const SIX_HOURS_MS = 6 * HOUR_MS;
  /** From an observation on, until the data of its park ends. */
  const endOfData = (uuid: string, fromMs: number) => {
    const instants = neighbours.get(uuid)!.flatMap((other) => truth.get(other) ?? []);
    const later = instants.map(({ recordedAtMs }) => recordedAtMs).filter((atMs) => atMs > fromMs);
    let endMs = fromMs + HOUR_MS;
    for (const atMs of later.sort((a, b) => a - b)) if (atMs <= endMs) endMs = atMs + HOUR_MS;
    return endMs;
  };
  const expected = (uuid: string) =>
    truth.get(uuid)!.map(({ recordedAtMs, status, waitMinutes }, index, all) => ({
      recordedAt: new Date(recordedAtMs).toISOString(),
      status,
      waitMinutes,
      lastConfirmedAt: null,
      dataSource: 'ARCHIVE',
      validUntil: new Date(
        Math.min(all[index + 1]?.recordedAtMs ?? Infinity, recordedAtMs + SIX_HOURS_MS, endOfData(uuid, recordedAtMs)),
      ).toISOString(),
    }));
  const withoutRide = (points: readonly Point[]) => points.map(({ rideId: _, ...point }) => point);

  it('contains every observation of the archive, in order of time', async () => {
    for (const { rideId, themeparksWikiId } of await allRides()) {
      const { body } = await history(rideId, `${ALL}&interval=raw&limit=5000`);
      expect(withoutRide(body.data)).toEqual(expected(themeparksWikiId!));
      expect(body).toMatchObject({ canonicalRideId: rideId, interval: 'raw', page: { limit: 5000, nextCursor: null } });
    }
  });

  it('includes from and excludes to', async () => {
    const [{ rideId, themeparksWikiId }] = (await allRides()) as [Json<RideView>];
    const points = expected(themeparksWikiId!);
    const [first, last] = [points[2]!.recordedAt, points[5]!.recordedAt];
    const { body } = await history(rideId, `from=${first}&to=${last}`);
    expect(withoutRide(body.data)).toEqual(points.slice(2, 5));
    expect([body.from, body.to]).toEqual([first, last]);
    expect(body.stateAtFrom).toBeNull();
  });

  it('has the opening state within a span in which no row begins', async () => {
    const [{ rideId, themeparksWikiId }] = (await allRides()) as [Json<RideView>];
    const observation = truth.get(themeparksWikiId!)!.at(-1)!;
    const from = new Date(observation.recordedAtMs + 60_000).toISOString();
    const { body } = await history(rideId, `from=${from}&to=${new Date(Date.parse(from) + 1000).toISOString()}`);
    expect(body.data).toEqual([]);
    expect(body.stateAtFrom).toEqual({ ...expected(themeparksWikiId!).at(-1), rideId });
    const later = new Date(observation.recordedAtMs + 361 * 60_000).toISOString();
    const after = await history(rideId, `from=${later}&to=2024-04-01T00:00:00Z`);
    expect(after.body.stateAtFrom).toBeNull();
  });

  it('is paged, with every point once and linked rides in one order, even at the same instant', async () => {
    const [target, alias] = (await allRides()) as [Json<RideView>, Json<RideView>];
    await link(alias, target);
    const shared = truth.get(target.themeparksWikiId!)!.slice(0, 3);
    for (const { recordedAtMs } of shared) {
      await api.query(
        `INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, last_confirmed_at, data_source)
         VALUES (?, ?, 'OPERATING', 5, ?, 'LIVE')`,
        [alias.rideId, new Date(recordedAtMs), new Date(recordedAtMs + 60_000)],
      );
    }
    const whole = (await history(alias.rideId, `${ALL}&limit=5000`)).body;
    expect([whole.requestedRideId, whole.canonicalRideId]).toEqual([alias.rideId, target.rideId]);
    const counts = [target, alias].map(({ themeparksWikiId }) => truth.get(themeparksWikiId!)!.length);
    expect(whole.data).toHaveLength(counts[0]! + counts[1]! + shared.length);
    const keys = whole.data.map(({ recordedAt, rideId }) => `${recordedAt} ${String(rideId).padStart(9, '0')}`);
    expect(keys).toEqual([...keys].sort());
    expect(whole.data.filter(({ dataSource }) => dataSource === 'LIVE')).toHaveLength(shared.length);

    for (const limit of [1, 7]) {
      const paged: Point[] = [];
      let cursor: string | null = '';
      let query = `${ALL}&limit=${limit}`;
      while (cursor !== null && paged.length < 60) {
        const { body }: { body: Json<RideHistory> } = await history(alias.rideId, query);
        expect(body.data.length).toBeLessThanOrEqual(limit);
        paged.push(...body.data);
        cursor = body.page.nextCursor;
        // from and to need not be said again
        query = `limit=${limit}&cursor=${cursor}`;
      }
      expect(paged).toEqual(whole.data.slice(0, paged.length));
    }
    await api.query(`DELETE FROM ride_status_snapshots WHERE data_source = 'LIVE'`);
  });

  it('defaults to the last seven days', async () => {
    const [{ rideId }] = (await allRides()) as [Json<RideView>];
    const { body } = await history(rideId, '');
    expect(Date.parse(body.to) - Date.parse(body.from)).toBe(7 * 86_400_000);
    expect(body.data).toEqual([]);
  });

  it.each([
    ['from=2024-03-02T00:00:00Z&to=2024-03-01T00:00:00Z', 'DATE_OUT_OF_RANGE'],
    ['from=2024-03-01T00:00:00Z&to=2024-03-01T00:00:00Z', 'DATE_OUT_OF_RANGE'],
    ['from=2023-01-01T00:00:00Z&to=2024-03-01T00:00:00Z', 'DATE_OUT_OF_RANGE'],
    ['from=2024-03-01', 'VALIDATION_FAILED'],
    ['from=2024-03-01T00:00:00%2B01:00', 'VALIDATION_FAILED'],
    ['interval=week', 'VALIDATION_FAILED'],
    ['limit=5001', 'VALIDATION_FAILED'],
    ['offset=10', 'VALIDATION_FAILED'],
    ['cursor=x', 'VALIDATION_FAILED'],
    [`cursor=${Buffer.from('["1",2,3,4]').toString('base64url')}`, 'VALIDATION_FAILED'],
  ])('with %s is 400 %s', async (query, code) => {
    const [{ rideId }] = (await allRides()) as [Json<RideView>];
    const { status, body } = await history(rideId, query);
    expect([status, (body as unknown as Problem).error.code]).toEqual([400, code]);
  });

  it.each([
    ['2024-03-01T00:00:00Z', '2024-04-01T00:00:00Z', ['p202403']],
    ['2024-02-29T23:59:59.999Z', '2024-03-01T00:00:00.001Z', ['p202402', 'p202403']],
    ['2023-12-15T00:00:00Z', '2024-03-01T00:00:00Z', ['p202312', 'p202401', 'p202402']],
  ])('from %s to %s reads exactly the partitions of its months', async (from, to, partitions) => {
    const window = { rideIds: [1, 2], fromMs: Date.parse(from), toMs: Date.parse(to) };
    const sql = historySql(window, null, 100);
    expect(await partitionsOf(sql)).toEqual(partitions);
  });

  it('reads only the remaining partitions for the next page', async () => {
    const window = { rideIds: [1, 2], fromMs: Date.UTC(2024, 0), toMs: Date.UTC(2024, 5) };
    const after = { recordedAtMs: Date.UTC(2024, 3, 15), rideId: 1 };
    expect(await partitionsOf(historySql(window, after, 100))).toEqual(['p202404', 'p202405']);
  });

  async function partitionsOf(sql: string): Promise<string[]> {
    const [row] = await api.query<{ partitions: string }>(dialectOf(api.dataSource).explain(sql));
    return row!.partitions.split(',');
  }
});
