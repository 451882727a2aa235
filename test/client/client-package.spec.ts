import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { ApiApp } from '../api/support/api-app.js';
import { ADMIN_KEY } from '../http/support/test-http-app.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const run = promisify(execFile);
const PACK_MS = 300_000;

/** The untyped view of the package: its types are checked by the compiler, against the packed declarations. */
interface Client {
  get(path: string, options?: object): Promise<Record<string, unknown>>;
  post(path: string, options?: object): Promise<Record<string, unknown>>;
  pages(path: string, options?: object): AsyncGenerator<{ data: unknown[] }>;
  items(path: string, options?: object): AsyncGenerator<Record<string, unknown>>;
  response(path: string, options?: object): Promise<Response>;
}
interface Package {
  WarehouseClient: new (options: object) => Client;
  ApiError: new () => Error;
  NetworkError: new () => Error;
}

/** Uses the package as a program of a stranger would. */
const CONSUMER = `
import { WarehouseClient, type Schemas } from 'theme-park-data-warehouse-client';
const client = new WarehouseClient({ baseUrl: 'http://127.0.0.1' });
const park = await client.get('/api/parks/{parkId}', { path: { parkId: 7 } });
const name: string = park.name;
await client.get('/api/parks');
await client.get('/api/live/status-summary');
const rides = client.items('/api/parks/{parkId}/rides', { path: { parkId: 7 }, query: { limit: 5 } });
for await (const ride of rides) { const view: Schemas['RideView'] = ride; console.log(view.rideId, name); }
// @ts-expect-error a path that the API does not have
await client.get('/api/park');
// @ts-expect-error the id is missing
await client.get('/api/parks/{parkId}', {});
// @ts-expect-error an unknown parameter
await client.get('/api/parks', { query: { colour: 'red' } });
// @ts-expect-error not a list
client.pages('/api/parks/{parkId}', { path: { parkId: 7 } });
`;

