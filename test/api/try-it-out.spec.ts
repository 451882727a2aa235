import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { ADMIN_KEY } from '../http/support/test-http-app.js';
import { LiveRows } from '../support/live-rows.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ApiApp } from './support/api-app.js';
import { exampleBody, executed, operationsOf, isEndless } from './support/documented-requests.js';

const ADMIN = { authorization: `Bearer ${ADMIN_KEY}` };

describe('the OpenAPI document', () => {
  let database: TestDatabase;
  let api: ApiApp;
  let archive: string;

  beforeAll(async () => {
    database = await createTestDatabase('api_try_it_out');
    archive = await mkdtemp(join(tmpdir(), 'try-it-out-'));
    const settings = { LIVE_API_BASE_URL: 'http://127.0.0.1:1/v1', ARCHIVE_SOURCE: archive };
    api = await ApiApp.start({ connection: database.connectionOptions, settings });
    const rows = new LiveRows(api.query.bind(api));
    await rows.destination(1, 'Resort');
    await rows.park(1, 1, 'Park');
    await rows.ride(1, 1, 'Ride');
  });
  afterAll(async () => {
    await api.close();
    await database.drop();
    await rm(archive, { recursive: true });
  });

  it('has examples with which every public GET returns 200', async () => {
    const reads = operationsOf(api.document).filter(
      ([method, path, operation]) => method === 'get' && !path.startsWith('/api/admin') && !isEndless(operation),
    );
    const responses: [string, number][] = [];
    for (const [, path, operation] of reads) {
      const url = executed(path, operation);
      responses.push([url, (await request(api.app.getHttpServer()).get(url)).status]);
    }
    expect(responses.length).toBeGreaterThan(20);
    expect(responses).toEqual(responses.map(([url]) => [url, 200]));
  });

  it('has examples of bodies that every operation accepts', async () => {
    const withBody = operationsOf(api.document).filter(([, , { requestBody }]) => requestBody !== undefined);
    const refused: unknown[] = [];
    for (const [method, path, operation] of withBody) {
      const body = exampleBody(api.document, operation);
      const url = executed(path, operation);
      const response = await request(api.app.getHttpServer())[method as 'post'](url).set(ADMIN).send(body);
      if (response.status === 400) refused.push([method, url, body, response.body]);
    }
    expect(withBody.length).toBeGreaterThan(10);
    expect(refused).toEqual([]);
  });

  it('has an example for every required parameter', () => {
    const lacking = operationsOf(api.document).flatMap(([method, path, { parameters = [] }]) =>
      parameters
        .filter(({ required, example }) => required === true && example === undefined)
        .map(({ name }) => `${method} ${path}: ${name}`),
    );
    expect(lacking).toEqual([]);
  });

  it('requires the key in a header, or a session, exactly where it is needed, without describing the form of the key', () => {
    const schemes = (api.document.components?.securitySchemes ?? {}) as Record<string, object>;
    expect(schemes.admin).toEqual({ type: 'http', scheme: 'bearer', description: expect.any(String) as string });
    for (const [, path, { security, operationId }] of operationsOf(api.document)) {
      const ways = (security ?? []).map((way) => Object.keys(way)[0]);
      // the key that begins a session is in the body
      const needsKey = path.startsWith('/api/admin/') && operationId !== 'createSession';
      expect([path, ways]).toEqual([path, needsKey ? ['admin', 'session'] : []]);
    }
  });

  it('documents 413 and 415 for every operation with a body', () => {
    const withBody = operationsOf(api.document).filter(([, , { requestBody }]) => requestBody !== undefined);
    expect(withBody.length).toBeGreaterThan(5);
    for (const [, path, { responses }] of withBody) {
      expect([path, Object.keys(responses)]).toEqual([path, expect.arrayContaining(['413', '415'])]);
    }
  });

  it('has operation names for a readable client', () => {
    const ids = operationsOf(api.document).map(([, , { operationId }]) => operationId);
    expect(ids).toEqual(
      expect.arrayContaining(['listParks', 'getPark', 'listParkRides', 'getRide', 'getParkLive', 'listImports']),
    );
  });

  it('contains the license, a server, and where to start', () => {
    const { info, servers } = api.document;
    expect(info.license).toMatchObject({ name: 'MIT' });
    expect(info.description).toContain('Start here');
    expect(servers).toMatchObject([{ url: '/' }]);
  });

  it('gives every operation a unique name', () => {
    const ids = operationsOf(api.document).map(([, , { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z][A-Za-z0-9]+$/);
  });

  it('describes every group, with public groups first', () => {
    const { tags = [] } = api.document;
    expect(tags[0]).toMatchObject({ name: 'catalogue' });
    expect(tags.every(({ description }) => (description ?? '') !== '')).toBe(true);
    const isAdmin = tags.map(({ name }) => name.startsWith('admin'));
    expect(isAdmin).toEqual([...isAdmin].sort((a, b) => Number(a) - Number(b)));
  });

  it('is OpenAPI 3.1 without fields of 3.0, so null is a type', () => {
    expect(api.document.openapi).toBe('3.1.0');
    expect(JSON.stringify(api.document)).not.toContain('"nullable"');
  });
});
