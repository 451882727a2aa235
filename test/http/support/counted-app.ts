import { Get, Module, Query } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import type { NextFunction, Request, Response } from 'express';
import request from 'supertest';
import { AppConfig, loadConfig } from '../../../src/common/config/app-config.js';
import { ConfigModule } from '../../../src/common/config/config.module.js';
import { AdminController } from '../../../src/common/http/admin-controller.js';
import { configureHttpApp, HTTP_APP_OPTIONS } from '../../../src/common/http/create-http-app.js';
import { HttpModule } from '../../../src/common/http/http.module.js';
import { PublicCache, PublicController } from '../../../src/common/http/public-controller.js';
import { Clock } from '../../../src/common/time/clock.js';
import { SettableClock } from '../../support/collector-app.js';
import { type ResponseBody, responseOf } from './answer.js';
import { ADMIN_KEY } from './test-http-app.js';

/** Counts the calls of the handlers, and controls the slow one. */
export const counted = { asked: 0, version: 1, gate: Promise.resolve() };

@PublicController('counted')
class CountedController {
  @Get('kept')
  @PublicCache(60)
  kept(@Query('of') of: string): { of: string; asked: number; at: Date } {
    return { of, asked: ++counted.asked, at: new Date(0) };
  }

  /** The content changes whenever `counted.version` does. */
  @Get('big')
  @PublicCache(60)
  big(): { version: number; text: string } {
    counted.asked += 1;
    return { version: counted.version, text: 'wait '.repeat(2_000) };
  }

  @Get('slow')
  @PublicCache(60)
  async slow(@Query('of') of: string): Promise<{ of: string; asked: number }> {
    counted.asked += 1;
    await counted.gate;
    if (of === 'failure') throw new Error('no');
    return { of, asked: counted.asked };
  }

  @Get('failing')
  @PublicCache(60)
  failing(): never {
    counted.asked += 1;
    throw new Error('no');
  }

  @Get('fresh')
  fresh(): { asked: number } {
    return { asked: ++counted.asked };
  }
}

@AdminController('counted', 'admin: counted')
class AdminCountedController {
  @Get()
  @PublicCache(60)
  kept(): { asked: number } {
    return { asked: ++counted.asked };
  }
}

@Module({ imports: [ConfigModule, HttpModule], controllers: [CountedController, AdminCountedController] })
class CountedModule {}

/** An application that counts the requests that reach the framework and the handlers; responses are cached for 5 seconds. */
export class CountedApp {
  /** Requests that reached the framework. */
  passed = 0;

  private constructor(
    readonly app: NestExpressApplication,
    readonly clock: SettableClock,
  ) {}

  static async start(settings: Record<string, string> = {}): Promise<CountedApp> {
    const config = loadConfig({ ADMIN_API_KEY: ADMIN_KEY, PUBLIC_RESPONSE_CACHE_MS: '5000', ...settings });
    const clock = new SettableClock(Date.UTC(2024, 6, 1));
    const compiled = await Test.createTestingModule({ imports: [CountedModule] })
      .overrideProvider(AppConfig)
      .useValue(config)
      .overrideProvider(Clock)
      .useValue(clock)
      .compile();
    const app = compiled.createNestApplication<NestExpressApplication>({ ...HTTP_APP_OPTIONS, logger: false });
    const started = new CountedApp(app, clock);
    app.use((_request: Request, _response: Response, next: NextFunction) => {
      started.passed += 1;
      next();
    });
    await configureHttpApp(app).listen(0, '127.0.0.1');
    return started;
  }

  /** Resets the counts before each test, and advances the clock so that the cache is expired. */
  beginAnew(): void {
    this.passed = 0;
    counted.asked = 0;
    this.clock.nowMs += 60_000;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<ResponseBody> {
    return this.send('get', path, headers);
  }

  send(method: 'get' | 'head' | 'post', path: string, headers: Record<string, string> = {}): Promise<ResponseBody> {
    return responseOf(request(this.app.getHttpServer())[method](`/api/${path}`).set(headers));
  }
}
