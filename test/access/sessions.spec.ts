import { SettableClock } from '../support/collector-app.js';
import { ApiApp, type Sent } from '../api/support/api-app.js';
import { ADMIN_KEY } from '../http/support/test-http-app.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

interface Session {
  name: string;
  keyId: number | null;
  scopes: string[];
  expiresAt: string | null;
  csrfToken: string | null;
}
type Answer = Session & { error: { code: string; message: string; details: object } };

const START_MS = Date.UTC(2026, 3, 15, 12);
const HOUR_MS = 3_600_000;
const PATH = '/api/admin/session';

describe('a session', () => {
  let database: TestDatabase;
  let api: ApiApp;
  let clock: SettableClock;
  const apps: ApiApp[] = [];

  async function started(settings: Record<string, string> = {}): Promise<ApiApp> {
    const all = { ROLE: 'api', TRUST_PROXY: 'true', ...settings };
    const app = await ApiApp.start({ connection: database.connectionOptions, settings: all, clock });
    apps.push(app);
    return app;
  }

  beforeAll(async () => {
    clock = new SettableClock(START_MS);
    database = await createTestDatabase('admin_sessions');
    api = await started();
  });
  beforeEach(() => (clock.nowMs = START_MS));
  afterAll(async () => {
    for (const app of apps) await app.close();
    await database?.drop();
  });

  const signIn = (key: string, headers: Record<string, string> = {}): Promise<Sent<Answer>> =>
    api.send('post', PATH, { body: { key }, headers });
  const cookieOf = ({ headers }: Sent): string => String(headers['set-cookie']?.[0]);

  async function signedIn(key = ADMIN_KEY): Promise<{ Cookie: string; csrf: Record<string, string> }> {
    const response = await signIn(key);
    expect(response.status).toBe(201);
    return { Cookie: cookieOf(response).split(';')[0]!, csrf: { 'X-CSRF-Token': response.body.csrfToken! } };
  }
  async function keyWith(name: string, scopes: string[]): Promise<{ key: string; keyId: number }> {
    const { body } = await api.send<{ key: string; keyId: number }>('post', '/api/admin/keys', {
      body: { name, scopes },
    });
    return body;
  }
  const rebuild = (headers: Record<string, string>): Promise<Sent<Answer>> =>
    api.send('post', '/api/admin/aggregates/rebuild', { body: {}, headers });
  const read = (headers: Record<string, string>, app = api): Promise<Sent<Answer>> =>
    app.send('get', PATH, { headers });

  it('begins with a key, as a cookie that no script reads and no other site sends', async () => {
    const response = await signIn(ADMIN_KEY);
    expect(response.body).toMatchObject({ name: 'ADMIN_API_KEY', keyId: null, expiresAt: '2026-04-16T00:00:00.000Z' });
    expect(cookieOf(response)).toMatch(
      /^warehouse_session=[\w-]{43}; Max-Age=\d+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/,
    );
    expect(response.headers['cache-control']).toBe('no-store');
    expect(JSON.stringify(response.body)).not.toContain(ADMIN_KEY);
    expect(cookieOf(await signIn(ADMIN_KEY, { 'X-Forwarded-Proto': 'https' }))).toContain('; Secure');
  });

  it('is stored as a hash', async () => {
    const { Cookie } = await signedIn();
    const rows = await api.query('SELECT * FROM admin_sessions');
    expect(JSON.stringify(rows)).not.toContain(Cookie.split('=')[1]);
  });

  it.each([
    ['no key', {}, 'MISSING'],
    ['an empty key', { key: '' }, 'MISSING'],
    ['a wrong key', { key: 'wrong' }, 'WRONG'],
    ['a key of another type', { key: { $ne: null } }, 'MISSING'],
  ])('does not begin with %s', async (_, body, reason) => {
    const response = await api.send<Answer>('post', PATH, { body, headers: {} });
    expect([response.status, response.body.error.details]).toEqual([401, { reason }]);
    expect(response.headers['set-cookie']).toBeUndefined();
  });

  it('reads with the cookie alone, and writes only with its CSRF token too', async () => {
    const { Cookie, csrf } = await signedIn();
    expect((await read({ Cookie })).body).toMatchObject({ csrfToken: csrf['X-CSRF-Token'] });
    const missing = await rebuild({ Cookie });
    expect([missing.status, missing.body.error.code]).toEqual([403, 'CSRF_TOKEN_INVALID']);
    const ofAnother = await signedIn();
    const wrong = await rebuild({ Cookie, ...ofAnother.csrf });
    expect([wrong.status, wrong.body.error.message]).toEqual([
      403,
      expect.stringContaining('not that of this session'),
    ]);
    expect((await rebuild({ Cookie, ...csrf })).status).toBe(202);
  });

  it('has the scopes of its key', async () => {
    const { key, keyId } = await keyWith('sees only', ['read']);
    const { Cookie, csrf } = await signedIn(key);
    expect((await read({ Cookie })).body).toMatchObject({ name: 'sees only', keyId, scopes: ['read'] });
    expect((await rebuild({ Cookie, ...csrf })).body.error.code).toBe('FORBIDDEN');
  });

  it('ends with its key, in the middle of its time', async () => {
    const { key, keyId } = await keyWith('short lived', ['read']);
    const { Cookie } = await signedIn(key);
    expect((await read({ Cookie })).status).toBe(200);
    await api.send('delete', `/api/admin/keys/${keyId}`, { route: '/api/admin/keys/{keyId}' });
    const response = await read({ Cookie });
    expect([response.status, response.body.error.details]).toEqual([401, { reason: 'REVOKED' }]);
  });

  it('ends after 12 hours, which a refresh prolongs, up to 7 days after it began', async () => {
    const { Cookie, csrf } = await signedIn();
    clock.nowMs = START_MS + 11 * HOUR_MS;
    const refresh = () => api.send<Answer>('post', `${PATH}/refresh`, { headers: { Cookie, ...csrf } });
    const refreshed = await refresh();
    expect(refreshed.body.expiresAt).toBe('2026-04-16T11:00:00.000Z');
    expect(cookieOf(refreshed)).toContain(Cookie);
    for (let hours = 22; hours < 7 * 24; hours += 11) {
      clock.nowMs = START_MS + hours * HOUR_MS;
      expect([hours, (await refresh()).status]).toEqual([hours, 200]);
    }
    clock.nowMs = START_MS + 7 * 24 * HOUR_MS;
    const late = await read({ Cookie });
    expect([late.status, late.body.error.details]).toEqual([401, { reason: 'SESSION_ENDED' }]);
    expect((await refresh()).status).toBe(401);
  });

  it('ends by signing out, which removes the cookie', async () => {
    const { Cookie, csrf } = await signedIn();
    expect((await api.send('delete', PATH, { headers: { Cookie } })).status).toBe(403);
    const out = await api.send('delete', PATH, { headers: { Cookie, ...csrf } });
    expect([out.status, cookieOf(out)]).toEqual([200, expect.stringMatching(/^warehouse_session=;/)]);
    expect((await read({ Cookie })).status).toBe(401);
  });

  it('holds in other processes and after a restart, but not after ADMIN_API_KEY changes', async () => {
    const { Cookie } = await signedIn();
    expect((await read({ Cookie }, await started())).status).toBe(200);
    const changed = await started({ ADMIN_API_KEY: 'another-admin-key-of-the-tests' });
    expect((await read({ Cookie }, changed)).body.error.details).toEqual({ reason: 'SESSION_ENDED' });
  });

  it('is not what a request with a key has', async () => {
    const headers = { Authorization: `Bearer ${ADMIN_KEY}` };
    expect((await read(headers)).body).toMatchObject({ name: 'ADMIN_API_KEY', expiresAt: null, csrfToken: null });
    const refresh = await api.send<Answer>('post', `${PATH}/refresh`, { headers });
    expect([refresh.status, refresh.body.error.details]).toEqual([401, { reason: 'NO_SESSION' }]);
  });

  it('does not begin with a public key', async () => {
    const body = { name: 'public', kind: 'PUBLIC' };
    const { key } = (await api.send<{ key: string }>('post', '/api/admin/keys', { body })).body;
    const response = await signIn(key);
    expect([response.status, response.body.error.code]).toEqual([403, 'FORBIDDEN']);
  });

  it('cannot be guessed for long: failed sign-ins have a rate limit', async () => {
    const limited = await started({ RATE_LIMIT_WRONG_KEYS_PER_MINUTE: '2' });
    const guess = async () => (await limited.send('post', PATH, { body: { key: 'guess' }, headers: {} })).status;
    expect([await guess(), await guess(), await guess()]).toEqual([401, 401, 429]);
    expect((await limited.send('post', PATH, { body: { key: ADMIN_KEY }, headers: {} })).status).toBe(201);
  });
});
