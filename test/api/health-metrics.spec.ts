import request from 'supertest';
import { TIME_ZONE_VERSION } from '../../src/common/time/zones/time-zones.js';
import { AlertService } from '../../src/modules/alerts/alert.service.js';
import { JobScheduler } from '../../src/modules/jobs/job-scheduler.js';
import { MetricsService } from '../../src/modules/metrics/metrics.service.js';
import { emptyTables } from '../support/empty-tables.js';
import { LiveRows } from '../support/live-rows.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ApiApp } from './support/api-app.js';

const NOW = new Date('2026-04-15T16:00:00Z');
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);

interface Health {
  status: string;
  details: { partitions: object; liveData: { stale: object[] } };
}

let database: TestDatabase;
let api: ApiApp;
let rows: LiveRows;
const health = async () => (await api.get<Health>('/api/health')).body;
const metrics = async () => (await request(api.app.getHttpServer()).get('/metrics').expect(200)).text;

beforeAll(async () => {
  database = await createTestDatabase('api_health');
  api = await ApiApp.start({
    connection: database.connectionOptions,
    settings: { PARTITION_MONTHS_AHEAD: '6' },
    clock: { now: () => NOW },
  });
  await whenPartitioned();
});
beforeEach(async () => {
  await emptyTables(database.connectionOptions);
  rows = new LiveRows(api.query.bind(api));
  await rows.destination(1, 'Resort');
  await rows.park(1, 1, 'Park');
  await rows.ride(1, 1, 'Ride');
  await rows.destination(2, 'Elsewhere');
});
afterAll(async () => {
  await api?.close();
  await database?.drop();
});

/** Partitions are created in the background at the start. */
async function whenPartitioned(): Promise<void> {
  await api.app.get(JobScheduler, { strict: false }).whenIdle();
}

describe('the health of the service', () => {
  it('is ok with partitions ahead, even without any observation', async () => {
    expect(await health()).toMatchObject({
      status: 'ok',
      details: {
        partitions: { status: 'up', monthsAhead: expect.any(Number) as unknown, monthsWanted: 6 },
        liveData: { status: 'up', newestObservedAt: null, stale: [] },
      },
    });
  });

  it('reports the release of the time zone rules', async () => {
    expect((await health()).details).toMatchObject({ timeZones: { status: 'up', version: TIME_ZONE_VERSION } });
  });

  it('reports the age of the live data, overall and per destination', async () => {
    await rows.state(1, 'OPERATING', { from: ago(60), until: ago(4) });
    expect((await health()).details.liveData).toMatchObject({
      status: 'up',
      newestObservedAt: ago(4).toISOString(),
      minutesSince: 4,
      destinations: [
        { name: 'Elsewhere', newestObservedAt: null, minutesSince: null },
        { name: 'Resort', newestObservedAt: ago(4).toISOString(), minutesSince: 4 },
      ],
    });
  });

  it('is degraded with 200, and names a destination that is stale for 30 minutes while a park is open', async () => {
    await rows.schedule(1, '2026-04-15', ago(300), ago(-300));
    await rows.state(1, 'CLOSED', { from: ago(60), until: ago(30) });
    expect((await health()).details.liveData).toMatchObject({ status: 'up', stale: [] });
    await rows.state(1, 'CLOSED', { from: ago(60), until: ago(31) });
    expect(await health()).toMatchObject({
      status: 'degraded',
      details: { liveData: { status: 'degraded', stale: [{ name: 'Resort', minutesSince: 31, openParks: ['Park'] }] } },
    });
  });

  it('is degraded if all rides have disappeared, even if the park and its hotel are still listed', async () => {
    await rows.schedule(1, '2026-04-15', ago(300), ago(-300));
    await rows.ride(2, 1, 'Park', 'PARK');
    await rows.ride(3, 1, 'Hotel', 'HOTEL');
    await rows.state(1, 'OPERATING', { from: ago(60), until: ago(31) });
    for (const rideId of [2, 3]) await rows.state(rideId, 'OPERATING', { from: ago(60), until: ago(1) });
    const { liveData } = (await health()).details;
    expect(liveData).toMatchObject({ minutesSince: 31, stale: [{ name: 'Resort', minutesSince: 31 }] });
    expect(await metrics()).toContain(`warehouse_live_age_seconds{destination="Resort",destination_id="1"} ${31 * 60}`);
  });

  it('uses the entry of a park without rides', async () => {
    await api.query("UPDATE rides SET entity_type = 'PARK' WHERE ride_id = 1");
    await rows.state(1, 'OPERATING', { from: ago(60), until: ago(4) });
    expect((await health()).details.liveData).toMatchObject({ minutesSince: 4 });
  });

  it('ignores a park that is closed by its schedule, and includes one that is open past midnight', async () => {
    await rows.state(1, 'OPERATING', { from: ago(600), until: ago(400) });
    await rows.schedule(1, '2026-04-15', ago(900), ago(410));
    expect((await health()).details.liveData.stale).toEqual([]);
    // published as 15:00 to 01:00 of one and the same date
    await rows.schedule(1, '2026-04-15', ago(60), ago(900));
    expect((await health()).details.liveData.stale).toHaveLength(1);
  });

  it('uses the rides in an evening without a schedule, even if tomorrow has one', async () => {
    await rows.schedule(1, '2026-04-16', ago(-600), ago(-1200));
    await rows.state(1, 'OPERATING', { from: ago(60), until: ago(45) });
    expect((await health()).details.liveData.stale).toHaveLength(1);
  });

  it('uses the rides of a park without a schedule', async () => {
    await rows.state(1, 'OPERATING', { from: ago(60), until: ago(45) });
    expect((await health()).details.liveData.stale).toHaveLength(1);
    await rows.state(1, 'CLOSED', { from: ago(60), until: ago(45) });
    expect((await health()).details.liveData.stale).toEqual([]);
  });
});

