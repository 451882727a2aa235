import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ApiApp } from './support/api-app.js';

describe('a process that only serves requests (ROLE=api)', () => {
  let database: TestDatabase;
  let api: ApiApp;

  beforeAll(async () => {
    database = await createTestDatabase('role_api');
    api = await ApiApp.start({ connection: database.connectionOptions, settings: { ROLE: 'api' } });
  });
  afterAll(async () => {
    await api?.close();
    await database?.drop();
  });

  it.each([
    ['/api/admin/collector/run', undefined],
    ['/api/admin/quality/check', {}],
    ['/api/admin/storage/measure', undefined],
    ['/api/admin/metadata/sync', {}],
  ])('refuses to start the work of POST %s, and states where it can be started', async (path, body) => {
    const response = await api.send<{ error: { code: string; message: string } }>('post', path, { body: body ?? {} });
    expect(response.status).toBe(409);
    expect(response.body.error).toMatchObject({
      code: 'NOT_A_WORKER',
      message: expect.stringContaining('ROLE=worker') as string,
    });
  });

  it('has started nothing: no run, no measurement, no lease', async () => {
    for (const table of ['collection_runs', 'storage_measurements', 'job_leases']) {
      expect(await api.query(`SELECT 1 FROM ${table}`)).toEqual([]);
    }
  });

  it('accepts a recomputation of statistics, which a worker runs from the invalidation log', async () => {
    expect((await api.send('post', '/api/admin/aggregates/rebuild', { body: {} })).status).toBe(202);
    expect(await api.query('SELECT 1 FROM job_leases')).toEqual([]);
  });
});
