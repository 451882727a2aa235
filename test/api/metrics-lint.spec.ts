import { spawnSync } from 'node:child_process';
import request from 'supertest';
import { MetricsService } from '../../src/modules/metrics/metrics.service.js';
import { fileOfDebianPackage } from '../support/debian-package.js';
import { LiveRows } from '../support/live-rows.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ApiApp } from './support/api-app.js';

const PROMTOOL = fileOfDebianPackage('prometheus', /bin\/promtool$/, ['/usr/bin/promtool', '/usr/local/bin/promtool']);

describe('the text of /metrics', () => {
  let database: TestDatabase;
  let api: ApiApp;
  let text: string;

  beforeAll(async () => {
    database = await createTestDatabase('metrics_lint');
    api = await ApiApp.start({ connection: database.connectionOptions, settings: {} });
    const rows = new LiveRows(api.query.bind(api));
    await rows.destination(1, 'Resort');
    await rows.park(1, 1, 'Park');
    await rows.ride(1, 1, 'Ride');
    await rows.state(1, 'OPERATING', { from: new Date(), until: new Date() });
    api.app.get(MetricsService, { strict: false }).countCycle({
      startedAt: new Date(),
      finishedAt: new Date(),
      ...{ requests: 1, rateLimited: 0, destinationsTotal: 1, destinationsFailed: 0 },
      ...{ rowsWritten: 1, rowsExtended: 0, entitiesRejected: 0 },
    });
    text = (await request(api.app.getHttpServer()).get('/metrics').expect(200)).text;
  });
  afterAll(async () => {
    await api?.close();
    await database?.drop();
  });

  it('gives every metric a help text and a type', () => {
    const named = new Set(
      [...text.matchAll(/^([a-z_:]+?)(?:_bucket|_sum|_count)?(?:\{| )/gm)].map(([, name]) => name!),
    );
    const described = (what: string) =>
      new Set([...text.matchAll(new RegExp(`^# ${what} (\\S+) `, 'gm'))].map(([, n]) => n!));
    for (const name of named) {
      const known = [name, `${name}_bucket`, `${name}_sum`, `${name}_count`];
      expect([name, known.some((one) => described('HELP').has(one))]).toEqual([name, true]);
      expect([name, known.some((one) => described('TYPE').has(one))]).toEqual([name, true]);
    }
  });

  (PROMTOOL === null ? it.skip : it)('has nothing that promtool complains of', () => {
    const { status, stdout, stderr } = spawnSync(PROMTOOL!, ['check', 'metrics'], { input: text, encoding: 'utf8' });
    expect([status, `${stdout}${stderr}`]).toEqual([0, '']);
  });
});
