import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { responseOf } from './support/answer.js';
import { ADMIN_KEY, startHttpApp } from './support/test-http-app.js';

interface ResponseBody {
  error: { code: string; details: Record<string, string[]> };
}

describe('validation', () => {
  let app: NestExpressApplication;
  const get = (path: string) => request(app.getHttpServer()).get(path);

  /** The fields that are reported as invalid. */
  async function wrongFields(path: string): Promise<ResponseBody['error']['details']> {
    const { status, body } = await responseOf(get(path));
    const { error } = body as ResponseBody;
    expect([status, error.code]).toEqual([400, 'VALIDATION_FAILED']);
    return error.details;
  }

  beforeAll(async () => {
    app = await startHttpApp();
  });
  afterAll(() => app.close());

  it('lists start at 0 with 50 items unless asked otherwise', async () => {
    const page = { limit: 50, offset: 0, total: 1 };
    await get('/api/samples').expect(200, { data: [{ id: 1 }], page });
    await get('/api/samples?limit=200&offset=20').expect(200, {
      data: [{ id: 1 }],
      page: { ...page, limit: 200, offset: 20 },
    });
  });

  it('a list may have its own maximum and default', async () => {
    await get('/api/samples/long?limit=1000').expect(200);
    await get('/api/samples/long').expect(200, { data: [], page: { limit: 100, offset: 0, total: 0 } });
    expect(Object.keys(await wrongFields('/api/samples/long?limit=1001'))).toEqual(['limit']);
  });

  it('a value that is not a number is not checked against bounds', async () => {
    expect(await wrongFields('/api/samples?limit=x')).toEqual({ limit: ['limit must be a whole number'] });
    expect(await wrongFields('/api/samples?limit=1.5')).toEqual({ limit: ['limit must be a whole number'] });
  });

  it.each(['0', '201', '-1', '1.5', 'x', '1e2', ' ', '9999999999999999999'])('limit=%s is refused', async (limit) => {
    expect(Object.keys(await wrongFields(`/api/samples?limit=${encodeURIComponent(limit)}`))).toEqual(['limit']);
  });

  it('every invalid field has one entry', async () => {
    const details = await wrongFields('/api/samples?limit=0&offset=-1');
    expect(details).toEqual({ limit: [expect.stringContaining('1')], offset: [expect.stringContaining('0')] });
  });

  it('an array instead of a single value is refused', async () => {
    expect(Object.keys(await wrongFields('/api/samples/range?parkId=1&parkId=2&startDate=a&startDate=b'))).toEqual([
      'startDate',
      'parkId',
    ]);
  });

  it.each([
    ['a route with a query DTO', '/api/samples?limit=5&surprise=1', 'surprise'],
    ['a route without any', '/api/samples/7?surprise=1', 'surprise'],
    ['a route with single parameters', '/api/failures/domain?code=NOT_FOUND&surprise=1', 'surprise'],
    ['the name of a prototype member', '/api/samples/7?toString=1', 'toString'],
  ])('unknown query parameters are refused: %s', async (_, path, field) => {
    expect(Object.keys(await wrongFields(path))).toEqual([field]);
  });

  it.each([...Object.getOwnPropertyNames(Object.prototype), ...['prototype', 'length', 'name', '%5F%5Fproto%5F%5F']])(
    '%s is an unknown query parameter like any other',
    async (name) => {
      const field = decodeURIComponent(name);
      for (const path of ['/api/samples?limit=5&', '/api/samples/range?', '/api/samples/7?', '/api/samples/long?']) {
        expect(Object.entries(await wrongFields(`${path}${name}=1`))).toEqual([
          [field, [`property ${field} should not exist`]],
        ]);
      }
    },
  );

  it('fields are optional if they are documented as optional', async () => {
    await get('/api/samples/range').expect(200, {});
  });

  it.each(['2024-02-29', '2021-12-31'])('startDate=%s is a local day', async (day) => {
    await get(`/api/samples/range?startDate=${day}`).expect(200, { startDate: day });
  });

  it.each(['2023-02-29', '2024-13-01', '2024-1-1', '20240101', '2024-01-01T00:00:00Z', '2024-02-30', ''])(
    'startDate=%s is not a local day',
    async (day) => {
      expect(Object.keys(await wrongFields(`/api/samples/range?startDate=${day}`))).toEqual(['startDate']);
    },
  );

  it.each(['2024-02-29T23:59:59.999Z', '2024-01-01T00:00Z', '2024-01-01T00:00:00Z'])(
    'from=%s is an instant',
    async (instant) => {
      await get(`/api/samples/range?from=${instant}`).expect(200, { from: instant });
    },
  );

  it.each([
    '2024-01-01',
    '2024-01-01T00:00:00',
    '2024-01-01T00:00:00%2B01:00',
    '2024-01-01T24:00:00Z',
    '2023-02-29T00:00:00Z',
  ])('from=%s is no instant in UTC', async (instant) => {
    expect(Object.keys(await wrongFields(`/api/samples/range?from=${instant}`))).toEqual(['from']);
  });

  it('a UUID arrives in lower case, in the query and in the path', async () => {
    const uuid = '89DB5D43-C434-4097-B71F-F6869F495A22';
    await get(`/api/samples/range?destinationId=${uuid}`).expect(200, { destinationId: uuid.toLowerCase() });
    await get(`/api/samples/wiki/${uuid}`).expect(200, { entityId: uuid.toLowerCase() });
  });

  it('an invalid UUID is refused, in the query and in the path', async () => {
    expect(Object.keys(await wrongFields('/api/samples/range?destinationId=89db5d43'))).toEqual(['destinationId']);
    expect(Object.keys(await wrongFields('/api/samples/wiki/89db5d43'))).toEqual(['entityId']);
  });

  it.each([1, 4_294_967_295])('%i is an internal id', async (id) => {
    await get(`/api/samples/${id}`).expect(200, { id });
    await get(`/api/samples/range?parkId=${id}`).expect(200, { parkId: id });
  });

  it.each(['0', '-1', '4294967296', '1.0', '0x1', '1e3', 'abc', '99999999999999999999'])(
    '%s is no internal id',
    async (id) => {
      expect(Object.keys(await wrongFields(`/api/samples/${id}`))).toEqual(['sampleId']);
      expect(Object.keys(await wrongFields(`/api/samples/range?parkId=${id}`))).toEqual(['parkId']);
    },
  );

  describe('of a body', () => {
    async function wrongBodyFields(content: object | string): Promise<ResponseBody['error']['details']> {
      const { status, body } = await responseOf(
        request(app.getHttpServer())
          .post('/api/admin/samples/start')
          .set({ Authorization: `Bearer ${ADMIN_KEY}`, 'Content-Type': 'application/json' })
          .send(typeof content === 'string' ? content : JSON.stringify(content)),
      );
      expect(status).toBe(400);
      return (body as ResponseBody).error.details;
    }

    it('names nested fields by their path', async () => {
      const details = await wrongBodyFields({ name: 1, inner: [{ count: 1 }, { count: 'x' }] });
      expect(details).toEqual({ name: [expect.any(String)], 'inner.1.count': ['count must be an integer number'] });
    });

    it('reports a missing field as required', async () => {
      expect(await wrongBodyFields({ inner: [] })).toEqual({ name: ['name is required'] });
    });

    it('refuses unknown fields at any depth', async () => {
      expect(await wrongBodyFields({ name: 'x', more: 1, inner: [{ count: 1, extra: 2 }] })).toEqual({
        more: ['property more should not exist'],
        'inner.0.extra': ['property extra should not exist'],
      });
    });

    it.each(Object.getOwnPropertyNames(Object.prototype))(
      'refuses the unknown field %s, at any depth',
      async (name) => {
        const details = await wrongBodyFields(`{ "name": "x", "${name}": 1, "inner": [{ "count": 1, "${name}": 2 }] }`);
        expect(Object.entries(details)).toEqual([
          [name, [`property ${name} should not exist`]],
          [`inner.0.${name}`, [`property ${name} should not exist`]],
        ]);
      },
    );

    it('refuses an extremely nested value', async () => {
      const deep = `${'['.repeat(400_000)}${']'.repeat(400_000)}`;
      expect(Object.keys(await wrongBodyFields(`{ "name": "x", "inner": ${deep} }`))).not.toEqual([]);
      expect(Object.keys(await wrongBodyFields(`{ "name": "x", "other": ${deep} }`))).toEqual(['other']);
    });

    it('refuses an array instead of an object', async () => {
      expect(Object.keys(await wrongBodyFields([]))).not.toEqual([]);
    });
  });
});
