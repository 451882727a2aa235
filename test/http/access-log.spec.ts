import { get, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { type OpenDatabase, openMigratedDatabase } from '../support/migrated-database.js';
import { databaseUrl, Program } from '../support/program.js';

const KEY = 'the-admin-key-of-the-access-log';

interface Line {
  timestamp: number;
  method: string;
  path: string;
  status: number;
  durationMs: number;
  bytes: number;
  requestId: string;
  role: string;
  version: string;
}

/** `fetch` adds headers that turn a conditional request into an unconditional one. */
async function revalidatedBytes(url: string, etag: string): Promise<number> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { headers: { 'if-none-match': etag } }, resolve).on('error', reject);
  });
  expect(response.statusCode).toBe(304);
  return (await buffer(response)).byteLength;
}

describe('the access log of a server', () => {
  let open: OpenDatabase;
  let program: Program | undefined;
  let url: string;

  beforeAll(async () => {
    open = await openMigratedDatabase('access_log');
  });
  afterEach(async () => {
    program?.kill('SIGTERM');
    await program?.end();
    program = undefined;
  });
  afterAll(() => open?.close());

  async function serve(settings: Record<string, string> = {}): Promise<Program> {
    const own = {
      DATABASE_URL: databaseUrl(open.database.connectionOptions),
      ADMIN_API_KEY: KEY,
      PORT: '0',
      ROLE: 'api',
    };
    program = new Program('main', [], { ...own, ...settings });
    await program.until('Listening at ');
    url = /Listening at (\S+)/.exec(program.output)![1]!;
    return program;
  }

  async function linesOf({ output }: Program): Promise<Line[]> {
    await delay(200); // lines are written in batches
    void output;
    return linesIn(program!.output);
  }

  const linesIn = (output: string): Line[] =>
    output
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Line);

  it('has a JSON line for each request, with role and version', async () => {
    const server = await serve();
    const response = await fetch(`${url}/api/parks`, { headers: { 'x-request-id': 'mine-1' } });
    const body = await response.arrayBuffer();
    const [line] = await linesOf(server);
    expect(line).toMatchObject({
      context: 'Access',
      method: 'GET',
      path: '/api/parks',
      status: 200,
      requestId: 'mine-1',
      role: 'api',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
    });
    expect(Math.abs(Date.now() - line!.timestamp)).toBeLessThan(60_000);
    expect(line!.durationMs).toBeGreaterThan(0);
    expect(line!.bytes).toBe(body.byteLength);
  });

  it('counts only the bytes of the body, of errors and streamed files too, and none for HEAD and 304', async () => {
    const server = await serve();
    const headers = { authorization: `Bearer ${KEY}` };
    const bodyBytes = async (path: string, init: RequestInit = {}) => {
      const response = await fetch(`${url}${path}`, { ...init, headers: { ...headers, ...init.headers } });
      return { bytes: (await response.arrayBuffer()).byteLength, response };
    };
    const first = await bodyBytes('/api/parks');
    const etag = first.response.headers.get('etag')!;
    const expected = [
      first,
      await bodyBytes('/api/parks'),
      { bytes: await revalidatedBytes(`${url}/api/parks`, etag) },
      await bodyBytes('/api/parks', { method: 'HEAD' }),
      await bodyBytes('/api/nowhere'),
      await bodyBytes('/metrics'),
      await bodyBytes('/api/docs/'),
    ].map(({ bytes }) => bytes);
    expect((await linesOf(server)).map(({ bytes }) => bytes)).toEqual(expected);
    expect(expected[2]).toBe(0);
    expect(expected[0]).toBeGreaterThan(0);
  });

  it('has the request id of the response, for cached and refused requests too, and loses no line at a normal stop', async () => {
    const server = await serve();
    const ids = [];
    for (const path of ['/api/parks', '/api/parks', '/api/nowhere', '/api/admin/quality/summary']) {
      const response = await fetch(`${url}${path}`);
      await response.arrayBuffer();
      ids.push(response.headers.get('x-request-id'));
    }
    server.kill('SIGTERM');
    const lines = linesIn((await server.end()).stdout);
    expect(lines.map(({ requestId }) => requestId)).toEqual(ids);
    expect(lines.map(({ status }) => status)).toEqual([200, 200, 404, 401]);
  });

  it('never contains a query or the admin key', async () => {
    const server = await serve();
    await fetch(`${url}/api/parks/${KEY}?q=private-text`, { headers: { authorization: `Bearer ${KEY}` } });
    const [line] = await linesOf(server);
    expect(line!.path).toBe('/api/parks/***');
    expect(server.output).not.toContain('private-text');
    expect(server.output).not.toContain(KEY);
  });

  it('is disabled by ACCESS_LOG=false', async () => {
    const server = await serve({ ACCESS_LOG: 'false' });
    await fetch(`${url}/api/parks`);
    expect(await linesOf(server)).toEqual([]);
  });

  it('does not fail requests when the reader of stdout goes away', async () => {
    const server = await serve();
    server.closeOutput();
    for (let request = 0; request < 5; request++) {
      expect((await fetch(`${url}/api/parks`)).status).toBe(200);
      await delay(120);
    }
    expect((await fetch(`${url}/api/health/live`)).status).toBe(200);
  });
});

describe('a program whose reader goes away', () => {
  it.each([
    ['storage', ['report', '--help']],
    ['generate-archive', ['--help']],
    ['doctor', ['--help']],
  ])('%s ends with its own exit code and says nothing', async (name, args) => {
    const program = new Program(name, args, {});
    program.closeOutput();
    expect(await program.end()).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});
