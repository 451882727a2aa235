import { Validator } from '@seriousme/openapi-schema-validator';
import request from 'supertest';
import { adminRoutes, concretePath } from '../http/support/admin-routes.js';
import { responseOf } from '../http/support/answer.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ApiApp } from './support/api-app.js';

describe('the HTTP API', () => {
  let database: TestDatabase;
  let api: ApiApp;
  beforeAll(async () => {
    database = await createTestDatabase('api_contract');
    api = await ApiApp.start({ connection: database.connectionOptions, settings: { ROLE: 'api' } });
  });
  afterAll(async () => {
    await api.close();
    await database.drop();
  });

  it('requires the key on every admin route', async () => {
    const routes = adminRoutes(api.app);
    const responses = await Promise.all(
      routes.map(async (route) => {
        const test = request(api.app.getHttpServer())[route.method as 'get'](concretePath(route));
        const { status, body } = await responseOf(test);
        return [route.method, route.path, status, (body as { error: { code: string } }).error.code];
      }),
    );
    expect(responses).toEqual(routes.map(({ method, path }) => [method, path, 401, 'UNAUTHORIZED']));
    expect(routes.map(({ method, path }) => `${method} ${path}`)).toEqual(
      expect.arrayContaining([
        'post /api/admin/import/start',
        'get /api/admin/import/status/:importId',
        'post /api/admin/import/pause/:importId',
        'post /api/admin/import/resume/:importId',
        'delete /api/admin/import/cancel/:importId',
        'get /api/admin/import/list',
        'get /api/admin/import/quality/:importId',
        'get /api/admin/import/destinations',
        'get /api/admin/import/mappings',
        'put /api/admin/import/mappings/:themeparksWikiId',
        'delete /api/admin/import/mappings/:themeparksWikiId',
        'post /api/admin/import/mappings/:themeparksWikiId/keep-separate',
      ]),
    );
  });

  it('has a valid OpenAPI document', async () => {
    const document = JSON.parse(JSON.stringify(api.document)) as Record<string, unknown>;
    expect(await new Validator().validate(document)).toEqual({ valid: true });
  });

  it('has every public route', () => {
    const reads = Object.entries(api.document.paths as Record<string, object>)
      .filter(([path, operations]) => !path.startsWith('/api/admin/') && 'get' in operations)
      .map(([path]) => path);
    expect(reads).toEqual(
      expect.arrayContaining([
        '/api/destinations',
        '/api/parks',
        '/api/parks/{parkId}',
        '/api/parks/{parkId}/rides',
        '/api/parks/{parkId}/live',
        '/api/parks/{parkId}/schedule',
        '/api/parks/{parkId}/prices',
        '/api/parks/{parkId}/showtimes',
        '/api/parks/{parkId}/dining',
        '/api/rides/{rideId}/showtimes',
        '/api/rides/{rideId}/dining',
        '/api/live/status-summary',
        '/api/search',
        '/api/rides/{rideId}',
        '/api/rides/{rideId}/history',
        '/api/rides/{rideId}/queues',
        '/api/analytics/year-over-year',
        '/api/analytics/rankings/wait-times',
        '/api/analytics/rankings/downtime',
        '/api/analytics/heatmap',
        '/api/analytics/calendar',
        '/api/analytics/trends',
        '/api/analytics/typical-day',
      ]),
    );
  });

  it('documents the purpose and the responses of every operation', () => {
    const paths = api.document.paths as Record<string, Record<string, { summary?: string; responses: object }>>;
    for (const [path, operations] of Object.entries(paths).filter(([key]) => !key.startsWith('/api/health'))) {
      for (const [method, { summary, responses }] of Object.entries(operations)) {
        const success = Object.entries(responses).find(([status]) => status.startsWith('2'));
        expect([method, path, summary ?? '', success?.[1]]).toEqual([
          method,
          path,
          expect.stringMatching(/\w/),
          expect.objectContaining({ content: expect.anything() as unknown }),
        ]);
      }
    }
  });
});
