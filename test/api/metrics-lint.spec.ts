import { spawnSync } from 'node:child_process';
import request from 'supertest';
import { groupBy } from '../../src/common/collections.js';
import { JobLeaseService } from '../../src/modules/jobs/job-lease.service.js';
import { MetricsTextService } from '../../src/modules/metrics/metrics-text.service.js';
import { MetricsService } from '../../src/modules/metrics/metrics.service.js';
import { fileOfDebianPackage } from '../support/debian-package.js';
import { type MetricFamily, readExposition, type Sample } from '../support/exposition.js';
import { LiveRows } from '../support/live-rows.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ApiApp } from './support/api-app.js';

const PROMTOOL = fileOfDebianPackage('prometheus', /bin\/promtool$/, ['/usr/bin/promtool', '/usr/local/bin/promtool']);

/** Units other than the base units of Prometheus. */
const OTHER_UNITS = /_(ms|milliseconds|micros|minutes|hours|days|weeks|kb|mb|gb|kilobytes|megabytes|percent)(_|$)/;

describe('the text of /metrics', () => {
  let database: TestDatabase;
  let api: ApiApp;
  let text: string;
  let families: MetricFamily[];

  beforeAll(async () => {
    database = await createTestDatabase('metrics_lint');
    api = await ApiApp.start({ connection: database.connectionOptions, settings: {} });
    const rows = new LiveRows(api.query.bind(api));
    await rows.destination(1, 'Resort "A"\\B');
    await rows.park(1, 1, 'Park');
    await rows.ride(1, 1, 'Ride');
    await rows.state(1, 'OPERATING', { from: new Date(), until: new Date() });
    api.app.get(MetricsService, { strict: false }).countCycle({
      startedAt: new Date(),
      finishedAt: new Date(),
      ...{ requests: 1, rateLimited: 0, destinationsTotal: 1, destinationsFailed: 0 },
      ...{ rowsWritten: 1, rowsExtended: 0, entitiesRejected: 0 },
    });
    await api.get('/api/parks');
    const read = async () => (await request(api.app.getHttpServer()).get('/metrics').expect(200)).text;
    const leases = api.app.get(JobLeaseService, { strict: false });
    const held = await leases.runExclusive({ name: 'backup', ttlMs: 60_000, work: read });
    text = held.ran ? held.result : '';
    families = readExposition(text);
  });
  afterAll(async () => {
    await api?.close();
    await database?.drop();
  });

  it('gives every metric a help text, a type and a name of this program or of Node', () => {
    expect(families.length).toBeGreaterThan(40);
    for (const { name, help, type } of families) {
      expect([name, help.length > 0 && /^(counter|gauge|histogram|summary)$/.test(type)]).toEqual([name, true]);
      expect(name).toMatch(/^(warehouse|process|nodejs)_[a-z0-9_]+$/);
    }
  });

  it('leaves out the lag of the event loop where nothing was measured since the last scrape', async () => {
    const texts = api.app.get(MetricsTextService, { strict: false });
    for (const read of await Promise.all([texts.text(), texts.text()])) {
      const lags = readExposition(read).filter(({ name }) => name.startsWith('nodejs_eventloop_lag_'));
      expect(lags.length).toBeGreaterThan(5);
      for (const { value } of lags.flatMap(({ samples }) => samples)) expect(value).toBeLessThan(60);
    }
  });

  it('ends the names of counters, and only of counters, with _total', () => {
    for (const { name, type } of families) expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter']);
    expect(families.filter(({ name }) => /_(count|sum|bucket)$/.test(name))).toEqual([]);
  });

  it('uses base units, and says so in the name', () => {
    const names = families.map(({ name }) => name);
    expect(names.filter((name) => OTHER_UNITS.test(name))).toEqual([]);
    expect(names.filter((name) => /timestamp/.test(name) && !name.endsWith('_timestamp_seconds'))).toEqual([]);
    const histograms = families.filter(({ type }) => type === 'histogram').map(({ name }) => name);
    expect(histograms.filter((name) => !name.endsWith('_seconds'))).toEqual([]);
  });

  it('has each series once, with labels in lower case that are not in the name', () => {
    for (const { name, samples } of families) {
      const series = samples.map((sample) => JSON.stringify([sample.name, sample.labels]));
      expect([name, new Set(series).size]).toEqual([name, series.length]);
      if (!name.startsWith('warehouse_')) continue;
      for (const label of samples.flatMap(({ labels }) => Object.keys(labels))) expect(label).toMatch(/^[a-z_]+$/);
    }
  });

  it('has cumulative buckets up to +Inf, which equals the count', () => {
    const histograms = families.filter(({ type, samples }) => type === 'histogram' && samples.length > 0);
    expect(histograms.map(({ name }) => name)).toContain('warehouse_http_request_duration_seconds');
    for (const { name, samples } of histograms) {
      for (const ofSeries of groupBy(samples, seriesOf).values()) {
        const buckets = ofSeries.filter((sample) => sample.name.endsWith('_bucket'));
        const values = buckets.map(({ value }) => value);
        expect([name, values]).toEqual([name, [...values].sort((a, b) => a - b)]);
        expect(buckets.at(-1)!.labels.le).toBe('+Inf');
        expect(ofSeries.find((sample) => sample.name.endsWith('_count'))!.value).toBe(values.at(-1));
      }
    }
  });

  (PROMTOOL === null ? it.skip : it)('has nothing that promtool complains of', () => {
    const { status, stdout, stderr } = spawnSync(PROMTOOL!, ['check', 'metrics'], { input: text, encoding: 'utf8' });
    expect([status, `${stdout}${stderr}`]).toEqual([0, '']);
  });
});

/** Labels of a sample without the limit of its bucket. */
function seriesOf({ labels: { le: _, ...labels } }: Sample): string {
  return JSON.stringify(labels);
}
