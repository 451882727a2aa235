import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { MovedError } from '../../src/common/http/addresses/entity-address.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { THROWN } from './support/sample.module.js';
import { startHttpApp } from './support/test-http-app.js';

const INDEX =
  '<meta name="base-path" content="./" /><script src="./theme.js"></script><a href="https://x.example/./a">x</a>';

describe('a program with a BASE_PATH', () => {
  const folder = temporaryFolder('base-path');
  let app: NestExpressApplication;
  let atRoot: NestExpressApplication;
  const get = (path: string, headers: Record<string, string> = {}, server = app) =>
    request(server.getHttpServer()).get(path).set(headers);

  beforeAll(async () => {
    mkdirSync(join(folder.path, 'assets'));
    writeFileSync(join(folder.path, 'index.html'), INDEX);
    writeFileSync(join(folder.path, 'theme.js'), '1');
    app = await startHttpApp({ settings: { BASE_PATH: '/data/warehouse' }, dashboardFolder: folder.path });
    atRoot = await startHttpApp({ dashboardFolder: folder.path });
  });
  afterAll(async () => {
    await app.close();
    await atRoot.close();
    folder.remove();
  });

  it.each(['', '/v1'])(
    'serves the API with and without it, whether or not the proxy removes it: /api%s',
    async (version) => {
      const path = `/api${version}/docs-json`;
      expect((await get(path)).status).toBe(200);
      expect((await get(`/data/warehouse${path}`)).status).toBe(200);
    },
  );

  it('has it in the OpenAPI document as the address of the server', async () => {
    const servers = async (server: NestExpressApplication) =>
      ((await get('/api/docs-json', {}, server)).body as { servers: { url: string }[] }).servers.map(({ url }) => url);
    expect([await servers(app), await servers(atRoot)]).toEqual([['/data/warehouse'], ['/']]);
  });

  it.each(['/data/warehouse', ''])('redirects to addresses with it, for requests to "%s"', async (prefix) => {
    THROWN.moved = new MovedError('/api/v1/parks/epic?limit=2');
    const moved = await get(`${prefix}/api/failures/thrown?kind=moved`);
    const location = '/data/warehouse/api/v1/parks/epic?limit=2';
    expect([moved.status, moved.headers.location, moved.body]).toEqual([308, location, { location }]);
  });

  it.each([
    '/data/warehouse',
    '/data/warehouse/',
    '/data/warehouse/?destination=1',
    '/data/warehouse/parks/7',
    '/parks/7',
  ])('serves the page at %s, with absolute paths of its files', async (path) => {
    const { text, status } = await get(path, { Accept: 'text/html' });
    const page = INDEX.replace('content="./"', 'content="/data/warehouse/"').replace(
      'src="./theme.js"',
      'src="/data/warehouse/theme.js"',
    );
    expect([status, text]).toEqual([200, page]);
  });

  it('lets the overview preload its data from there', async () => {
    expect((await get('/data/warehouse/')).headers.link).toContain('</data/warehouse/api/live/status-summary>');
    expect((await get('/', {}, atRoot)).headers.link).toContain('</api/live/status-summary>');
  });

  it('compresses the page as it is sent', async () => {
    // supertest decompresses it
    const { headers, text } = await get('/data/warehouse/', { 'Accept-Encoding': 'br' });
    expect([headers['content-encoding'], text]).toEqual([
      'br',
      expect.stringContaining('src="/data/warehouse/theme.js"'),
    ]);
    expect((await get('/', {}, atRoot)).text).toContain('src="/theme.js"');
  });

  it('serves its files, and no path that only begins with the same letters', async () => {
    expect((await get('/data/warehouse/theme.js')).text).toBe('1');
    expect((await get('/data/warehouses/api/docs-json')).status).toBe(404);
    expect((await get('/data/api/docs-json')).status).toBe(404);
  });
});