describe('the Prometheus metrics', () => {
  it('include cycles, requests, 429s, destinations and rows', async () => {
    const counted = api.app.get(MetricsService, { strict: false });
    counted.countCycle({
      ...{ startedAt: ago(1), finishedAt: new Date(ago(1).getTime() + 12_000) },
      ...{ requests: 7, rateLimited: 2, destinationsTotal: 5, destinationsFailed: 1 },
      ...{ rowsWritten: 25, rowsExtended: 300, entitiesRejected: 3 },
    });
    const lines = (await metrics()).split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'warehouse_collection_cycle_seconds_sum 12',
        'warehouse_collection_cycle_seconds_bucket{le="20"} 1',
        'warehouse_api_requests_total 7',
        'warehouse_api_rate_limited_total 2',
        'warehouse_collection_destinations_total{result="collected"} 4',
        'warehouse_collection_destinations_total{result="failed"} 1',
        'warehouse_collection_rows_total{kind="written"} 25',
        'warehouse_collection_rows_total{kind="extended"} 300',
        'warehouse_collection_entities_rejected_total 3',
      ]),
    );
    expect(lines.some((line) => line.startsWith('process_cpu_seconds_total'))).toBe(true);
  });

  it('include the freshness of each destination and the imports of all processes', async () => {
    await rows.state(1, 'OPERATING', { from: ago(60), until: ago(45) });
    await api.query(
      `INSERT INTO import_checkpoints (import_id, destination_id, options, status, files_done, events_read, events_stored, events_duplicate,
              events_rejected, created_at, updated_at) VALUES ('imp_1', 1, '{}', 'COMPLETED', 7, 100, 90, 8, 2, ?, ?)`,
      [NOW, NOW],
    );
    expect((await metrics()).split('\n')).toEqual(
      expect.arrayContaining([
        'warehouse_live_age_seconds{destination="Resort",destination_id="1"} 2700',
        'warehouse_live_stale_destinations 1',
        'warehouse_imports{status="COMPLETED"} 1',
        'warehouse_import_files 7',
        'warehouse_import_records{outcome="stored"} 90',
        'warehouse_import_records{outcome="rejected"} 2',
      ]),
    );
  });

  it('distinguish two destinations with the same name', async () => {
    await rows.destination(3, 'Resort');
    await rows.park(3, 3, 'Other park');
    await rows.ride(3, 3, 'Other ride');
    await rows.state(1, 'OPERATING', { from: ago(60), until: ago(45) });
    await rows.state(3, 'OPERATING', { from: ago(60), until: ago(1) });
    expect((await metrics()).split('\n')).toEqual(
      expect.arrayContaining([
        'warehouse_live_age_seconds{destination="Resort",destination_id="1"} 2700',
        'warehouse_live_age_seconds{destination="Resort",destination_id="3"} 60',
      ]),
    );
  });

  it('export the instant of the newest data, so that its age can be computed elsewhere', async () => {
    await rows.state(1, 'OPERATING', { from: ago(60), until: ago(45) });
    const instant = ago(45).getTime() / 1000;
    expect(await metrics()).toContain(
      `warehouse_live_newest_timestamp_seconds{destination="Resort",destination_id="1"} ${instant}`,
    );
  });

  it('contain only metrics of the process while the database is unavailable, without a stale age or a 0 for unknown', async () => {
    await rows.state(1, 'OPERATING', { from: ago(60), until: ago(45) });
    const samples = (text: string) => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    const names = (text: string) => new Set(samples(text).map((line) => /^\w+/.exec(line)![0]));
    const ofDatabase = /^warehouse_(live|import)/;
    const up = await metrics();
    expect(up).toContain('warehouse_database_up 1');
    expect([...names(up)].filter((name) => ofDatabase.test(name))).toContain('warehouse_live_stale_destinations');

    await api.dataSource.destroy();
    const down = await metrics();
    await api.dataSource.initialize();
    expect(down).toContain('warehouse_database_up 0');
    expect(down).toContain('warehouse_api_requests_total');
    expect([...names(down)].filter((name) => ofDatabase.test(name))).toEqual([]);

    expect(await metrics()).toContain('warehouse_live_stale_destinations 1');
  });

  it('count requests that were refused for their key', async () => {
    await request(api.app.getHttpServer()).get('/api/admin/import/list').expect(401);
    await request(api.app.getHttpServer())
      .get('/api/admin/import/list')
      .set('Authorization', 'Bearer guess')
      .expect(401);
    const text = await metrics();
    expect(text).toMatch(/warehouse_admin_keys_refused_total\{kind="missing"\} [1-9]/);
    expect(text).toMatch(/warehouse_admin_keys_refused_total\{kind="wrong"\} [1-9]/);
  });
});

