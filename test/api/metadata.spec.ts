import { setTimeout as delay } from 'node:timers/promises';
import type { RideDetailView } from '../../src/modules/metadata/metadata.dto.js';
import { CatalogSyncJob } from '../../src/modules/catalog/sync/catalog-jobs.js';
import type { CoverageReportView, SyncStatusView } from '../../src/modules/metadata/metadata-admin.dto.js';
import type { MetadataChangeView, RideMetadataView } from '../../src/modules/metadata/metadata.dto.js';
import type { EditedRideView, ReviewedRideView } from '../../src/modules/metadata/review.dto.js';
import { MetadataSyncHandler } from '../../src/modules/metadata/sync/metadata-sync-jobs.js';
import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import type { HeightValue, SimEntity } from '../../src/tools/api-simulator/sim-world.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ApiApp, type Json, type Sent } from './support/api-app.js';

type History = { data: Json<MetadataChangeView>[]; page: { total: number } };

let database: TestDatabase;
let simulator: ApiSimulator;
let api: ApiApp;
let rideIds: Map<string, number>;

beforeAll(async () => {
  database = await createTestDatabase('metadata_api');
  simulator = await startApiSimulator({
    clock: () => Date.now(),
    seed: 5,
    destinations: 2,
    ridesPerDestination: 10,
    limitPerMinute: 100_000,
    latencyMs: 20,
  });
  api = await ApiApp.start({
    connection: database.connectionOptions,
    settings: { LIVE_API_BASE_URL: simulator.baseUrl, LIVE_REQUESTS_PER_MINUTE: '100000' },
  });
  await api.app.get(CatalogSyncJob, { strict: false }).run();
  const rows = await api.query<{ id: string; rideId: number }>(
    'SELECT themeparks_wiki_id AS id, ride_id AS rideId FROM rides',
  );
  rideIds = new Map(rows.map(({ id, rideId }) => [id, rideId]));
});
afterAll(async () => {
  await api?.close();
  await simulator?.close();
  await database?.drop();
});

const sync = (body: object = {}) => api.send<{ syncId: number }>('post', '/api/admin/metadata/sync', { body });
const status = async () => (await api.get<Json<SyncStatusView>>('/api/admin/metadata/sync')).body;
const detail = async (rideId: number) =>
  (await api.get<Json<RideDetailView>>(`/api/rides/${rideId}`, '/api/rides/{rideId}')).body;
const override = (rideId: number, body: object): Promise<Sent<Json<RideMetadataView>>> =>
  api.send('patch', `/api/admin/metadata/${rideId}`, { body, route: '/api/admin/metadata/{rideId}' });
const history = async (rideId: number, query = '') =>
  api.get<History>(`/api/rides/${rideId}/metadata-history${query}`, '/api/rides/{rideId}/metadata-history');

async function untilIdle(): Promise<Json<SyncStatusView>> {
  for (;;) {
    const view = await status();
    if (!view.running) return view;
    await delay(20);
  }
}

const listed = (): SimEntity[] =>
  simulator.world.destinations.flatMap(({ descendants }) => descendants.filter(({ id }) => rideIds.has(id)));

