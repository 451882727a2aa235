import request from 'supertest';
import { CatalogSyncJob } from '../../src/modules/catalog/sync/catalog-jobs.js';
import { type ResponseBody, responseOf } from '../http/support/answer.js';
import { emptyTables } from '../support/empty-tables.js';
import { HandMadeApi } from '../support/hand-made-api.js';
import { catalogueResponse, uuidOf } from '../support/small-catalogue.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ApiApp } from './support/api-app.js';
import { executed, isEndless, operationsOf } from './support/documented-requests.js';

const DAY_MS = 86_400_000;
let nowMs = Date.UTC(2026, 8, 1, 4);
let database: TestDatabase;
let source: HandMadeApi;
let api: ApiApp;

beforeAll(async () => {
  database = await createTestDatabase('addresses');
  source = await HandMadeApi.start();
  api = await ApiApp.start({
    connection: database.connectionOptions,
    settings: { LIVE_API_BASE_URL: source.baseUrl, LIVE_REQUESTS_PER_MINUTE: '100000' },
    clock: { now: () => new Date(nowMs) },
  });
});
beforeEach(() => emptyTables(database.connectionOptions));
afterAll(async () => {
  await api.close();
  await source.close();
  await database.drop();
});

/** Synchronises a catalogue with one destination and these slugs of its parks, whose ids are 2, 3 and so on. */
async function sync(parks: (string | undefined)[], destination?: string): Promise<void> {
  nowMs += DAY_MS;
  const listed = parks.map((slug, index) => ({
    id: 2 + index,
    name: `Park ${index}`,
    ...(slug === undefined ? {} : { slug }),
  }));
  catalogueResponse(source, [
    {
      id: 1,
      name: 'Resort',
      ...(destination === undefined ? {} : { slug: destination }),
      parks: listed,
      rides: [{ id: 10, name: 'Ride', parkId: 2 }],
    },
  ]);
  await api.app.get(CatalogSyncJob, { strict: false }).run({});
}

const idOf = async (table: string, column: string, uuid: string): Promise<number> =>
  (await api.query<{ id: number }>(`SELECT ${column} AS id FROM ${table} WHERE themeparks_wiki_id = ?`, [uuid]))[0]!.id;
const parkId = (number: number) => idOf('parks', 'park_id', uuidOf(number));

const park = (address: string, rest = '') =>
  api.get<{ parkId: number; slug: string | null }>(
    `/api/parks/${address}${rest}`,
    `/api/parks/{parkId}${rest.split('?')[0]!}`,
  );
const raw = (path: string): Promise<ResponseBody & { headers: Record<string, string> }> =>
  responseOf(request(api.app.getHttpServer()).get(path));

/** Every public GET whose path has one of these parameters. */
const routesWith = (parameter: string) =>
  operationsOf(api.document).filter(
    ([method, path]) => method === 'get' && !path.startsWith('/api/admin') && path.includes(`{${parameter}}`),
  );

