import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { FixedWindowLimiter } from '../../src/common/http/fixed-window-limiter.js';
import { responseOf } from './support/answer.js';
import { ADMIN_KEY, startHttpApp } from './support/test-http-app.js';

const LIMITS = {
  RATE_LIMIT_PUBLIC_PER_MINUTE: '3',
  RATE_LIMIT_ADMIN_PER_MINUTE: '2',
  RATE_LIMIT_WRONG_KEYS_PER_MINUTE: '2',
  TRUST_PROXY: 'true',
};

describe('rate limits', () => {
  let app: NestExpressApplication;
  const get = (path: string, client = '192.0.2.1') =>
    request(app.getHttpServer()).get(path).set('X-Forwarded-For', client);
  const statuses = async (paths: string[]) => {
    const found: number[] = [];
    for (const path of paths) found.push((await get(path)).status);
    return found;
  };

  beforeEach(async () => {
    app = await startHttpApp({ settings: LIMITS });
  });
  afterEach(() => app.close());

  it('are reported in the standard headers of every response', async () => {
    const { headers } = await get('/api/samples');
    expect(headers).toMatchObject({ 'ratelimit-limit': '3', 'ratelimit-remaining': '2', 'ratelimit-reset': '60' });
    expect((await get('/api/samples')).get('RateLimit-Remaining')).toBe('1');
  });

  it('answer 429 with Retry-After once they are used up', async () => {
    await statuses(['/api/samples', '/api/samples', '/api/samples']);
    const { status, body, headers } = await responseOf(get('/api/samples'));
    const waitSeconds = Number(headers['retry-after']);
    expect(status).toBe(429);
    expect(waitSeconds).toBeGreaterThan(0);
    expect(waitSeconds).toBeLessThanOrEqual(60);
    expect(headers).toMatchObject({
      'ratelimit-limit': '3',
      'ratelimit-remaining': '0',
      'ratelimit-reset': `${waitSeconds}`,
    });
    expect(body).toMatchObject({
      error: { code: 'RATE_LIMITED', details: { limitPerMinute: 3, retryAfterSeconds: waitSeconds } },
    });
  });

  it('count all routes of a tier together, and refused requests too', async () => {
    expect(await statuses(['/api/samples', '/api/samples/1', '/api/samples/0', '/api/samples/long'])).toEqual([
      200, 200, 400, 429,
    ]);
  });

  it('are separate for each client', async () => {
    await statuses(['/api/samples', '/api/samples', '/api/samples', '/api/samples']);
    await get('/api/samples', '192.0.2.2').expect(200);
  });

  it('cannot be escaped by adding addresses before the proxy’s', async () => {
    const asked = (invented: string) => get('/api/samples', `${invented}, 192.0.2.9`);
    const found = [];
    for (const invented of ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4']) found.push((await asked(invented)).status);
    expect(found).toEqual([200, 200, 200, 429]);
  });

  it('are separate for the admin part', async () => {
    const withKey = () => get('/api/admin/samples').set('Authorization', `Bearer ${ADMIN_KEY}`);
    expect([(await withKey()).status, (await withKey()).status, (await withKey()).status]).toEqual([200, 200, 429]);
    await get('/api/samples').expect(200);
  });

  it('are separate for wrong keys, so guesses do not lock out others behind the same address', async () => {
    const guess = () => get('/api/admin/samples').set('Authorization', 'Bearer guess');
    expect([(await guess()).status, (await guess()).status]).toEqual([401, 401]);
    expect(await statuses(['/api/admin/samples'])).toEqual([429]);
    await get('/api/admin/samples').set('Authorization', `Bearer ${ADMIN_KEY}`).expect(200);
  });

  it('do not apply to unlimited routes', async () => {
    expect(await statuses(Array<string>(6).fill('/api/probe'))).toEqual(Array(6).fill(200));
    expect((await get('/api/probe')).headers).not.toHaveProperty('ratelimit-limit');
  });
});

describe('FixedWindowLimiter', () => {
  const take = (limiter: FixedWindowLimiter, client: string) => {
    const { isAllowed, remaining, resetSeconds } = limiter.take(client);
    return [isAllowed, remaining, resetSeconds];
  };

  it('begins the minute of a client with its first request', () => {
    let nowMs = 5_000;
    const limiter = new FixedWindowLimiter(2, () => nowMs);
    expect(take(limiter, 'a')).toEqual([true, 1, 60]);
    nowMs += 30_000;
    expect([take(limiter, 'a'), take(limiter, 'a'), take(limiter, 'b')]).toEqual([
      [true, 0, 30],
      [false, 0, 30],
      [true, 1, 60],
    ]);
    nowMs += 29_999;
    expect(take(limiter, 'a')).toEqual([false, 0, 1]);
    nowMs += 1;
    expect([take(limiter, 'a'), take(limiter, 'b')]).toEqual([
      [true, 1, 60],
      [true, 0, 30],
    ]);
  });

  it('has whole seconds by a clock with fractions of milliseconds', () => {
    let nowMs = 40_000;
    const limiter = new FixedWindowLimiter(1, () => nowMs);
    const resets = Array.from({ length: 1_000 }, (_, client) => {
      nowMs += Math.PI;
      return limiter.take(`client ${client}`).resetSeconds;
    });
    expect(new Set(resets)).toEqual(new Set([60]));
  });

  it('forgets clients whose minute is over', () => {
    let nowMs = 0;
    const limiter = new FixedWindowLimiter(1, () => nowMs);
    for (let client = 0; client < 100; client++, nowMs += 10_000) limiter.take(`client ${client}`);
    expect(limiter.size).toBe(6);
  });
});

describe('without a trusted proxy', () => {
  it('X-Forwarded-For is ignored', async () => {
    const app = await startHttpApp({ settings: { ...LIMITS, TRUST_PROXY: 'false' } });
    const found = [];
    for (const client of ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4']) {
      found.push((await request(app.getHttpServer()).get('/api/samples').set('X-Forwarded-For', client)).status);
    }
    await app.close();
    expect(found).toEqual([200, 200, 200, 429]);
  });
});
