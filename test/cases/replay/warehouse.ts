import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { AppModule } from '../../../src/app.module.js';
import { AppConfig, loadConfig } from '../../../src/common/config/app-config.js';
import { DatabaseClock } from '../../../src/common/database/database-clock.js';
import { configureHttpApp, HTTP_APP_OPTIONS } from '../../../src/common/http/create-http-app.js';
import { Clock } from '../../../src/common/time/clock.js';
import { MonotonicTimer } from '../../../src/modules/themeparks-api/request-scheduler.js';
import { type SettableClock, SleepingTimer } from '../../support/collector-app.js';
import { FollowedDatabaseClock } from '../../support/followed-database-clock.js';
import { migratedDataSource } from '../../support/migrated-schema.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';
import type { Request } from './plan.js';
import type { Upstream } from './upstream.js';

const ADMIN_KEY = 'k'.repeat(32);

/** One response of the program's HTTP API. */
export interface Response {
  status: number;
  body: unknown;
}

/** The whole program with an empty schema of its own, reading from an upstream. */
export class Warehouse {
  private constructor(
    private readonly database: TestDatabase,
    private readonly dataSource: DataSource,
    private readonly app: NestExpressApplication,
    private readonly url: string,
  ) {}

  static async start(upstream: Upstream, clock: SettableClock, settings: Record<string, string>): Promise<Warehouse> {
    const database = await createTestDatabase('cases');
    const dataSource = await migratedDataSource(database.connectionOptions, 8);
    const compiled = await Test.createTestingModule({ imports: [AppModule] })
      .overrideProvider(AppConfig)
      .useValue(loadConfig({ ...settingsFor(upstream), ...settings }))
      .overrideProvider(DataSource)
      .useValue(dataSource)
      .overrideProvider(Clock)
      .useValue(clock)
      .overrideProvider(DatabaseClock)
      .useValue(new FollowedDatabaseClock(clock))
      .overrideProvider(MonotonicTimer)
      .useValue(new SleepingTimer())
      .compile();
    const app = compiled.createNestApplication<NestExpressApplication>({ ...HTTP_APP_OPTIONS, logger: false });
    await configureHttpApp(app).listen(0, '127.0.0.1');
    return new Warehouse(database, dataSource, app, await app.getUrl());
  }

  get<T>(token: abstract new (...args: never[]) => T): T {
    return this.app.get<T>(token, { strict: false });
  }

  query<Row>(sql: string, values?: unknown[]): Promise<Row[]> {
    return this.dataSource.query<Row[]>(sql, values);
  }

  async request({ path, method = 'GET', body }: Request): Promise<Response> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  }

  async close(): Promise<void> {
    await this.app.close();
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
    await this.database.drop();
  }
}

/** No limit of requests and no response cache, so that a case takes seconds. */
function settingsFor(upstream: Upstream): Record<string, string> {
  return {
    ROLE: 'api',
    ADMIN_API_KEY: ADMIN_KEY,
    RATE_LIMIT_ADMIN_PER_MINUTE: '100000',
    RATE_LIMIT_PUBLIC_PER_MINUTE: '100000',
    PUBLIC_RESPONSE_CACHE_MS: '0',
    LIVE_API_BASE_URL: upstream.baseUrl,
    LIVE_REQUESTS_PER_MINUTE: '100000',
    ARCHIVE_SOURCE: upstream.archiveFolder,
  };
}