describe('the address of an entity in a path', () => {
  it('is its id, its UUID or its slug, with the same response, on every route', async () => {
    await sync(['epic'], 'resort');
    const addresses = {
      destinationId: [await idOf('destinations', 'destination_id', uuidOf(1)), uuidOf(1), 'resort'],
      parkId: [await parkId(2), uuidOf(2), 'epic'],
      rideId: [await idOf('rides', 'ride_id', uuidOf(10)), uuidOf(10), uuidOf(10).toUpperCase()],
    };
    for (const [parameter, forms] of Object.entries(addresses)) {
      const routes = routesWith(parameter);
      expect(routes.length).toBeGreaterThan(0);
      for (const [, path, operation] of routes) {
        const withoutExample = executed(path.replace(`{${parameter}}`, 'HERE'), operation);
        const responses = await Promise.all(
          forms.map((form) => api.get(withoutExample.replace('HERE', String(form)), path)),
        );
        expect([path, responses.map(({ status }) => status)]).toEqual([path, [200, 200, 200]]);
        expect([path, responses[1]!.body, responses[2]!.body]).toEqual([path, responses[0]!.body, responses[0]!.body]);
      }
    }
  });

  it('has the same forms wherever a path contains it, in the administration too', () => {
    const parameters = operationsOf(api.document).flatMap(([, path, operation]) =>
      (operation.parameters ?? []).filter((one) => one.in === 'path').map((one) => ({ path, ...one })),
    );
    const single = parameters.filter(
      ({ name, schema }) => /^(destination|park|ride)Id$/.test(name) && !('anyOf' in (schema ?? {})),
    );
    expect(single.map(({ path }) => path)).toEqual([]);
  });

  it('of a ride may be a UUID that is linked to it', async () => {
    await sync(['epic']);
    const rideId = await idOf('rides', 'ride_id', uuidOf(10));
    await api.query(
      'INSERT INTO rides (park_id, themeparks_wiki_id, name, normalized_name) SELECT park_id, ?, name, normalized_name FROM rides',
      [uuidOf(11)],
    );
    const linkedId = await idOf('rides', 'ride_id', uuidOf(11));
    await api.query('INSERT INTO ride_aliases VALUES (?, ?, ?, ?)', [linkedId, rideId, uuidOf(11), new Date(nowMs)]);
    const { body } = await api.get(`/api/rides/${uuidOf(11)}`, '/api/rides/{rideId}');
    expect(body).toMatchObject({ rideId });
  });

  it.each([
    ['/api/parks/nowhere', '/api/parks/{parkId}', 'PARK_NOT_FOUND', { parkId: 'nowhere' }],
    ['/api/parks/nowhere/live', '/api/parks/{parkId}/live', 'PARK_NOT_FOUND', { parkId: 'nowhere' }],
    [`/api/parks/${uuidOf(9)}`, '/api/parks/{parkId}', 'PARK_NOT_FOUND', { parkId: uuidOf(9) }],
    [`/api/rides/${uuidOf(9)}`, '/api/rides/{rideId}', 'RIDE_NOT_FOUND', { rideId: uuidOf(9) }],
    ['/api/destinations/9', '/api/destinations/{destinationId}', 'DESTINATION_NOT_FOUND', { destinationId: 9 }],
    ['/api/destinations/no', '/api/destinations/{destinationId}', 'DESTINATION_NOT_FOUND', { destinationId: 'no' }],
  ])('is 404 if nothing has it: %s', async (path, route, code, details) => {
    const { status, body } = await api.get(path, route);
    expect([status, body]).toMatchObject([404, { error: { code, details } }]);
  });

  it.each(['0', '-1', '1.5', '4294967296', '99999999999', 'a%20b', 'caf%C3%A9', 'x', '.hidden', '%00', 'a%2Fb'])(
    'is 400 if it has none of the forms: %s',
    async (text) => {
      const { status, body } = await park(text);
      expect([status, body]).toMatchObject([400, { error: { code: 'VALIDATION_FAILED' } }]);
      expect(JSON.stringify(body)).toContain('a UUID or a slug');
    },
  );

  it.each(['epic', '0', '1.5'])('of a ride is never a slug: %s', async (text) => {
    const { status, body } = await api.get(`/api/rides/${text}`, '/api/rides/{rideId}');
    expect([status, body]).toMatchObject([400, { error: { code: 'VALIDATION_FAILED' } }]);
  });
});

describe('a slug that changed at the source', () => {
  it('redirects from every former slug to the present one, with query, version and the rest of the path', async () => {
    await sync(['dlp'], 'old-resort');
    await sync(['disneylandparis']);
    await sync(['paris'], 'resort');
    for (const former of ['dlp', 'disneylandparis', 'Paris']) {
      const { status, body } = await park(former, '/rides?limit=5&offset=1');
      expect([status, body]).toEqual([308, { location: '/api/parks/paris/rides?limit=5&offset=1' }]);
    }
    const { status, headers } = await raw('/api/v1/destinations/old-resort/');
    expect([status, headers.location]).toEqual([308, '/api/v1/destinations/resort']);
    expect((await park('paris')).body).toMatchObject({ parkId: await parkId(2), slug: 'paris' });
  });

  it('may return, and is then the present one again', async () => {
    await sync(['dlp']);
    await sync(['paris']);
    await sync(['dlp']);
    expect((await park('paris')).body).toEqual({ location: '/api/parks/dlp' });
    expect((await park('dlp')).body).toMatchObject({ slug: 'dlp' });
  });

  it('stays with its park when the source gives it to another one, which gets it with a number', async () => {
    await sync(['epic', 'kingdom']);
    await sync(['universe', 'epic']);
    expect((await park('epic')).body).toEqual({ location: '/api/parks/universe' });
    expect((await park('kingdom')).body).toEqual({ location: '/api/parks/epic-2' });
    expect((await park('epic-2')).body).toMatchObject({ parkId: await parkId(3), slug: 'epic-2' });
    await sync(['universe', 'epic']);
    expect((await park('epic-2')).body).toMatchObject({ slug: 'epic-2' });
  });

  it('is kept while the source reports none', async () => {
    await sync(['epic']);
    await sync([undefined]);
    expect((await park('epic')).body).toMatchObject({ slug: 'epic' });
  });

  it('is not an address if it could be an id or needs escaping', async () => {
    await sync(['2024', 'Parc Astérix', uuidOf(77)]);
    const { body } = await api.get<{ data: { slug: string | null }[] }>('/api/parks');
    expect(body.data.map(({ slug }) => slug)).toEqual([null, null, null]);
  });
});