describe('the clock and the alerts', () => {
  it('have metrics for the clock offset and for the active alerts by severity', async () => {
    await api.app.get(AlertService, { strict: false }).raise({
      ...{ key: 'test.alert', severity: 'CRITICAL', title: 'Something', description: 'for a test' },
    });
    const text = await metrics();
    expect(text).toContain('warehouse_clock_offset_seconds 0\n');
    expect(text).toContain('warehouse_alerts_active{severity="CRITICAL"} 1\n');
    expect(text).toContain('warehouse_alerts_active{severity="WARNING"} 0\n');
  });

  it('degrade the health if future states are stored, and such states are not fresh', async () => {
    await rows.state(1, 'OPERATING', { from: ago(-180), until: ago(-180) });
    await api.query(`INSERT INTO collection_runs (started_at, finished_at, destinations_total) VALUES (?, ?, 1)`, [
      ago(-180),
      ago(-180),
    ]);
    await api.query(
      `INSERT INTO collection_run_destinations (run_id, destination_id, started_at, finished_at, observed_at)
       SELECT MAX(run_id), 1, ?, ?, ? FROM collection_runs`,
      [ago(-180), ago(-180), ago(-180)],
    );
    const { status, details } = (await health()) as { status: string; details: Record<string, object> };
    expect(status).toBe('degraded');
    expect(details.clock).toMatchObject({
      status: 'degraded',
      offsetSeconds: 0,
      responsesAhead: [{ name: 'Resort', newestAt: ago(-180).toISOString() }],
      problems: [{ kind: 'RESPONSES_AHEAD' }],
    });
    expect(details.liveData).toMatchObject({ newestObservedAt: null, minutesSince: null });
    const text = await metrics();
    expect(text).not.toMatch(/warehouse_live_age_seconds\{.*\} -/);
    expect(text).not.toContain('warehouse_live_age_seconds{destination="Resort"');
  });
});
