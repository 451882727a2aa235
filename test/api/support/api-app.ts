import { setTimeout as delay } from 'node:timers/promises';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Test } from '@nestjs/testing';
import request from 'supertest';
import { DataSource } from 'typeorm';
import { AppModule } from '../../../src/app.module.js';
import { AppConfig, loadConfig } from '../../../src/common/config/app-config.js';
import { readReplicas } from '../../../src/common/database/database.module.js';
import { DatabaseClock } from '../../../src/common/database/database-clock.js';
import type { ConnectionTarget } from '../../../src/common/database/data-source-options.js';
import { configureHttpApp, HTTP_APP_OPTIONS } from '../../../src/common/http/create-http-app.js';
import { Clock } from '../../../src/common/time/clock.js';
import type { ImportView } from '../../../src/modules/import/import.dto.js';
import { type ResponseBody, responseOf } from '../../http/support/answer.js';
import { ADMIN_KEY } from '../../http/support/test-http-app.js';
import { FollowedDatabaseClock } from '../../support/followed-database-clock.js';
import { migratedDataSource } from '../../support/migrated-schema.js';
import { documentedOnce, type ExpectDocumented } from '../../support/openapi-response.js';

const PATIENCE_MS = 40_000;
const LOOK_AGAIN_MS = 50;

export interface ApiAppOptions {
  connection: ConnectionTarget;
  settings: Record<string, string>;
  clock?: Clock;
  /** By default it follows the clock, if one is given. */
  databaseClock?: DatabaseClock;
}

/** A JSON response, in which instants are strings. */
export type Json<T> = T extends Date
  ? string
  : T extends (infer Item)[]
    ? Json<Item>[]
    : T extends object
      ? { [Key in keyof T]: Json<T[Key]> }
      : T;

export type ImportJson = Json<ImportView>;

export interface Sent<Body = unknown> extends ResponseBody {
  body: Body;
}

interface SendOptions {
  body?: object;
  route?: string | undefined;
  headers?: Record<string, string>;
}

const WITH_ADMIN_KEY = { Authorization: `Bearer ${ADMIN_KEY}` };

/** The whole HTTP application with a database of the test. Every response is checked against the OpenAPI document. */
export class ApiApp {
  private constructor(
    readonly app: NestExpressApplication,
    readonly dataSource: DataSource,
    readonly document: OpenAPIObject,
    private readonly expectDocumented: ExpectDocumented,
  ) {}

  static async start({ connection, settings, clock, databaseClock }: ApiAppOptions): Promise<ApiApp> {
    const config = loadConfig({
      ADMIN_API_KEY: ADMIN_KEY,
      RATE_LIMIT_ADMIN_PER_MINUTE: '100000',
      RATE_LIMIT_WRONG_KEYS_PER_MINUTE: '100000',
      COLLECT_ENABLED: 'false',
      PUBLIC_RESPONSE_CACHE_MS: '0',
      ...settings,
    });
    const dataSource = await migratedDataSource(connection, 8, readReplicas(config));
    const building = Test.createTestingModule({ imports: [AppModule] })
      .overrideProvider(AppConfig)
      .useValue(config)
      .overrideProvider(DataSource)
      .useValue(dataSource);
    if (clock) {
      const followed = databaseClock ?? new FollowedDatabaseClock(clock);
      building.overrideProvider(Clock).useValue(clock).overrideProvider(DatabaseClock).useValue(followed);
    }
    const compiled = await building.compile();
    const app = compiled.createNestApplication<NestExpressApplication>({ ...HTTP_APP_OPTIONS, logger: false });
    await configureHttpApp(app).listen(0, '127.0.0.1');
    const read = async () =>
      (await responseOf(request(app.getHttpServer()).get('/api/docs-json'))).body as OpenAPIObject;
    const { document, expectDocumented } = await documentedOnce(read);
    return new ApiApp(app, dataSource, document, expectDocumented);
  }

  get<Body>(path: string, route?: string): Promise<Sent<Body>> {
    return this.send<Body>('get', path, { route });
  }

  /** Sends the admin key unless `headers` replace it. `route` is the documented path if it has parameters. */
  async send<Body>(
    method: 'get' | 'post' | 'put' | 'patch' | 'delete',
    path: string,
    { body, route = path.split('?')[0]!, headers = WITH_ADMIN_KEY }: SendOptions = {},
  ): Promise<Sent<Body>> {
    const test = request(this.app.getHttpServer())[method](path).set(headers);
    const response = await responseOf(body === undefined ? test : test.send(body));
    this.expectDocumented(response, method, route);
    return response as Sent<Body>;
  }

  query<Row>(sql: string, values?: unknown[]): Promise<Row[]> {
    return this.dataSource.query<Row[]>(sql, values);
  }

  startImport(body: object): Promise<Sent<ImportJson>> {
    return this.send('post', '/api/admin/import/start', { body });
  }

  async status(importId: string): Promise<ImportJson> {
    const route = '/api/admin/import/status/{importId}';
    const { body } = await this.get<ImportJson>(`/api/admin/import/status/${importId}`, route);
    return body;
  }

  change(what: 'pause' | 'resume' | 'cancel', importId: string): Promise<Sent<ImportJson>> {
    const method = what === 'cancel' ? 'delete' : 'post';
    return this.send(method, `/api/admin/import/${what}/${importId}`, {
      route: `/api/admin/import/${what}/{importId}`,
    });
  }

  /** Waits until the status of an import satisfies the condition. */
  async until(importId: string, isWanted: (view: ImportJson) => boolean): Promise<ImportJson> {
    const deadlineMs = Date.now() + PATIENCE_MS;
    for (;;) {
      const view = await this.status(importId);
      if (isWanted(view)) return view;
      if (Date.now() > deadlineMs) throw new Error(`the condition is still not met: ${JSON.stringify(view)}`);
      await delay(LOOK_AGAIN_MS);
    }
  }

  untilStatus(importId: string, status: ImportJson['status']): Promise<ImportJson> {
    return this.until(importId, (view) => view.status === status);
  }

  async close(): Promise<void> {
    await this.app.close();
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}
