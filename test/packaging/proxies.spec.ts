import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { chromium } from 'playwright-core';
import { freePort } from '../../src/demo/demo-config.js';
import { ApiApp } from '../api/support/api-app.js';
import { ADMIN_KEY } from '../http/support/test-http-app.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { describeInBrowser, LAUNCH } from '../web/support/chromium.js';

// Chromium fails all requests (ERR_NETWORK_CHANGED) when any program changes the network interfaces of the machine.
jest.retryTimes(1, { logErrorsBeforeRetry: true });

const LOCAL = '127.0.0.1';
const LIMIT = 6;
const TLS = resolve('test/database/tls');
const recipe = (name: string): string => readFileSync(join('packaging', 'proxy', name), 'utf8');
const has = (program: string): boolean => spawnSync('which', [program], { stdio: 'ignore' }).status === 0;
const canRun = has('nginx') && has('caddy');

(canRun ? describe : describe.skip)(
  `behind the proxies of packaging/proxy${canRun ? '' : ' (needs nginx and caddy)'}`,
  () => {
    const folder = temporaryFolder('proxies');
    const children: ChildProcess[] = [];
    let database: TestDatabase;
    let api: ApiApp;
    let below: ApiApp;
    /** Ports of TLS: nginx alone, Caddy alone, Caddy in front of another nginx; and both with the program below a path. */
    const ports = { nginx: 0, caddy: 0, chain: 0, 'nginx-path': 0, 'caddy-path': 0 };

    beforeAll(async () => {
      database = await createTestDatabase('proxies');
      const settings = { ROLE: 'api', TRUST_PROXY: LOCAL, RATE_LIMIT_PUBLIC_PER_MINUTE: String(LIMIT) };
      api = await ApiApp.start({ connection: database.connectionOptions, settings });
      const { port } = api.app.getHttpServer().address() as AddressInfo;
      const inner = await freePort(0, LOCAL);
      const onOwnPort = (site: string, own: number) => site.replace('listen 443', `listen ${LOCAL}:${own}`);
      ports.nginx = await startNginx('tls', port, onOwnPort);
      await startNginx('inner', port, (site) =>
        site.replace('listen 443 ssl http2', `listen ${LOCAL}:${inner}`).replaceAll(/^\s*ssl_.*$/gm, ''),
      );
      ports.caddy = await startCaddy('alone', port);
      ports.chain = await startCaddy('outer', inner);
      const belowPath = { ROLE: 'api', TRUST_PROXY: LOCAL, BASE_PATH: '/warehouse' };
      below = await ApiApp.start({ connection: database.connectionOptions, settings: belowPath });
      const { port: other } = below.app.getHttpServer().address() as AddressInfo;
      ports['nginx-path'] = await startNginx('path', other, onOwnPort, 'nginx-path.conf');
      ports['caddy-path'] = await startCaddy('path', other, 'Caddyfile-path');
      for (const [name, proxy] of Object.entries(ports)) {
        await answers(proxy, name.endsWith('-path') ? '/warehouse/api/health/live' : '/api/health/live');
      }
    });
    afterAll(async () => {
      for (const child of children.filter(({ exitCode }) => exitCode === null)) {
        const ended = once(child, 'close');
        child.kill('SIGTERM');
        await ended;
      }
      await api?.close();
      await below?.close();
      await database?.drop();
      folder.remove();
    });

    async function startNginx(
      name: string,
      app: number,
      place: (site: string, own: number) => string,
      file = 'nginx.conf',
    ): Promise<number> {
      const [own, plain] = [await freePort(0, LOCAL), await freePort(0, LOCAL)];
      const site = place(recipe(file), own)
        .replace('listen 80;', `listen ${LOCAL}:${plain};`)
        .replace(`${LOCAL}:3000`, `${LOCAL}:${app}`)
        .replace('/etc/ssl/parks.example/fullchain.pem', join(TLS, 'server-cert.pem'))
        .replace('/etc/ssl/parks.example/privkey.pem', join(TLS, 'server-key.pem'));
      const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
        (kind) => `${kind}_temp_path ${folder.path}/${name}-${kind};`,
      );
      const written = join(folder.path, `${name}.conf`);
      writeFileSync(
        written,
        `daemon off; pid ${folder.path}/${name}.pid; error_log stderr; events {}\nhttp { access_log off; ${places.join(' ')}\n${site}\n}`,
      );
      children.push(spawn('nginx', ['-p', folder.path, '-c', written], { stdio: 'ignore' }));
      return own;
    }

    async function startCaddy(name: string, upstream: number, source = 'Caddyfile'): Promise<number> {
      const own = await freePort(0, LOCAL);
      const site = recipe(source)
        .replace('parks.example {', `https://parks.example:${own} {\n\tbind ${LOCAL}\n\ttls internal`)
        .replace(`${LOCAL}:3000`, `${LOCAL}:${upstream}`);
      const file = join(folder.path, `${name}.caddy`);
      writeFileSync(file, `{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n}\n${site}`);
      const env = { ...process.env, XDG_DATA_HOME: folder.path, XDG_CONFIG_HOME: folder.path, HOME: folder.path };
      children.push(spawn('caddy', ['run', '--adapter', 'caddyfile', '--config', file], { stdio: 'ignore', env }));
      return own;
    }

    /** A request over TLS from an address of this machine. */
    function ask(
      port: number,
      path: string,
      from: string,
      headers: object = {},
      method = 'GET',
      body?: object,
    ): Promise<IncomingMessage> {
      return new Promise((done, fail) => {
        const content = body === undefined ? {} : { 'content-type': 'application/json' };
        const options = {
          host: LOCAL,
          port,
          path,
          method,
          localAddress: from,
          servername: 'parks.example',
          rejectUnauthorized: false,
          agent: false,
        };
        const request = httpsRequest({ ...options, headers: { host: 'parks.example', ...content, ...headers } }, done);
        request.once('error', fail).end(body === undefined ? undefined : JSON.stringify(body));
      });
    }

    async function answers(port: number, path: string): Promise<void> {
      for (let attempt = 0; attempt < 100; attempt++, await pause(100)) {
        const response = await ask(port, path, LOCAL).catch(() => null);
        response?.resume();
        if (response?.statusCode === 200) return;
      }
      throw new Error(`the proxy on port ${port} does not respond`);
    }

    const statusOf = async (...args: Parameters<typeof ask>): Promise<number> => {
      const response = await ask(...args);
      response.resume();
      return response.statusCode!;
    };

    describe.each([['nginx'], ['caddy'], ['chain']] as const)('%s', (name) => {
      const last = { nginx: 10, caddy: 20, chain: 30 }[name];
      const client = (number: number): string => `127.0.0.${last + number}`;

      it('serves the API over TLS, and no metrics', async () => {
        expect(await statusOf(ports[name], '/api/parks', client(1))).toBe(200);
        for (const path of ['/metrics', '/METRICS', '/metrics/', '//metrics', '/%6Detrics'])
          expect([path, await statusOf(ports[name], path, client(1))]).toEqual([path, 404]);
      });

      it('leaves each client its own budget, which no invented X-Forwarded-For escapes', async () => {
        const statuses = [];
        for (let asked = 0; asked <= LIMIT; asked++) {
          statuses.push(
            await statusOf(ports[name], `/api/parks?limit=${asked + 1}`, client(2), {
              'x-forwarded-for': `203.0.113.${asked}`,
            }),
          );
        }
        expect(statuses).toEqual([...Array<number>(LIMIT).fill(200), 429]);
        expect(await statusOf(ports[name], '/api/parks', client(3))).toBe(200);
      });

      it('passes on server-sent events at once', async () => {
        const startedMs = performance.now();
        const response = await ask(ports[name], '/api/live/events', client(4));
        expect([response.statusCode, response.headers['content-type']]).toEqual([
          200,
          expect.stringContaining('text/event-stream'),
        ]);
        const [chunk] = (await once(response, 'data')) as [Buffer];
        expect(chunk.length).toBeGreaterThan(0);
        expect(performance.now() - startedMs).toBeLessThan(5_000);
        response.destroy();
      });
    });

    it.each([['nginx'], ['caddy']] as const)('sets a session cookie for TLS only: %s', async (name) => {
      const response = await ask(ports[name], '/api/admin/session', '127.0.0.50', {}, 'POST', { key: ADMIN_KEY });
      response.resume();
      expect([response.statusCode, String(response.headers['set-cookie'])]).toEqual([
        expect.any(Number),
        expect.stringContaining('; Secure'),
      ]);
    });

    describe.each([['nginx-path'], ['caddy-path']] as const)('below a path: %s', (name) => {
      const port = () => ports[name];

      it('serves the API there and nothing elsewhere, and no metrics', async () => {
        expect(await statusOf(port(), '/warehouse/api/parks', '127.0.0.60')).toBe(200);
        for (const path of [
          '/metrics',
          '/METRICS',
          '/metrics/',
          '//metrics',
          '/warehouse/metrics',
          '/warehouse/warehouse/metrics',
        ])
          expect([path, await statusOf(port(), `/warehouse${path}`, '127.0.0.60')]).toEqual([path, 404]);
        // nginx looks for a file there
        expect([403, 404]).toContain(await statusOf(port(), '/api/parks', '127.0.0.60'));
      });

      it('leads from the path without a slash to the dashboard', async () => {
        const response = await ask(port(), '/warehouse', '127.0.0.60');
        response.resume();
        expect([response.statusCode, response.headers.location]).toEqual([
          308,
          expect.stringMatching(/\/warehouse\/$/),
        ]);
      });

      it('sends the session cookie to the program only', async () => {
        const sent = ['127.0.0.61', {}, 'POST', { key: ADMIN_KEY }] as const;
        const response = await ask(port(), '/warehouse/api/admin/session', ...sent);
        response.resume();
        expect(String(response.headers['set-cookie'])).toContain('; Path=/warehouse;');
      });

      it('passes on server-sent events', async () => {
        const response = await ask(port(), '/warehouse/api/live/events', '127.0.0.62');
        expect(response.statusCode).toBe(200);
        await once(response, 'data');
        response.destroy();
      });

      describeInBrowser('in Chromium', () => {
        it('shows the dashboard, signs in, and documents the API, with every request below the path', async () => {
          const args = [...LAUNCH.args, `--host-resolver-rules=MAP parks.example ${LOCAL}`];
          const browser = await chromium.launch({ ...LAUNCH, args });
          try {
            const site = `https://parks.example:${port()}`;
            const page = await (await browser.newContext({ ignoreHTTPSErrors: true })).newPage();
            const [problems, paths]: [string[], string[]] = [[], []];
            page.on('pageerror', ({ message }) => problems.push(message));
            page.on('requestfailed', (request) => {
              // a page that is left aborts its requests
              const reason = request.failure()?.errorText;
              if (reason !== 'net::ERR_ABORTED') problems.push(`${request.url()}: ${reason}`);
            });
            page.on('response', (response) => {
              const { pathname, protocol } = new URL(response.url());
              if (protocol === 'data:') return;
              paths.push(pathname);
              // before the sign-in, and of the events after the sign-out
              const isSignedOut = response.status() === 401 && pathname.startsWith('/warehouse/api/admin/');
              if (response.status() >= 400 && !isSignedOut) problems.push(`${pathname}: ${response.status()}`);
            });

            await page.goto(`${site}/warehouse/rankings`, { waitUntil: 'networkidle' });
            await page.getByRole('heading', { level: 1, name: 'Rankings' }).waitFor();
            await page.getByRole('link', { name: 'Admin', exact: true }).click();
            await page.waitForURL(`${site}/warehouse/admin`);
            await page.getByLabel('Admin key').fill(ADMIN_KEY);
            await page.getByRole('button', { name: 'Sign in' }).click();
            await page.getByText('Signed in as').waitFor();
            await page.reload({ waitUntil: 'networkidle' });
            // needs the cookie and the CSRF token
            await page.getByRole('button', { name: 'Sign out' }).click();
            await page.getByLabel('Admin key').waitFor();
            await page.getByRole('link', { name: 'API', exact: true }).click();
            await page.waitForURL(`${site}/warehouse/api/docs`);
            await page.locator('#operations-catalogue-getParks, .opblock').first().waitFor();

            expect(problems).toEqual([]);
            expect(paths.filter((path) => !path.startsWith('/warehouse/'))).toEqual([]);
            expect(paths).toContain('/warehouse/api/admin/session');
          } finally {
            await browser.close();
          }
        });
      });
    });
  },
);
