import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { temporaryFolder } from '../support/temporary-folder.js';
import { startHttpApp } from './support/test-http-app.js';

const NAVIGATION = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const INDEX = '<!doctype html><title>The dashboard</title>';
const SCRIPT = 'console.log("the dashboard");';

describe('the files of the dashboard', () => {
  const folder = temporaryFolder('web');
  let app: NestExpressApplication;
  const get = (path: string, headers: Record<string, string> = {}) =>
    request(app.getHttpServer()).get(path).set(headers);

  beforeAll(async () => {
    mkdirSync(join(folder.path, 'assets'));
    writeFileSync(join(folder.path, 'index.html'), INDEX);
    const script = join(folder.path, 'assets', 'index-AbC123.js');
    writeFileSync(script, SCRIPT);
    writeFileSync(`${script}.br`, brotliCompressSync(SCRIPT));
    writeFileSync(`${script}.gz`, gzipSync(SCRIPT));
    writeFileSync(join(folder.path, 'notes.txt'), 'private');
    app = await startHttpApp({ dashboardFolder: folder.path });
  });
  afterAll(async () => {
    await app.close();
    folder.remove();
  });

  it('are served at /, without letting caches keep the page', async () => {
    const response = await get('/');
    expect([response.status, response.text, response.type]).toEqual([200, INDEX, 'text/html']);
    expect(response.headers).toMatchObject({ 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' });
    expect(response.headers['content-security-policy']).toContain("script-src 'self'");
  });

  it('name the data of the overview, so that the browser requests it with the scripts, but not for other pages', async () => {
    const { link } = (await get('/')).headers;
    expect(link).toBe('</api/live/status-summary>; rel=preload; as=fetch; crossorigin');
    expect((await get('/parks/7', { Accept: NAVIGATION })).headers.link).toBeUndefined();
  });

  it.each(['/parks/7', '/rides/42?view=history', '/nothing/here'])(
    'show the page at %s when a browser opens it',
    async (path) => {
      const response = await get(path, { Accept: NAVIGATION });
      expect([response.status, response.text]).toEqual([200, INDEX]);
    },
  );

  it.each([
    ['a script that is gone', '/assets/index-0000.js', '*/*'],
    ['a path that a program requests', '/parks/7', 'application/json'],
    ['a path without a stated wish', '/nothing', '*/*'],
    ['a file that is no part of a page', '/notes.txt', '*/*'],
    ['a path that leaves the folder', '/assets/%2e%2e/%2e%2e/package.json', '*/*'],
  ])('are not served for %s, which is a 404 in JSON', async (_, path, accept) => {
    const response = await get(path, { Accept: accept });
    expect([response.status, (response.body as { error: { code: string } }).error.code]).toEqual([404, 'NOT_FOUND']);
  });

  it.each(['/api/nothing', '/api'])('leave %s to the API, also for a browser', async (path) => {
    const response = await get(path, { Accept: NAVIGATION });
    expect([response.status, response.type]).toEqual([404, 'application/json']);
  });

  it('may be kept for a year where their name has a hash', async () => {
    expect((await get('/assets/index-AbC123.js')).headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  it.each([
    ['br, gzip', 'br'],
    ['gzip', 'gzip'],
    ['gzip;q=0.5, br;q=0', 'gzip'],
    ['identity', undefined],
  ])('are sent compressed as the client accepts: %s', async (accepted, encoding) => {
    const response = await get('/assets/index-AbC123.js', { 'Accept-Encoding': accepted });
    expect(response.headers['content-encoding']).toBe(encoding);
    expect(response.headers.vary).toContain('Accept-Encoding');
    if (encoding !== 'br') expect(response.text).toBe(SCRIPT);
  });

  it('are not sent again to a client that has them', async () => {
    const { headers } = await get('/');
    const again = await get('/', { 'If-None-Match': headers.etag! });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it('are only read', async () => {
    expect((await request(app.getHttpServer()).post('/').set('Accept', NAVIGATION)).status).toBe(404);
    const head = await request(app.getHttpServer()).head('/');
    expect([head.status, head.headers['content-length']]).toEqual([200, String(INDEX.length)]);
  });
});

describe('a process whose dashboard is not built', () => {
  it('responds to / with a 404 in JSON', async () => {
    const app = await startHttpApp({ dashboardFolder: '/nowhere' });
    const response = await request(app.getHttpServer()).get('/').set('Accept', NAVIGATION);
    expect([response.status, response.type]).toEqual([404, 'application/json']);
    await app.close();
  });
});
