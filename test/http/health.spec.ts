import { Global, Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import request from 'supertest';
import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';
import { ConfigModule } from '../../src/common/config/config.module.js';
import { dataSourceOptions } from '../../src/common/database/data-source-options.js';
import { DIALECT_PROVIDER } from '../../src/common/database/dialect/dialect-provider.js';
import { REPLICAS_PROVIDER } from '../../src/common/database/replica/replicas-provider.js';
import { TransactionService } from '../../src/common/database/transaction.service.js';
import { HttpModule } from '../../src/common/http/http.module.js';
import { packageInfo } from '../../src/common/process/startup.js';
import { TimeModule } from '../../src/common/time/clock.js';
import { HealthModule } from '../../src/modules/health/health.module.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { responseOf } from './support/answer.js';
import { startHttpApp } from './support/test-http-app.js';

class CreateThings1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE things (thing_id INT PRIMARY KEY)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE things');
  }
}

async function healthModule(database: TestDatabase) {
  const schema = { entities: [], migrations: [CreateThings1700000000000] };
  const options = await dataSourceOptions(database.connectionOptions, schema, 2);
  @Global()
  @Module({
    imports: [TypeOrmModule.forRoot({ ...options })],
    providers: [TransactionService, DIALECT_PROVIDER, REPLICAS_PROVIDER],
    exports: [TransactionService, DIALECT_PROVIDER, REPLICAS_PROVIDER],
  })
  class OwnDatabase {}
  @Module({ imports: [ConfigModule, TimeModule, HttpModule, OwnDatabase, HealthModule] })
  class WithDatabase {}
  return WithDatabase;
}

describe('health', () => {
  let database: TestDatabase;
  let app: NestExpressApplication;
  let dataSource: DataSource;
  const get = (path: string) => request(app.getHttpServer()).get(path);

  beforeEach(async () => {
    database = await createTestDatabase('health');
    app = await startHttpApp({ module: await healthModule(database) });
    dataSource = app.get<DataSource>(getDataSourceToken());
  });
  afterEach(async () => {
    await app.close();
    await database.drop();
  });

  it('reports a responding database and applied migrations', async () => {
    await dataSource.runMigrations();
    const { status, body } = await responseOf(get('/api/health'));
    expect([status, body]).toMatchObject([
      200,
      { details: { database: { status: 'up' }, migrations: { status: 'up' } } },
    ]);
  });

  it('has the versions of the program and the schema, and the release series of the server', async () => {
    const versions = async () => (await responseOf(get('/api/health'))).body;
    expect(await versions()).toMatchObject({ details: { versions: { program: packageInfo().version, schema: null } } });
    await dataSource.runMigrations();
    expect(await versions()).toMatchObject({
      details: {
        versions: {
          ...{ status: 'up', schema: 'CreateThings1700000000000' },
          server: expect.stringMatching(/^(MariaDB|MySQL) \d+\.\d+$/) as string,
        },
      },
    });
  });

  it('is degraded with 200 while migrations are pending, and lists them without changing anything', async () => {
    const { status, body } = await responseOf(get('/api/health'));
    expect([status, body]).toMatchObject([
      200,
      { status: 'degraded', details: { migrations: { status: 'degraded', pending: ['CreateThings1700000000000'] } } },
    ]);
    expect(await dataSource.query('SHOW TABLES')).toEqual([]);
  });

  it('is 503 without the database, naming that part, while liveness is still 200', async () => {
    await dataSource.destroy();
    const { status, body, text } = await responseOf(get('/api/health'));
    expect([status, body]).toMatchObject([
      503,
      {
        error: {
          code: 'DATABASE_UNAVAILABLE',
          details: { status: 'error', details: { database: { status: 'down' } } },
        },
        requestId: expect.any(String) as unknown,
      },
    ]);
    expect(text).not.toContain(database.name);
    await get('/api/health/live').expect(200, { status: 'ok' });
    await dataSource.initialize();
  });

  it('is not rate limited', async () => {
    expect((await get('/api/health')).headers).not.toHaveProperty('ratelimit-limit');
    expect((await get('/api/health/live')).headers).not.toHaveProperty('ratelimit-limit');
  });
});
