import type { OpenAPIObject } from '@nestjs/swagger';
import request from 'supertest';
import { LiveRows } from '../support/live-rows.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ApiApp } from './support/api-app.js';

interface Parameter {
  name: string;
  in: string;
  example?: string | number;
  schema?: { example?: string | number; default?: string | number };
}
interface Operation {
  operationId: string;
  parameters?: Parameter[];
}

/** The request that Swagger UI sends when nothing but "Execute" is pressed: every value that the document fills in. */
function executed(path: string, { parameters = [] }: Operation): string {
  let filled = path;
  const query = new URLSearchParams();
  for (const { name, in: place, example, schema } of parameters) {
    const value = example ?? schema?.example ?? schema?.default;
    if (place === 'path') filled = filled.replace(`{${name}}`, String(value));
    else if (value !== undefined) query.set(name, String(value));
  }
  return query.size === 0 ? filled : `${filled}?${query.toString()}`;
}

const operationsOf = (document: OpenAPIObject): [string, string, Operation][] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Operation>).map(([method, operation]): [string, string, Operation] => [
      method,
      path,
      operation,
    ]),
  );

describe('the OpenAPI document', () => {
  let database: TestDatabase;
  let api: ApiApp;

  beforeAll(async () => {
    database = await createTestDatabase('api_try_it_out');
    api = await ApiApp.start({ connection: database.connectionOptions, settings: { ROLE: 'api' } });
    const rows = new LiveRows(api.query.bind(api));
    await rows.destination(1, 'Resort');
    await rows.park(1, 1, 'Park');
    await rows.ride(1, 1, 'Ride');
  });
  afterAll(async () => {
    await api.close();
    await database.drop();
  });

  it('fills in requests that every public GET answers with 200', async () => {
    const reads = operationsOf(api.document).filter(
      ([method, path]) => method === 'get' && !path.startsWith('/api/admin'),
    );
    const answers: [string, number][] = [];
    for (const [, path, operation] of reads) {
      const url = executed(path, operation);
      answers.push([url, (await request(api.app.getHttpServer()).get(url)).status]);
    }
    expect(answers.length).toBeGreaterThan(20);
    expect(answers).toEqual(answers.map(([url]) => [url, 200]));
  });

  it('gives every operation a name of its own', () => {
    const ids = operationsOf(api.document).map(([, , { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z][A-Za-z0-9]+$/);
  });

  it('describes every group, public ones first', () => {
    const { tags = [] } = api.document;
    expect(tags[0]).toMatchObject({ name: 'catalogue' });
    expect(tags.every(({ description }) => (description ?? '') !== '')).toBe(true);
    const isAdmin = tags.map(({ name }) => name.startsWith('admin'));
    expect(isAdmin).toEqual([...isAdmin].sort((a, b) => Number(a) - Number(b)));
  });

  it('is one of OpenAPI 3.1 without a field of 3.0: null is a type', () => {
    expect(api.document.openapi).toBe('3.1.0');
    expect(JSON.stringify(api.document)).not.toContain('"nullable"');
  });
});