describe('the metadata API', () => {
  it('starts a synchronisation, refuses a concurrent one, and reports its result', async () => {
    expect(await status()).toEqual({ running: false, lastRun: null });
    const handler = api.app.get(MetadataSyncHandler, { strict: false });
    expect(await handler.isDueAtStart()).toBe(true);
    const started = await sync();
    expect(started.status).toBe(202);
    expect(await sync()).toMatchObject({
      status: 409,
      body: { error: { code: 'METADATA_SYNC_IN_PROGRESS', details: { syncId: started.body.syncId } } },
    });
    const { lastRun } = await untilIdle();
    expect(lastRun).toMatchObject({
      syncId: started.body.syncId,
      isForced: false,
      interrupted: false,
      destinationsDone: 2,
      ridesTotal: rideIds.size,
      ridesDone: rideIds.size,
      failed: 0,
      error: null,
    });
    expect(await handler.isDueAtStart()).toBe(false);
    expect(await sync({ parkId: 999_999 })).toMatchObject({ status: 404, body: { error: { code: 'PARK_NOT_FOUND' } } });
    expect(await sync({ rideId: 999_999 })).toMatchObject({ status: 404, body: { error: { code: 'RIDE_NOT_FOUND' } } });
    expect((await sync({ park: 1 })).status).toBe(400);
  });

  it('refuses a ride and a park that do not belong together, and names both', async () => {
    const parks = await api.query<{ parkId: number; name: string }>('SELECT park_id AS parkId, name FROM parks');
    const [ride] = await api.query<{ rideId: number; parkId: number }>(
      'SELECT ride_id AS rideId, park_id AS parkId FROM rides LIMIT 1',
    );
    const { rideId, parkId } = ride!;
    const [own, other] = [parks.find((park) => park.parkId === parkId)!, parks.find((park) => park.parkId !== parkId)!];
    const { status: code, body } = await api.send<{ error: { message: string } }>('post', '/api/admin/metadata/sync', {
      body: { parkId: other.parkId, rideId },
    });
    expect(code).toBe(400);
    expect(body.error.message).toContain(
      `is in park ${parkId} (${own.name}), not in park ${other.parkId} (${other.name})`,
    );
  });

  it('returns the reported metadata of every ride', async () => {
    for (const entity of listed()) {
      const { metadata } = await detail(rideIds.get(entity.id)!);
      const heightTag = entity.tags.find(({ tag }) => tag === 'MINIMUM_HEIGHT')?.value as HeightValue | undefined;
      expect(metadata).toMatchObject({
        latitude: entity.location?.latitude ?? null,
        longitude: entity.location?.longitude ?? null,
        externalId: entity.externalId,
        tags: entity.tags.length === 0 ? null : entity.tags,
        heightMinCm: heightTag ? Math.round(heightTag.height * (heightTag.unit === 'in' ? 2.54 : 1)) : null,
      });
    }
  });

  it('shows every change, newest first, page by page', async () => {
    const ride = listed().find(({ entityType, location }) => entityType === 'ATTRACTION' && location !== null)!;
    const rideId = rideIds.get(ride.id)!;
    const before = (await history(rideId)).body;
    expect(before.data.every(({ oldValue }) => oldValue === null)).toBe(true);
    await override(rideId, { heightMaxCm: 201 });
    await override(rideId, { heightMaxCm: 202 });
    const { body } = await history(rideId, '?limit=1');
    expect(body.page.total).toBe(before.page.total + 2);
    expect(body.data).toMatchObject([{ rideId, field: 'heightMaxCm', oldValue: 201, newValue: 202, source: 'MANUAL' }]);
    expect((await history(999_999)).status).toBe(404);
  });

  it('lets a person set values that no synchronisation overwrites, and clear them', async () => {
    const rideId = rideIds.get(listed()[0]!.id)!;
    const set = await override(rideId, { indoorOutdoor: 'HYBRID', heightMinCm: 97, heightMaxCm: null });
    expect([set.status, set.body]).toMatchObject([
      200,
      {
        indoorOutdoor: 'HYBRID',
        classificationSource: 'MANUAL',
        classificationConfidence: 1,
        heightMinCm: 97,
        heightMaxCm: null,
        manualFields: ['heightMaxCm', 'heightMinCm', 'indoorOutdoor'],
      },
    ]);
    await sync({ rideId, force: true });
    expect((await untilIdle()).lastRun).toMatchObject({ rideId, isForced: true, ridesDone: 1 });
    expect((await detail(rideId)).metadata).toMatchObject({ indoorOutdoor: 'HYBRID', heightMinCm: 97 });
    const { body } = await override(rideId, { clear: ['indoorOutdoor', 'heightMinCm', 'heightMaxCm'] });
    expect(body.manualFields).toEqual([]);
    expect(body.classificationSource).not.toBe('MANUAL');
  });

  it.each<[object]>([
    [{}],
    [{ heightMinCm: 20 }],
    [{ heightMinCm: '100' }],
    [{ indoorOutdoor: 'INSIDE' }],
    [{ latitude: 1 }],
    [{ clear: ['latitude'] }],
    [{ heightMinCm: 100, clear: ['heightMinCm'] }],
  ])('refuses to set %j', async (body) => {
    const { status: code } = await override(rideIds.get(listed()[0]!.id)!, body);
    expect(code).toBe(400);
  });

  it('refuses heights that contradict each other or unchanged ones, and changes nothing', async () => {
    const rideId = rideIds.get(listed()[0]!.id)!;
    const fields = ['heightMinCm', 'heightMinUnaccompaniedCm', 'heightMaxCm'];
    await override(rideId, { heightMinCm: 120, heightMinUnaccompaniedCm: null, heightMaxCm: 190 });
    const before = (await detail(rideId)).metadata;
    for (const body of [
      { heightMinCm: 200, heightMaxCm: 100 },
      { heightMaxCm: 119 },
      { heightMinCm: 191, indoorOutdoor: 'INDOOR' },
      { heightMinUnaccompaniedCm: 119 },
    ]) {
      expect(await override(rideId, body)).toMatchObject({
        status: 400,
        body: { error: { code: 'VALIDATION_FAILED' } },
      });
    }
    expect((await detail(rideId)).metadata).toEqual(before);
    expect((await override(rideId, { heightMinUnaccompaniedCm: 120, heightMaxCm: 120 })).status).toBe(200);
    expect((await override(rideId, { clear: fields })).status).toBe(200);
  });

  it('returns 404 for an unknown ride', async () => {
    expect((await override(999_999, { heightMinCm: 100 })).status).toBe(404);
  });

  it('reports the known share by park and field, compared with the target', async () => {
    const { body } = await api.get<Json<CoverageReportView>>('/api/admin/metadata/coverage');
    const entities = listed();
    const placed = entities.filter(({ location }) => location !== null).length;
    expect(body.targetPercent).toBe(90);
    expect(body.totals).toMatchObject({
      rides: entities.length,
      coordinates: { known: placed, of: entities.length, meetsTarget: placed >= 0.9 * entities.length },
      entityType: { known: entities.length, percent: 100, meetsTarget: true },
    });
    const sum = body.parks.reduce((total, { coordinates }) => total + coordinates.known, 0);
    expect(sum).toBe(placed);
  });

  it('reports the coverage of one park, and returns 404 for an unknown park', async () => {
    const whole = (await api.get<Json<CoverageReportView>>('/api/admin/metadata/coverage')).body;
    const park = whole.parks[0]!;
    const { parkId, rides, coordinates, entityType, classification, heights } = park;
    const totals = { rides, coordinates, entityType, classification, heights };
    const route = '/api/admin/metadata/coverage';
    const { body } = await api.get<Json<CoverageReportView>>(`${route}?parkId=${parkId}`, route);
    expect(body).toEqual({ targetPercent: 90, totals, parks: [park] });
    expect((await api.get(`${route}?parkId=999999`, route)).status).toBe(404);
  });

  describe('the rides to complete or to check', () => {
    const route = '/api/admin/metadata/rides';
    type Reviewed = { data: Json<ReviewedRideView>[]; page: { total: number } };
    const list = async (name: string, more = '') =>
      (await api.get<Reviewed>(`${route}?list=${name}&limit=200${more}`, route)).body;

    it('are as many as the coverage counts as not known', async () => {
      const { totals } = (await api.get<Json<CoverageReportView>>('/api/admin/metadata/coverage')).body;
      for (const [name, { known, of }] of [
        ['POSITION', totals.coordinates],
        ['TYPE', totals.entityType],
        ['HEIGHTS', totals.heights],
      ] as const) {
        const { data, page } = await list(name);
        expect([name, data.length, page.total]).toEqual([name, of - known, of - known]);
      }
    });

    it('of a classification are unclassified, or classified by a tag or the name, and not decided by hand', async () => {
      const [first] = (await list('CLASSIFICATION')).data;
      expect(first).toMatchObject({ indoorOutdoor: null, classificationSource: null, overrides: [] });
      await override(first!.rideId, { indoorOutdoor: null });
      const { data } = await list('CLASSIFICATION');
      expect(data.map(({ rideId }) => rideId)).not.toContain(first!.rideId);
      const certainties = data.map(({ classificationConfidence }) => classificationConfidence ?? 0);
      expect(certainties).toEqual([...certainties].sort((one, other) => one - other));
      for (const { indoorOutdoor, classificationSource } of data) {
        expect(indoorOutdoor === null || ['TAG', 'NAME_RULE'].includes(classificationSource!)).toBe(true);
      }
      await override(first!.rideId, { clear: ['indoorOutdoor'] });
    });

    it('with values set by hand name each value, until it is cleared', async () => {
      expect((await list('OVERRIDES')).data).toEqual([]);
      const rideId = rideIds.get(listed()[0]!.id)!;
      await override(rideId, { indoorOutdoor: 'HYBRID', heightMaxCm: null, heightMinCm: 97 });
      const { data } = await list('OVERRIDES');
      expect(data).toMatchObject([{ rideId, indoorOutdoor: 'HYBRID', heightMinCm: 97 }]);
      expect(data[0]!.overrides.map(({ field, value }) => [field, value])).toEqual([
        ['heightMaxCm', null],
        ['heightMinCm', 97],
        ['indoorOutdoor', 'HYBRID'],
      ]);
      const other = (await list('OVERRIDES', `&parkId=${data[0]!.parkId}`)).page.total;
      expect(other).toBe(1);
      await override(rideId, { clear: ['indoorOutdoor', 'heightMaxCm', 'heightMinCm'] });
      expect((await list('OVERRIDES')).data).toEqual([]);
    });

    it('are shown with the origin of each value, as it is at that moment', async () => {
      const one = '/api/admin/metadata/{rideId}';
      const rideId = rideIds.get(listed()[0]!.id)!;
      const shown = async () => (await api.get<Json<EditedRideView>>(`/api/admin/metadata/${rideId}`, one)).body;
      const originOf = ({ origins }: Json<EditedRideView>) =>
        origins.find(({ field }) => field === 'heightMaxCm')?.source ?? null;
      const before = await shown();
      expect(before).toMatchObject({ rideId, name: listed()[0]!.name, metadata: { manualFields: [] } });
      await override(rideId, { heightMaxCm: 203 });
      const set = await shown();
      expect(set.metadata).toMatchObject({ heightMaxCm: 203, manualFields: ['heightMaxCm'] });
      expect(originOf(set)).toBe('MANUAL');
      await override(rideId, { clear: ['heightMaxCm'] });
      expect((await shown()).metadata).toMatchObject({ manualFields: [], heightMaxCm: before.metadata!.heightMaxCm });
      expect((await api.get('/api/admin/metadata/999999', one)).status).toBe(404);
    });

    it('of an unknown list or park are refused', async () => {
      expect((await api.get(route, route)).status).toBe(200);
      expect((await api.get(`${route}?list=ALL`, route)).status).toBe(400);
      expect((await api.get(`${route}?list=TYPE&parkId=999999`, route)).status).toBe(404);
    });
  });

  it('shows a synchronisation whose process died as interrupted', async () => {
    await api.query(
      'INSERT INTO metadata_syncs (started_at, updated_at, rides_total, rides_done) VALUES (NOW(3), NOW(3), 9, 4)',
    );
    expect(await status()).toMatchObject({ running: false, lastRun: { interrupted: true, ridesDone: 4 } });
    expect(await api.app.get(MetadataSyncHandler, { strict: false }).isDueAtStart()).toBe(true);
  });
});