describe('the paths below /api/v1', () => {
  const isComparable = (path: string) => !/^\/(metrics|api\/(admin|health|export))/.test(path);

  it('respond like those below /api', async () => {
    await sync(['epic'], 'resort');
    const paths = operationsOf(api.document)
      .filter(([method, path, operation]) => method === 'get' && isComparable(path) && !isEndless(operation))
      .map(([, path, operation]) => executed(path, operation));
    expect(paths.length).toBeGreaterThan(15);
    for (const path of paths) {
      const [alias, versioned] = await Promise.all([raw(path), raw(path.replace('/api', '/api/v1'))]);
      const withoutId = ({ status, body }: ResponseBody) => ({ status, body: { ...(body as object), requestId: '' } });
      expect([path, withoutId(versioned)]).toEqual([path, withoutId(alias)]);
    }
  });

  it('are protected like those below /api', async () => {
    const { status, body, headers } = await raw('/api/v1/admin/import/list');
    expect([status, body]).toMatchObject([401, { error: { code: 'UNAUTHORIZED' } }]);
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    expect((await raw('/API/V1/admin/import/list')).status).toBe(401);
  });

  it('are in the document once, as those below /api', async () => {
    expect((await raw('/api/v1/docs-json')).body).toEqual(api.document);
    expect(Object.keys(api.document.paths).filter((path) => path.includes('/v1'))).toEqual([]);
    expect(api.document.info.description).toContain('`/api/v1`');
  });

  it.each(['/api/v2/parks', '/api/v1/v1/parks', '/api/v1x/parks', '/v1/parks'])('do not include %s', async (path) => {
    const { status, body } = await raw(path);
    expect([status, body]).toMatchObject([404, { error: { code: 'NOT_FOUND' } }]);
  });
});

describe('addresses in queries', () => {
  const rank = (query: string) =>
    api.get<{ error?: { code: string } }>(`/api/analytics/rankings/wait-times?period=last_7d&${query}`);

  it('are UUIDs and slugs like those in paths, with the same response', async () => {
    await sync(['one-park', 'other'], 'resort');
    const [byId, byUuid, bySlug] = await Promise.all([
      api.get(`/api/analytics/calendar?parkId=${await parkId(2)}&year=2026`),
      api.get(`/api/analytics/calendar?parkId=${uuidOf(2).toUpperCase()}&year=2026`),
      api.get(`/api/analytics/calendar?parkId=one-park&year=2026`),
    ]);
    expect([byId.status, byUuid.body, bySlug.body]).toEqual([200, byId.body, byId.body]);
    const resortId = await idOf('destinations', 'destination_id', uuidOf(1));
    const [parks, ofResort, ofUuid] = await Promise.all([
      api.get<{ page: { total: number } }>(`/api/parks?destinationId=${resortId}`),
      api.get<{ page: { total: number } }>('/api/parks?destinationId=resort'),
      api.get<{ page: { total: number } }>(`/api/parks?destinationId=${uuidOf(1)}`),
    ]);
    expect([ofResort.body, ofUuid.body]).toEqual([parks.body, parks.body]);
    expect(parks.body.page.total).toBe(2);
    const period = 'from=2026-08-01&to=2026-08-31';
    expect((await api.get(`/api/analytics/heatmap?rideId=${uuidOf(10)}&${period}`)).status).toBe(200);
    expect((await rank('scope=rides&destinationId=resort&parkId=other')).status).not.toBe(404);
    const exported = await request(api.app.getHttpServer()).get('/api/export/rides?parkId=one-park');
    expect([exported.status, exported.text]).toEqual([200, expect.stringMatching(/^{"rideId":.*"name":"Ride".*}\n$/)]);
    expect((await api.get('/api/export/rides?parkId=nowhere', '/api/export/{dataset}')).status).toBe(404);
  });

  it('of nothing are 404, and other text is 400', async () => {
    await sync(['one-park']);
    const statuses = [];
    for (const query of [
      'scope=rides&parkId=atlantis',
      `scope=rides&parkId=${uuidOf(99)}`,
      `scope=rides&destinationId=nowhere`,
      'scope=rides&parkId=1.5',
      'scope=rides&parkId=-1',
      'scope=rides&parkId=',
      'scope=rides&parkId=99999999999',
      `scope=rides&parkId=${encodeURIComponent("x' OR 1=1")}`,
    ]) {
      const { status, body } = await rank(query);
      statuses.push(`${status} ${body.error?.code}`);
    }
    expect(statuses).toEqual([
      '404 PARK_NOT_FOUND',
      '404 PARK_NOT_FOUND',
      '404 DESTINATION_NOT_FOUND',
      ...Array<string>(5).fill('400 VALIDATION_FAILED'),
    ]);
    expect((await api.get('/api/analytics/heatmap?rideId=one-park&from=2026-08-01&to=2026-08-31')).status).toBe(400);
  });

  it('redirect from a former slug to the present one, with the rest of the query', async () => {
    await sync(['one-park']);
    await sync(['renamed']);
    const { status, headers } = await api.get('/api/v1/analytics/calendar?parkId=one-park&year=2026', '/api/analytics/calendar'); // prettier-ignore
    expect([status, headers.location]).toEqual([308, '/api/v1/analytics/calendar?parkId=renamed&year=2026']);
  });

  it('stay UUIDs where a parameter is the UUID of the source', async () => {
    await sync(['one-park']);
    expect((await api.get(`/api/admin/import/list?destinationId=${uuidOf(1)}`)).status).toBe(200);
    expect((await api.get('/api/admin/import/list?parkId=one-park')).status).toBe(200);
  });
});
