import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { readOrCreateKeyFile } from '../../src/common/http/access/key-file.js';
import { RefusedKeys } from '../../src/common/http/access/refused-keys.js';
import { adminRoutes, concretePath } from './support/admin-routes.js';
import { responseOf } from './support/answer.js';
import { ADMIN_KEY, LinesLogger, startHttpApp } from './support/test-http-app.js';

describe('the admin part', () => {
  let app: NestExpressApplication;
  const ask = (authorization: string) =>
    request(app.getHttpServer()).get('/api/admin/samples').set('Authorization', authorization);

  beforeAll(async () => {
    app = await startHttpApp();
  });
  afterAll(() => app.close());

  it('requires the key on every route', async () => {
    const routes = adminRoutes(app);
    const responses = await Promise.all(
      routes.map(async (route) => {
        const { status, body } = await responseOf(
          request(app.getHttpServer())[route.method as 'get'](concretePath(route)),
        );
        return [status, (body as { error: { code: string } }).error.code];
      }),
    );
    expect(routes).toHaveLength(3);
    expect(responses).toEqual(routes.map(() => [401, 'UNAUTHORIZED']));
  });

  it.each([[`Bearer ${ADMIN_KEY}`], [`bearer  ${ADMIN_KEY}`]])('is open with the key (%s)', async (authorization) => {
    await ask(authorization).expect(200);
  });

  it.each([
    ['a wrong key', 'Bearer wrong'],
    ['a longer key', `Bearer ${ADMIN_KEY}x`],
    ['a part of the key', `Bearer ${ADMIN_KEY.slice(0, -1)}`],
    ['the key without its scheme', ADMIN_KEY],
    ['another scheme', `Basic ${ADMIN_KEY}`],
    ['no key at all', 'Bearer '],
  ])('is closed with %s', async (_, authorization) => {
    const response = await ask(authorization);
    expect(response.status).toBe(401);
    expect(response.get('WWW-Authenticate')).toMatch(/^Bearer realm="admin"/);
    expect(response.text).not.toContain(ADMIN_KEY);
  });

  it('does not accept the key in the query', async () => {
    await request(app.getHttpServer()).get(`/api/admin/samples?key=${ADMIN_KEY}`).expect(401);
  });

  it('checks the key before the input', async () => {
    await request(app.getHttpServer()).post('/api/admin/samples/start').send({ wrong: 1 }).expect(401);
  });
});

describe('a wrong key', () => {
  it('is logged with its address, the first at once and later ones as a count, and never itself', async () => {
    const logger = new LinesLogger();
    const app = await startHttpApp({ logger });
    const guesses = Array.from({ length: 5 }, (_, guess) => `Bearer guessed-${guess}`);
    for (const authorization of guesses) {
      await request(app.getHttpServer()).get('/api/admin/samples').set('Authorization', authorization).expect(401);
    }
    await request(app.getHttpServer()).get('/api/admin/samples').expect(401);
    expect(app.get(RefusedKeys).totals).toEqual({ missing: 1, wrong: 5 });
    await app.close();
    const lines = logger.lines.map(({ text }) => text).filter((text) => text.includes('wrong admin key'));
    expect(lines).toEqual([
      expect.stringMatching(/^wrong admin key from (::ffff:)?127\.0\.0\.1 \(1 since the start\)/),
      expect.stringMatching(/^wrong admin keys from (::ffff:)?127\.0\.0\.1: 4 more \(5 since the start\)/),
    ]);
    expect(logger.lines.map(({ text }) => text).join()).not.toContain('guessed-');
  });

  it('is counted above the rate limit too', async () => {
    const logger = new LinesLogger();
    const settings = { RATE_LIMIT_WRONG_KEYS_PER_MINUTE: '2' };
    const app = await startHttpApp({ logger, settings });
    const ask = () => request(app.getHttpServer()).get('/api/admin/samples');
    const statuses: number[] = [];
    for (let guess = 0; guess < 30; guess++) {
      statuses.push((await ask().set('Authorization', 'Bearer guessed')).status);
    }
    statuses.push((await ask()).status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(2);
    expect(app.get(RefusedKeys).totals).toEqual({ missing: 1, wrong: 30 });
    await app.close();
    const lines = logger.lines.map(({ text }) => text).filter((text) => text.includes('wrong admin key'));
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain('29 more');
  });
});

describe('the key file', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'admin-key-'));
    path = join(folder, 'data', 'admin-api-key');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function started(): Promise<{ lines: string; statusWith: (key: string) => Promise<number> }> {
    const logger = new LinesLogger();
    const app = await startHttpApp({ settings: { ADMIN_API_KEY: '', DATA_DIR: join(folder, 'data') }, logger });
    const statusWith = async (key: string) => {
      const response = request(app.getHttpServer()).get('/api/admin/samples').set('Authorization', `Bearer ${key}`);
      const { status } = await response;
      await app.close();
      return status;
    };
    return { lines: logger.lines.map(({ text }) => text).join('\n'), statusWith };
  }

  it('is created at the first start for its owner only, and its path is logged without the key', async () => {
    const { lines, statusWith } = await started();
    const key = readFileSync(path, 'utf8').trim();
    expect(key).toMatch(/^[\w-]{43}$/);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(lines).toContain(path);
    expect(lines).not.toContain(key);
    expect(await statusWith(key)).toBe(200);
    expect(readdirSync(join(folder, 'data'))).toEqual(['admin-api-key']);
  });

  it('keeps its key across starts', async () => {
    const { key } = await readOrCreateKeyFile(path);
    expect(await (await started()).statusWith(key)).toBe(200);
  });

  it('gives the same key to several concurrent first starts', async () => {
    const made = await Promise.all([1, 2, 3, 4].map(() => readOrCreateKeyFile(path)));
    expect(new Set(made.map(({ key }) => key)).size).toBe(1);
    expect(made.filter(({ isNew }) => isNew)).toHaveLength(1);
  });

  it('loses the permissions of other users', async () => {
    await readOrCreateKeyFile(path);
    chmodSync(path, 0o644);
    await readOrCreateKeyFile(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('without a usable key fails the start with a message that names the file', async () => {
    await readOrCreateKeyFile(path);
    writeFileSync(path, '\n');
    await expect(readOrCreateKeyFile(path)).rejects.toThrow(path);
  });

  it('is not created if ADMIN_API_KEY is set', async () => {
    const app = await startHttpApp({ settings: { DATA_DIR: join(folder, 'data') } });
    await app.close();
    expect(existsSync(path)).toBe(false);
  });
});
