import { Get, Module, Query } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import request from 'supertest';
import { AppConfig, loadConfig } from '../../src/common/config/app-config.js';
import { ConfigModule } from '../../src/common/config/config.module.js';
import { PublicController } from '../../src/common/http/controllers.js';
import { configureHttpApp, HTTP_APP_OPTIONS } from '../../src/common/http/create-http-app.js';
import { HttpModule } from '../../src/common/http/http.module.js';
import { PublicCache } from '../../src/common/http/public-cache.js';
import { Clock } from '../../src/common/time/clock.js';
import { SettableClock } from '../support/collector-app.js';
import { ADMIN_KEY } from './support/test-http-app.js';
import { answerOf } from './support/answer.js';

let asked = 0;

@PublicController('counted')
class CountedController {
  @Get('kept')
  @PublicCache(60)
  kept(@Query('of') of: string): { of: string; asked: number; at: Date } {
    return { of, asked: ++asked, at: new Date(0) };
  }

  @Get('failing')
  @PublicCache(60)
  failing(): never {
    asked += 1;
    throw new Error('no');
  }

  @Get('fresh')
  fresh(): { asked: number } {
    return { asked: ++asked };
  }
}

@Module({ imports: [ConfigModule, HttpModule], controllers: [CountedController] })
class CountedModule {}

describe('the same public request', () => {
  let app: NestExpressApplication;
  const clock = new SettableClock(Date.UTC(2024, 6, 1));
  const get = (path: string, headers: Record<string, string> = {}) =>
    answerOf(request(app.getHttpServer()).get(`/api/counted/${path}`).set(headers));
  beforeAll(async () => {
    const config = loadConfig({
      ADMIN_API_KEY: ADMIN_KEY,
      PUBLIC_ANSWER_MEMORY_MS: '5000',
      RATE_LIMIT_PUBLIC_PER_MINUTE: '30',
    });
    const compiled = await Test.createTestingModule({ imports: [CountedModule] })
      .overrideProvider(AppConfig)
      .useValue(config)
      .overrideProvider(Clock)
      .useValue(clock)
      .compile();
    app = compiled.createNestApplication<NestExpressApplication>({ ...HTTP_APP_OPTIONS, logger: false });
    await configureHttpApp(app).listen(0, '127.0.0.1');
  });
  beforeEach(() => {
    asked = 0;
    clock.nowMs += 60_000;
  });
  afterAll(() => app.close());

  it('is answered from memory for a while, exactly as before, with the age of the answer', async () => {
    const first = await get('kept?of=a');
    clock.nowMs += 4_999;
    const again = await get('kept?of=a');
    expect(first.body).toEqual({ of: 'a', asked: 1, at: '1970-01-01T00:00:00.000Z' });
    expect(again.text).toBe(first.text);
    for (const name of ['etag', 'cache-control', 'content-type', 'content-length', 'ratelimit-limit']) {
      expect([name, again.headers[name]]).toEqual([name, first.headers[name]]);
    }
    expect([first.headers.age, again.headers.age]).toEqual([undefined, '4']);
    clock.nowMs += 1;
    expect((await get('kept?of=a')).body).toMatchObject({ asked: 2 });
  });

  it('is 304 for whoever has that answer', async () => {
    const { headers } = await get('kept?of=b');
    expect((await get('kept?of=b', { 'If-None-Match': headers.etag! })).status).toBe(304);
    expect(asked).toBe(1);
  });

  it('is another one with another query, and refused where it is not valid', async () => {
    expect((await get('kept?of=c')).body).toMatchObject({ of: 'c' });
    expect((await get('kept?of=d')).body).toMatchObject({ of: 'd' });
    expect((await get('kept?off=d')).status).toBe(400);
  });

  it('counts against the rate limit nevertheless', async () => {
    const first = await get('kept?of=e');
    const again = await get('kept?of=e');
    expect(Number(again.headers['ratelimit-remaining'])).toBe(Number(first.headers['ratelimit-remaining']) - 1);
  });

  it('is asked anew where no cache may keep it, and after a failure', async () => {
    expect([(await get('fresh')).body, (await get('fresh')).body]).toEqual([{ asked: 1 }, { asked: 2 }]);
    const failures = [await get('failing'), await get('failing')];
    expect([asked, ...failures.map(({ status }) => status)]).toEqual([4, 500, 500]);
    expect(failures.map(({ headers }) => headers['cache-control'])).toEqual([undefined, undefined]);
  });
});