describe('the client package', () => {
  const folder = temporaryFolder('client-package');
  const installed = join(folder.path, 'node_modules', 'theme-park-data-warehouse-client');
  let client: Package;
  let database: TestDatabase;
  let api: ApiApp;
  let baseUrl: string;
  const clientOf = (options: object = {}) => new client.WarehouseClient({ baseUrl, ...options });

  beforeAll(async () => {
    await run('npm', ['pack', '--pack-destination', folder.path], { cwd: resolve('client') });
    mkdirSync(installed, { recursive: true });
    const archive = join(folder.path, 'theme-park-data-warehouse-client-0.1.0.tgz');
    await run('tar', ['-xzf', archive, '--strip-components=1', '-C', installed]);
    client = (await import(pathToFileURL(join(installed, 'dist', 'index.js')).href)) as Package;
    database = await createTestDatabase('client_package');
    api = await ApiApp.start({ connection: database.connectionOptions, settings: { ROLE: 'api' } });
    await api.query("INSERT INTO destinations (destination_id, themeparks_wiki_id, name, slug) VALUES (1, UUID(), 'Resort', 'resort')"); // prettier-ignore
    await api.query("INSERT INTO parks (park_id, destination_id, themeparks_wiki_id, name, timezone) VALUES (1, 1, UUID(), 'Park', 'UTC')"); // prettier-ignore
    for (let n = 1; n <= 7; n++) {
      await api.query("INSERT INTO rides (ride_id, park_id, name, normalized_name) VALUES (?, 1, ?, 'x')", [
        n,
        `R${n}`,
      ]);
      await api.query(
        `INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, data_source)
         VALUES (1, '2024-07-01 12:00:00' + INTERVAL ? MINUTE, 'OPERATING', ?, 'ARCHIVE')`,
        [n, n],
      );
    }
    baseUrl = await api.app.getUrl();
  }, PACK_MS);
  afterAll(async () => {
    await api?.close();
    await database?.drop();
    folder.remove();
  });

  it('has no dependencies, and contains only compiled modules and their types', async () => {
    const { dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as object & {
      dependencies?: object;
    };
    expect(dependencies).toBeUndefined();
    const { stdout } = await run('find', [installed, '-type', 'f', '-not', '-name', '*.js', '-not', '-name', '*.d.ts']);
    const others = stdout
      .trim()
      .split('\n')
      .map((path) => path.slice(installed.length + 1));
    expect(others.sort()).toEqual(['README.md', 'package.json']);
  });

  it('has types that accept what the API has, and nothing else', async () => {
    writeFileSync(join(folder.path, 'consumer.mts'), CONSUMER);
    symlinkSync(resolve('node_modules', '@types'), join(folder.path, 'node_modules', '@types'));
    const options = [
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2022',
      '--types',
      'node',
      '--skipLibCheck',
    ];
    const { stdout } = await run(
      process.execPath,
      [resolve('node_modules/typescript/bin/tsc'), ...options, 'consumer.mts'],
      {
        cwd: folder.path,
      },
    ).catch((error: { stdout: string }) => error);
    expect(stdout).toBe('');
  }, 60_000);

  it('reads from the real server, also by a slug and with the key', async () => {
    expect(await clientOf().get('/api/parks/{parkId}', { path: { parkId: 1 } })).toMatchObject({ name: 'Park' });
    const admin = clientOf({ apiKey: ADMIN_KEY });
    const body = { csv: 'park,own_id,name\n1,A,Ride A\n', dryRun: true };
    expect(await admin.post('/api/admin/catalog/import', { body })).toMatchObject({ created: 1, problems: [] });
  });

  it('reads lists by offset and by cursor, page after page', async () => {
    const names: unknown[] = [];
    const options = { path: { parkId: 1 }, query: { limit: 3 } };
    for await (const ride of clientOf().items('/api/parks/{parkId}/rides', options)) names.push(ride.name);
    expect(names).toEqual(['R1', 'R2', 'R3', 'R4', 'R5', 'R6', 'R7']);
    const sizes: number[] = [];
    const query = { from: '2024-07-01T00:00:00Z', to: '2024-07-02T00:00:00Z', limit: 3 };
    for await (const page of clientOf().pages('/api/rides/{rideId}/history', { path: { rideId: 1 }, query })) {
      sizes.push(page.data.length);
    }
    expect(sizes).toEqual([3, 3, 1]);
  });

  it('throws the error of the API with code, details and request id', async () => {
    const failure = clientOf().get('/api/parks/{parkId}', { path: { parkId: 99 } });
    await expect(failure).rejects.toMatchObject({ name: 'ApiError', status: 404, code: 'PARK_NOT_FOUND' });
    await expect(clientOf({ baseUrl: 'http://127.0.0.1:9' }).get('/api/parks')).rejects.toBeInstanceOf(
      client.NetworkError,
    );
  });

  it('sends a whole file', async () => {
    const query = { rideId: 1, from: '2024-07-01T00:00:00Z', to: '2024-07-02T00:00:00Z', format: 'csv' };
    const file = await (await clientOf().response('/api/export/snapshots', { query })).text();
    expect(file.trim().split('\n')).toHaveLength(8);
  });

  describe('at a busy server', () => {
    let server: Server;
    let answers: { status: number; headers?: Record<string, string> }[];
    let sent: string[];
    let url: string;

    beforeAll(async () => {
      server = createServer((request, response) => {
        sent.push(`${request.method} ${request.url}`);
        const { status, headers = {} } = answers.shift() ?? { status: 200 };
        response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end('{"data":[]}');
      }).listen(0, '127.0.0.1');
      await new Promise((done) => server.once('listening', done));
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    beforeEach(() => void (sent = []));
    afterAll(() => new Promise((done) => server.close(done)));

    it('repeats 429 and 503 after their Retry-After', async () => {
      answers = [
        { status: 429, headers: { 'Retry-After': '0' } },
        { status: 503, headers: { 'Retry-After': new Date(0).toUTCString() } },
      ];
      expect(await clientOf({ baseUrl: url }).get('/api/parks')).toEqual({ data: [] });
      expect(sent).toEqual(Array(3).fill('GET /api/v1/parks'));
    });

    it('waits as long as Retry-After asks', async () => {
      answers = [{ status: 429, headers: { 'Retry-After': '1' } }];
      const startMs = performance.now();
      await clientOf({ baseUrl: url }).get('/api/parks');
      expect(performance.now() - startMs).toBeGreaterThanOrEqual(950);
    });

    it('gives up after its retries, and at once if the wait is too long', async () => {
      answers = Array.from({ length: 5 }, () => ({ status: 503, headers: { 'Retry-After': '0' } }));
      await expect(clientOf({ baseUrl: url, retries: 2 }).get('/api/parks')).rejects.toMatchObject({ status: 503 });
      expect(sent).toHaveLength(3);
      answers = [{ status: 429, headers: { 'Retry-After': '3600' } }];
      await expect(clientOf({ baseUrl: url }).get('/api/parks')).rejects.toMatchObject({ retryAfterSeconds: 3600 });
    });

    it('does not repeat a POST after 503, nor anything after other errors', async () => {
      answers = [{ status: 503, headers: { 'Retry-After': '0' } }];
      await expect(clientOf({ baseUrl: url }).post('/api/admin/collector/run')).rejects.toMatchObject({ status: 503 });
      answers = [{ status: 500 }];
      await expect(clientOf({ baseUrl: url }).get('/api/parks')).rejects.toMatchObject({
        status: 500,
        code: 'UNKNOWN',
      });
      expect(sent).toHaveLength(2);
    });

    it('ends a wait when the signal aborts', async () => {
      answers = [{ status: 429, headers: { 'Retry-After': '30' } }];
      const signal = AbortSignal.timeout(50);
      await expect(clientOf({ baseUrl: url }).get('/api/parks', { signal })).rejects.toMatchObject({
        name: 'TimeoutError',
      });
    });
  });
});
