import { COMMANDS } from '../../src/cli/commands.js';
import { isAudited } from '../../src/cli/audited-command.js';
import { ApiApp } from '../api/support/api-app.js';
import { exampleBody, executed, operationsOf } from '../api/support/documented-requests.js';
import { runHere } from '../support/program-here.js';
import { databaseUrl } from '../support/program.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

interface Entry {
  entryId: number;
  actorKind: string;
  actor: string;
  keyId: number | null;
  action: string;
  target: string;
  requestBody: Record<string, unknown> | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  requestId: string | null;
  outcome: string;
  errorCode: string | null;
}
interface Page {
  data: Entry[];
  nextCursor: number | null;
}

const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

describe('the audit log', () => {
  let database: TestDatabase;
  let api: ApiApp;
  beforeAll(async () => {
    database = await createTestDatabase('audit_log');
    const settings = { ROLE: 'api', ARCHIVE_SOURCE: process.cwd() };
    api = await ApiApp.start({ connection: database.connectionOptions, settings });
  });
  afterAll(async () => {
    await api?.close();
    await database?.drop();
  });

  const log = async (query = ''): Promise<Entry[]> =>
    (await api.get<Page>(`/api/admin/audit${query}`, '/api/admin/audit')).body.data;
  const newKey = async (name: string, scopes: string[]) =>
    (await api.send<{ key: string; keyId: number }>('post', '/api/admin/keys', { body: { name, scopes } })).body;

  it('has an entry for every admin operation that changes something, whatever its outcome', async () => {
    const writes = operationsOf(api.document).filter(
      ([method, path]) => path.startsWith('/api/admin/') && method !== 'get',
    );
    expect(writes.length).toBeGreaterThan(25);
    for (const [method, path, operation] of writes) {
      const body = exampleBody(api.document, operation);
      const before = (await log('?limit=1'))[0]?.entryId ?? 0;
      const key = operation.operationId === 'createSession' ? { key: 'the-admin-key-of-the-tests' } : body;
      const url = executed(path, operation);
      const { headers } = await api.send(method as 'post', url, {
        route: path,
        ...(key === undefined ? {} : { body: key }),
      });
      const [entry] = await log('?limit=1');
      const route = path.replace(/\{(\w+)\}/g, ':$1');
      expect(entry).toMatchObject({ action: `${method.toUpperCase()} ${route}`, actor: 'ADMIN_API_KEY', keyId: null });
      expect([path, entry!.entryId > before]).toEqual([path, true]);
      expect(entry!.requestId).toBe(headers['x-request-id']);
    }
  });

  it('has no entry for reads, or for requests without a key', async () => {
    const before = await log('?limit=1');
    await api.send('post', '/api/admin/aggregates/rebuild', { body: {}, headers: {} });
    await api.get('/api/admin/jobs');
    expect(await log('?limit=1')).toEqual(before);
  });

  it('has the state before and after a change, and no secret', async () => {
    const { key, keyId } = await newKey('to revoke', ['read']);
    await api.send('delete', `/api/admin/keys/${keyId}`, { route: '/api/admin/keys/{keyId}' });
    const [revoked, created] = await log('?limit=2&action=/keys');
    expect(revoked).toMatchObject({ before: { status: 'ACTIVE' }, after: { status: 'REVOKED' }, outcome: 'DONE' });
    expect(created).toMatchObject({ requestBody: { name: 'to revoke' }, after: { keyId, key: '***' } });
    await api.send('post', '/api/admin/session', { body: { key: 'the-admin-key-of-the-tests' }, headers: {} });
    const everything = JSON.stringify(await api.query('SELECT * FROM audit_log'));
    expect(everything).not.toContain(key);
    expect(everything).not.toContain('the-admin-key-of-the-tests');
  });

  it('names the key, and has what it was refused', async () => {
    const { key, keyId } = await newKey('curious', ['read']);
    const headers = { Authorization: `Bearer ${key}` };
    await api.send('post', '/api/admin/aggregates/rebuild', { body: {}, headers });
    expect((await log('?limit=1'))[0]).toMatchObject({
      ...{ actor: 'curious', keyId, outcome: 'REFUSED', errorCode: 'FORBIDDEN', after: null },
    });
    await api.send('delete', '/api/admin/keys/4000000', { route: '/api/admin/keys/{keyId}' });
    expect((await log('?limit=1'))[0]).toMatchObject({ outcome: 'REFUSED', errorCode: 'KEY_NOT_FOUND' });
  });

  it.each([
    ['half a character', { name: 'x\ud800' }, { name: 'x\ufffd' }],
    ['what is nested deeply', { name: nested(100) }, { value: 'nested too deep' }],
    ['what is nested too deeply for a stack', { name: nested(3_000) }, { value: 'nested too deep' }],
  ])('has a refused body with %s', async (_, body, stored) => {
    const before = (await log('?limit=1'))[0]!.entryId;
    expect((await api.send('post', '/api/admin/keys', { body })).status).toBe(400);
    const [entry] = await log('?limit=1');
    expect(entry!.entryId).toBeGreaterThan(before);
    expect(entry).toMatchObject({ outcome: 'REFUSED', requestBody: stored });
  });

  it('is filtered and read page by page, newest first', async () => {
    const all: Entry[] = [];
    let cursor: number | null = null;
    do {
      const query: string = `?limit=7&actor=ADMIN_API_KEY${cursor === null ? '' : `&cursor=${cursor}`}`;
      const { body } = await api.get<Page>(`/api/admin/audit${query}`, '/api/admin/audit');
      all.push(...body.data);
      cursor = body.nextCursor;
    } while (cursor !== null);
    const ids = all.map(({ entryId }) => entryId);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => b - a));
    expect(all.length).toBe(Number((await api.query<{ n: number }>("SELECT COUNT(*) n FROM audit_log WHERE actor = 'ADMIN_API_KEY'"))[0]!.n)); // prettier-ignore
    expect((await log('?outcome=REFUSED')).every(({ outcome }) => outcome === 'REFUSED')).toBe(true);
    expect(await log('?from=2100-01-01T00:00:00Z')).toEqual([]);
    expect((await api.get('/api/admin/audit?limit=0')).status).toBe(400);
    const reversed = '/api/admin/audit?from=2024-02-02T00:00:00Z&to=2024-02-01T00:00:00Z';
    expect((await api.get(reversed)).status).toBe(400);
  });

  it('has commands with their user, also failed ones, and none that only read', async () => {
    const settings = {
      DATABASE_URL: databaseUrl(database.connectionOptions),
      ADMIN_API_KEY: 'the-admin-key-of-the-tests',
    };
    await runHere(['keys', 'create', '--name', 'by command', '--scopes', 'read'], settings);
    await runHere(['keys', 'list'], settings);
    expect((await log('?limit=1'))[0]).toMatchObject({
      ...{ actorKind: 'COMMAND_LINE', actor: expect.stringMatching(/^cli: ./) as string, action: 'keys create' },
      ...{ target: '--name by command --scopes read', outcome: 'DONE', requestId: null },
    });
    await runHere(['keys', 'revoke', '--key-id', '4000000'], settings);
    expect((await log('?limit=1'))[0]).toMatchObject({
      action: 'keys revoke',
      outcome: 'FAILED',
      errorCode: 'KEY_NOT_FOUND',
    });
  });

  it('has every command but those that only read', () => {
    const unaudited = COMMANDS.map(({ path }) => path).filter((path) => !isAudited({ path, args: [] }));
    expect(unaudited.sort()).toEqual([
      ...[
        'alerts test',
        'backup list',
        'backup verify',
        'demo',
        'doctor',
        'export',
        'generate-archive',
        'keys list',
        'migrate status',
      ],
      ...['partitions status', 'serve-archive', 'simulate-api', 'storage report', 'upgrade check'],
    ]);
    expect(isAudited({ path: 'doctor', args: ['--repair-clock'] })).toBe(true);
    expect(isAudited({ path: 'import', args: ['--status'] })).toBe(false);
    expect(isAudited({ path: 'import', args: ['--cancel', 'imp_1'] })).toBe(true);
  });
});
