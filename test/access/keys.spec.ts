import { SettableClock } from '../support/collector-app.js';
import { ApiApp, type Sent } from '../api/support/api-app.js';
import { operationsOf } from '../api/support/documented-requests.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

interface CreatedKey {
  key: string;
  keyId: number;
  name: string;
  scopes: string[];
  status: string;
  lastUsedAt: string | null;
}
interface Refusal {
  error: { code: string; message: string; details: Record<string, unknown> };
}

const START_MS = Date.UTC(2026, 3, 15, 12);
const MINUTE_MS = 60_000;
const bearer = (key: string) => ({ Authorization: `Bearer ${key}` });

describe('API keys', () => {
  let database: TestDatabase;
  let api: ApiApp;
  const clock = new SettableClock(START_MS);

  beforeAll(async () => {
    database = await createTestDatabase('api_keys');
    api = await ApiApp.start({ connection: database.connectionOptions, settings: { ROLE: 'api' }, clock });
  });
  afterAll(async () => {
    await api?.close();
    await database?.drop();
  });

  async function created(body: object, headers?: Record<string, string>): Promise<CreatedKey> {
    const options = headers === undefined ? { body } : { body, headers };
    const response = await api.send<CreatedKey>('post', '/api/admin/keys', options);
    expect([response.status, response.body]).toEqual([201, expect.anything()]);
    return response.body;
  }
  const revoke = (keyId: number): Promise<Sent<CreatedKey & Refusal>> =>
    api.send('delete', `/api/admin/keys/${keyId}`, { route: '/api/admin/keys/{keyId}' });
  const list = async (): Promise<CreatedKey[]> => (await api.get<{ data: CreatedKey[] }>('/api/admin/keys')).body.data;
  const jobs = (key: string): Promise<Sent<Refusal>> => api.send('get', '/api/admin/jobs', { headers: bearer(key) });

  it('are shown once, and stored as a hash only', async () => {
    const { key, keyId } = await created({ name: 'shown once', scopes: ['read'] });
    expect(key).toMatch(/^wh_[0-9a-f]{12}_[\w-]{43}$/);
    expect(JSON.stringify(await list())).not.toContain(key);
    const [row] = await api.query<Record<string, unknown>>('SELECT * FROM api_keys WHERE key_id = ?', [keyId]);
    expect(JSON.stringify(row)).not.toContain(key.slice(-43));
    expect(row).toMatchObject({
      key_hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      created_by: 'ADMIN_API_KEY',
    });
  });

  it('allow what their scopes allow, and name the missing scope otherwise', async () => {
    const { key } = await created({ name: 'reader', scopes: ['read'] });
    expect((await jobs(key)).status).toBe(200);
    const options = { headers: bearer(key), body: {} };
    const refused = await api.send<Refusal>('post', '/api/admin/aggregates/rebuild', options);
    expect([refused.status, refused.body.error]).toEqual([
      403,
      {
        code: 'FORBIDDEN',
        message: 'The key "reader" lacks the scope "quality"',
        details: { missingScopes: ['quality'] },
      },
    ]);
    const keys = await api.send<Refusal>('get', '/api/admin/keys', { headers: bearer(key) });
    expect([keys.status, keys.body.error.details]).toEqual([403, { missingScopes: ['keys'] }]);
  });

  it('do not include reading unless they have the scope read', async () => {
    const { key } = await created({ name: 'writer', scopes: ['quality'] });
    expect((await jobs(key)).body.error.details).toEqual({ missingScopes: ['read'] });
    const options = { headers: bearer(key), body: {} };
    expect((await api.send('post', '/api/admin/aggregates/rebuild', options)).status).toBe(202);
  });

  it('are refused from the moment they are revoked or expired, with the reason', async () => {
    const revoked = await created({ name: 'revoked', scopes: ['read'] });
    const expiring = await created({ name: 'expiring', scopes: ['read'], expiresAt: '2026-04-15T12:10:00Z' });
    expect((await revoke(revoked.keyId)).body).toMatchObject({ status: 'REVOKED', revokedBy: 'ADMIN_API_KEY' });
    expect((await jobs(revoked.key)).body.error).toMatchObject({
      code: 'UNAUTHORIZED',
      details: { reason: 'REVOKED' },
    });
    expect((await jobs(expiring.key)).status).toBe(200);
    clock.nowMs = START_MS + 10 * MINUTE_MS;
    const after = await jobs(expiring.key);
    expect([after.status, after.body.error.details]).toEqual([401, { reason: 'EXPIRED' }]);
    const statuses = new Map((await list()).map(({ name, status }) => [name, status]));
    expect([statuses.get('revoked'), statuses.get('expiring')]).toEqual(['REVOKED', 'EXPIRED']);
  });

  it('can be revoked once, and their name used again', async () => {
    const { keyId } = await created({ name: 'rotated', scopes: ['read'] });
    const twice = await api.send<Refusal>('post', '/api/admin/keys', { body: { name: 'Rotated', scopes: ['read'] } });
    expect([twice.status, twice.body.error.code]).toEqual([409, 'KEY_STATE_CONFLICT']);
    expect((await revoke(keyId)).status).toBe(200);
    expect((await revoke(keyId)).body.error.code).toBe('KEY_STATE_CONFLICT');
    expect((await revoke(4_000_000)).body.error.code).toBe('KEY_NOT_FOUND');
    await created({ name: 'rotated', scopes: ['read'] });
  });

  it('give no scope that they do not have', async () => {
    const { key } = await created({ name: 'gate keeper', scopes: ['keys', 'read'] });
    await created({ name: 'smaller', scopes: ['read'] }, bearer(key));
    const options = { body: { name: 'larger', scopes: ['read', 'storage'] }, headers: bearer(key) };
    const refused = await api.send<Refusal>('post', '/api/admin/keys', options);
    expect([refused.status, refused.body.error.details]).toEqual([403, { missingScopes: ['storage'] }]);
  });

  it.each([
    [{ name: 'x' }, 'scopes'],
    [{ name: 'x', scopes: [] }, 'scopes'],
    [{ name: 'x', scopes: ['everything'] }, 'scopes'],
    [{ name: 'x', scopes: ['read', 'read'] }, 'scopes'],
    [{ name: ' x', scopes: ['read'] }, 'name'],
    [{ name: 'x\ny', scopes: ['read'] }, 'name'],
    [{ name: '', scopes: ['read'] }, 'name'],
    [{ name: 'x'.repeat(65), scopes: ['read'] }, 'name'],
    [{ name: 'x', scopes: ['read'], expiresAt: '2026-04-15T11:59:59Z' }, 'expiresAt'],
    [{ name: 'x', scopes: ['read'], requestsPerMinute: 5 }, 'requestsPerMinute'],
    [{ name: 'x', kind: 'PUBLIC', scopes: ['read'] }, 'scopes'],
    [{ name: 'x', kind: 'PUBLIC', requestsPerMinute: 0 }, 'requestsPerMinute'],
  ])('are not created from %j: the problem is in %s', async (body, field) => {
    const { status, body: refusal } = await api.send<Refusal>('post', '/api/admin/keys', { body });
    expect([status, Object.keys(refusal.error.details)]).toEqual([400, [field]]);
  });

  it.each([
    ['a made-up key', 'wh_0123456789ab_0123456789012345678901234567890123456789012'],
    ['a text that is no key', 'guess'],
  ])('refuse %s', async (_, key) => {
    expect((await jobs(key)).body.error.details).toEqual({ reason: 'WRONG' });
  });

  it('refuse a key with the right prefix and another secret', async () => {
    const { key } = await created({ name: 'half right', scopes: ['read'] });
    const other = key.slice(0, -1) + (key.endsWith('A') ? 'B' : 'A');
    expect((await jobs(other)).body.error.details).toEqual({ reason: 'WRONG' });
  });

  it('note their last use, but not at every request', async () => {
    clock.nowMs = START_MS + 60 * MINUTE_MS;
    const { key, keyId } = await created({ name: 'noted', scopes: ['read'] });
    const lastUse = async () => (await list()).find((other) => other.keyId === keyId)!.lastUsedAt;
    const usedAfter = async (minutes: number) => {
      clock.nowMs += minutes * MINUTE_MS;
      await jobs(key);
      await new Promise((resolve) => setTimeout(resolve, 100));
      return lastUse();
    };
    expect(await lastUse()).toBeNull();
    expect(await usedAfter(0)).toBe('2026-04-15T13:00:00.000Z');
    expect(await usedAfter(4)).toBe('2026-04-15T13:00:00.000Z');
    expect(await usedAfter(2)).toBe('2026-04-15T13:06:00.000Z');
  });

  it('declare their scopes in the OpenAPI document for every admin operation', () => {
    const words = ['read', 'import', 'quality', 'metadata', 'storage', 'keys'];
    const admin = operationsOf(api.document).filter(([, path]) => path.startsWith('/api/admin/'));
    const own = new Set(['createSession', 'getSession', 'refreshSession', 'deleteSession']);
    expect(admin.length).toBeGreaterThan(50);
    for (const [method, path, { operationId, security = [] }] of admin.filter(([, , op]) => !own.has(op.operationId))) {
      const [byKey, bySession] = security as Record<string, string[]>[];
      const scopes = byKey!.admin!;
      expect([operationId, scopes.length > 0, scopes.every((scope) => words.includes(scope))]).toEqual([
        operationId,
        true,
        true,
      ]);
      expect([operationId, bySession]).toEqual([
        operationId,
        method === 'get' ? { session: scopes } : { session: scopes, csrf: [] },
      ]);
      const onlyReads = scopes.length === 1 && scopes[0] === 'read';
      expect([path, method, onlyReads && method !== 'get']).toEqual([path, method, false]);
    }
  });
});

