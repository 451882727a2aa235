import { setTimeout } from 'node:timers/promises';
import request from 'supertest';
import { JobLeaseService } from '../../src/modules/jobs/job-lease.service.js';
import { JobScheduler } from '../../src/modules/jobs/job-scheduler.js';
import { MetricsService } from '../../src/modules/metrics/metrics.service.js';
import { AlertService } from '../../src/modules/alerts/alert.service.js';
import { SettableClock } from '../support/collector-app.js';
import { readExposition } from '../support/exposition.js';
import { LiveRows } from '../support/live-rows.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ApiApp } from './support/api-app.js';

const START = Date.parse('2026-04-15T16:00:00Z');
const DURATION = 'warehouse_http_request_duration_seconds_count';

describe('the metrics of operation', () => {
  const clock = new SettableClock(START);
  let database: TestDatabase;
  let api: ApiApp;

  beforeAll(async () => {
    database = await createTestDatabase('operation_metrics');
    api = await ApiApp.start({
      connection: database.connectionOptions,
      settings: { ROLE: 'api', PUBLIC_RESPONSE_CACHE_MS: '60000' },
      clock,
    });
    const rows = new LiveRows(api.query.bind(api));
    await rows.destination(1, 'Resort');
    await rows.park(1, 1, 'Park');
  });
  afterAll(async () => {
    await api?.close();
    await database?.drop();
  });

  const server = () => api.app.getHttpServer();
  const read = async () => readExposition((await request(server()).get('/metrics').expect(200)).text);
  /** The value of a series; undefined: there is none. */
  const valueOf = async (name: string, labels: Record<string, string> = {}) =>
    (await read())
      .flatMap(({ samples }) => samples)
      .find(
        (sample) =>
          sample.name === name && Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
      )?.value;
  const leases = () => api.app.get(JobLeaseService, { strict: false });

  it('count requests by the template of their route, whether computed, cached or not modified', async () => {
    const labels = { method: 'GET', route: '/api/parks/{parkId}' };
    const first = await request(server()).get('/api/parks/1').expect(200);
    await request(server()).get('/api/parks/1').expect(200);
    await request(server()).get('/api/v1/parks/1').expect(200);
    await request(server()).get('/api/parks/1').set('If-None-Match', first.headers.etag!).expect(304);
    await request(server()).get('/api/parks/999').expect(404);
    expect(await valueOf(DURATION, { ...labels, status_class: '2xx' })).toBe(3);
    expect(await valueOf(DURATION, { ...labels, status_class: '3xx' })).toBe(1);
    expect(await valueOf(DURATION, { ...labels, status_class: '4xx' })).toBe(1);
  });

  it('count requests without a route together, whatever their path is', async () => {
    await request(server()).get('/api/no-such-route').expect(404);
    await request(server()).get('/wp-admin/setup.php').expect(404);
    expect(await valueOf(DURATION, { route: 'none', status_class: '4xx' })).toBe(2);
  });

  it('count refused requests by their route', async () => {
    await request(server()).get('/api/admin/jobs').expect(401);
    expect(await valueOf(DURATION, { route: '/api/admin/jobs', status_class: '4xx' })).toBe(1);
  });

  it('count the runs of jobs in this process, and measure their duration', async () => {
    const run = (name: string, work: () => Promise<unknown>) => leases().runExclusive({ name, ttlMs: 60_000, work });
    await run('backup', () => Promise.resolve((clock.nowMs += 7_000)));
    await expect(run('backup', () => Promise.reject(new RangeError('x')))).rejects.toThrow();
    expect(await valueOf('warehouse_job_runs_total', { job_name: 'backup', outcome: 'DONE' })).toBe(1);
    expect(await valueOf('warehouse_job_runs_total', { job_name: 'backup', outcome: 'FAILED' })).toBe(1);
    expect(await valueOf('warehouse_job_duration_seconds_sum', { job_name: 'backup' })).toBe(7);
    expect(await valueOf('warehouse_job_consecutive_failures', { job_name: 'backup' })).toBe(1);
    expect(await valueOf('warehouse_job_last_started_timestamp_seconds', { job_name: 'backup' })).toBe(
      clock.nowMs / 1_000,
    );
  });

  it('show overdue jobs, and the process that holds a lease', async () => {
    expect(await valueOf('warehouse_job_overdue', { job_name: 'partitions' })).toBe(0);
    clock.nowMs += 24 * 3_600_000;
    expect(await valueOf('warehouse_job_overdue', { job_name: 'partitions' })).toBe(1);
    const held = await leases().runExclusive({ name: 'partitions', ttlMs: 60_000, work: () => read() });
    const samples = held.ran ? held.result.flatMap((family) => family.samples) : [];
    const lease = samples.find(({ name }) => name === 'warehouse_lease_held')!;
    expect(lease).toMatchObject({ labels: { kind: 'job', name: 'partitions' }, value: 1 });
    expect(lease.labels.holder).toMatch(new RegExp(`^[^:]+:${process.pid}$`));
    expect(await valueOf('warehouse_lease_held')).toBeUndefined();
  });

  it('show the backlog of invalidated park-days and since when it waits', async () => {
    expect(await valueOf('warehouse_statistics_backlog')).toBe(0);
    expect(await valueOf('warehouse_statistics_backlog_oldest_timestamp_seconds')).toBeUndefined();
    await api.query(
      `INSERT INTO invalidated_park_days (park_id, local_date, reason, invalidated_at)
       VALUES (1, '2026-04-01', 'IMPORT', ?), (1, '2026-04-02', 'IMPORT', ?)`,
      [new Date(START), new Date(START + 1_000)],
    );
    // The value is kept for a hundred times as long as it took to count.
    while ((await valueOf('warehouse_statistics_backlog')) !== 2) await setTimeout(50);
    expect(await valueOf('warehouse_statistics_backlog_oldest_timestamp_seconds')).toBe(START / 1_000);
  });

  it('show how far imports have come', async () => {
    await api.query(
      `INSERT INTO import_checkpoints (import_id, destination_id, options, status, files_total, files_done, last_processed_date,
              lease_owner, lease_until, created_at, updated_at)
       VALUES ('imp_1', 1, '{}', 'COMPLETED', 9, 9, '2026-04-01', NULL, NULL, ?, ?),
              ('imp_2', 1, '{}', 'IN_PROGRESS', 9, 2, '2026-03-01', 'host:7:x', ?, ?, ?)`,
      [new Date(START), new Date(START), new Date(clock.nowMs + 60_000), new Date(START), new Date(START)],
    );
    const day = Date.parse('2026-04-01T00:00:00Z') / 1_000;
    expect(await valueOf('warehouse_import_newest_day_timestamp_seconds', { destination: 'Resort' })).toBe(day);
    expect(await valueOf('warehouse_import_files_left')).toBe(7);
    expect(await valueOf('warehouse_import_progress_timestamp_seconds', { import: 'imp_2' })).toBe(START / 1_000);
    expect(await valueOf('warehouse_lease_held', { kind: 'import', name: 'imp_2', holder: 'host:7' })).toBe(1);
  });

  it('show each active alert by its key', async () => {
    const alert = { key: 'test.alert', severity: 'WARNING', title: 'Something', description: 'for a test' } as const;
    await api.app.get(AlertService, { strict: false }).raise(alert);
    expect(await valueOf('warehouse_alert_active', { alert: 'test.alert', severity: 'WARNING' })).toBe(1);
    await api.app.get(AlertService, { strict: false }).clear('test.alert', 'over');
    expect(await valueOf('warehouse_alert_active')).toBeUndefined();
  });

  it('show connections in use and statements that wait for one', async () => {
    const held = Array.from({ length: 8 }, () => api.dataSource.createQueryRunner());
    for (const runner of held) await runner.connect();
    const waiting = api.query('SELECT 1');
    const names = ['connections', 'waiting_requests', 'max_connections'].map(
      (name) => `warehouse_database_pool_${name}`,
    );
    const { registry } = api.app.get(MetricsService, { strict: false });
    const texts = await Promise.all(names.map((name) => registry.getSingleMetricAsString(name)));
    expect(texts[0]).toContain('warehouse_database_pool_connections{state="used"} 8');
    expect(texts[0]).toContain('warehouse_database_pool_connections{state="idle"} 0');
    expect(texts[1]).toContain('warehouse_database_pool_waiting_requests 1');
    expect(texts[2]).toContain('warehouse_database_pool_max_connections 8');
    await Promise.all(held.map((runner) => runner.release()));
    await waiting;
  });

  it('include the lag of the event loop, the version and the role', async () => {
    expect(await valueOf('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0);
    expect(await valueOf('warehouse_build_info', { role: 'api' })).toBe(1);
    await api.app.get(JobScheduler, { strict: false }).whenIdle();
  });
});