describe('public keys', () => {
  let database: TestDatabase;
  let api: ApiApp;
  beforeAll(async () => {
    database = await createTestDatabase('public_keys');
    const settings = { ROLE: 'api', RATE_LIMIT_PUBLIC_PER_MINUTE: '3' };
    api = await ApiApp.start({ connection: database.connectionOptions, settings });
  });
  afterAll(async () => {
    await api?.close();
    await database?.drop();
  });
  const statuses = async (headers: Record<string, string>, count: number): Promise<number[]> => {
    const found: number[] = [];
    for (let at = 0; at < count; at++) found.push((await api.send('get', '/api/parks', { headers })).status);
    return found;
  };

  it('have their own rate limit on public endpoints, and open no admin endpoint', async () => {
    const body = { name: 'partner', kind: 'PUBLIC', requestsPerMinute: 5 };
    const { key, keyId } = (await api.send<CreatedKey>('post', '/api/admin/keys', { body })).body;
    expect(await statuses({}, 4)).toEqual([200, 200, 200, 429]);
    expect(await statuses(bearer(key), 6)).toEqual([200, 200, 200, 200, 200, 429]);
    const admin = await api.send<Refusal>('get', '/api/admin/jobs', { headers: bearer(key) });
    expect([admin.status, admin.body.error.code]).toEqual([403, 'FORBIDDEN']);
    await api.send('delete', `/api/admin/keys/${keyId}`, { route: '/api/admin/keys/{keyId}' });
    const revoked = await api.send<Refusal>('get', '/api/parks', { headers: bearer(key) });
    expect([revoked.status, revoked.body.error.details]).toEqual([401, { reason: 'REVOKED' }]);
  });
});
