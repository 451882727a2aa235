import { setTimeout as delay } from 'node:timers/promises';
import { reportText, readReport } from '../../src/cli/storage/report-view.js';
import type { StorageAlertsView } from '../../src/modules/storage/dto/storage-alerts.dto.js';
import type { StorageGrowthView } from '../../src/modules/storage/dto/storage-growth.dto.js';
import type { MeasurementView } from '../../src/modules/storage/dto/storage-measurement.dto.js';
import type { RetentionComparisonView } from '../../src/modules/storage/dto/storage-retention.dto.js';
import type { StoragePartitionsView, StorageSummaryView } from '../../src/modules/storage/dto/storage-summary.dto.js';
import { MeasureService } from '../../src/modules/storage/measure/measure.service.js';
import { StorageService } from '../../src/modules/storage/storage.service.js';
import { databaseUrl, runProgram } from '../support/program.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ApiApp, type Json } from './support/api-app.js';

const BASE = '/api/admin/storage';

describe('the storage admin API', () => {
  let database: TestDatabase;
  let api: ApiApp;

  beforeAll(async () => {
    database = await createTestDatabase('storage_api');
    api = await ApiApp.start({ connection: database.connectionOptions, settings: { STORAGE_CAPACITY_GB: '1' } });
  });
  afterAll(async () => {
    await api.close();
    await database.drop();
  });

  const read = async <View>(path: string) => (await api.get<Json<View>>(`${BASE}/${path}`)).body;

  async function measured(): Promise<Json<MeasurementView>> {
    const started = await api.send<Json<MeasurementView>>('post', `${BASE}/measure`);
    expect(started).toMatchObject({ status: 202, body: { startedBy: 'API' } });
    for (;;) {
      const route = `${BASE}/measure/{jobId}`;
      const { body } = await api.get<Json<MeasurementView>>(`${BASE}/measure/${started.body.jobId}`, route);
      if (body.status !== 'RUNNING') return body;
      await delay(20);
    }
  }

  it('reports that a database was never measured', async () => {
    expect(await api.app.get(MeasureService, { strict: false }).isDueAtStart()).toBe(false);
    expect(await read<StorageSummaryView>('summary')).toMatchObject({
      measuredAt: null,
      notes: ['nothing has been measured yet: POST /api/admin/storage/measure, or npm run storage:measure'],
      totals: null,
      capacity: {
        ...{ source: 'SETTING', limitBytes: 1_000_000_000, usedBytes: null, percentUsed: null, availableBytes: null },
      },
      tables: [],
    });
    const growth = await read<StorageGrowthView>('growth');
    expect(growth).toMatchObject({
      ...{ measuredAt: null, method: 'NONE', grown: null, rowsPerDay: null, bytesPerDay: null, daysUntilFull: null },
    });
    expect(growth.projections.map(({ rows, bytes }) => [rows, bytes])).toEqual(Array(4).fill([null, null]));
    const { latency, options } = await read<RetentionComparisonView>('retention-comparison');
    expect(latency).toBeNull();
    expect(options.map(({ bytesToday, savingTodayPercent }) => [bytesToday, savingTodayPercent])).toEqual(
      Array(4).fill([null, null]),
    );
    expect(growth.measuredDays).toEqual([]);
    expect((await read<StorageSummaryView>('summary')).newestMeasurement).toBeNull();
    expect((await read<StorageAlertsView>('alerts')).active).toEqual([]);
    expect((await read<StoragePartitionsView>('partitions')).tables).toHaveLength(2);
  });

  it('knows no alert that is not active', async () => {
    const refused = { status: 404, body: { error: { code: 'STORAGE_ALERT_NOT_FOUND', details: { alertId: 99 } } } };
    for (const action of ['acknowledge', 'hand-back']) {
      const route = `${BASE}/alerts/{alertId}/${action}`;
      expect(await api.send('post', `${BASE}/alerts/99/${action}`, { route })).toMatchObject(refused);
    }
  });

  it('measures in the background, one at a time, and shows the result', async () => {
    const both = await Promise.all([measured(), measured()]);
    for (const job of both)
      expect(job).toMatchObject({ status: 'COMPLETED', error: null, result: { missingTables: [] } });
    const summary = await read<StorageSummaryView>('summary');
    expect(summary.tables.length).toBeGreaterThan(25);
    expect(both.map(({ jobId }) => jobId)).toContain(summary.newestMeasurement!.jobId);
    expect(summary.newestMeasurement).toMatchObject({ status: 'COMPLETED', startedBy: 'API' });
    const totals = summary.totals!;
    const { measuredDays } = await read<StorageGrowthView>('growth');
    expect(measuredDays).toEqual([
      { day: summary.measuredAt!.slice(0, 10), rows: totals.rows, bytes: totals.totalBytes },
    ]);
    expect(totals.totalBytes).toBe(totals.dataBytes + totals.indexBytes + totals.freeBytes);
    expect(summary.tables.every(({ sizeSource, rowCountExact }) => sizeSource === 'FILE' && rowCountExact)).toBe(true);
    expect(summary.tables.find(({ table }) => table === 'queue_data')!.partitions).toBeGreaterThan(60);
  });

  it('shows growth, partitions, the retention comparison and alerts, of an empty and of a filled warehouse', async () => {
    expect(await read<StorageGrowthView>('growth?days=7')).toMatchObject({
      method: 'NONE',
      window: { days: 7, measurements: 1 },
    });
    await fill();
    await measured();
    const growth = await read<StorageGrowthView>('growth');
    expect(growth).toMatchObject({ method: 'FROM_ROWS', window: { days: 30 } });
    expect(growth.projections.map(({ years }) => years)).toEqual([1, 3, 5, 10]);
    const { options, latency } = await read<RetentionComparisonView>('retention-comparison');
    expect(options.map(({ strategy }) => strategy)).toEqual([
      'PERMANENT_RAW',
      'TIERED_90_DAY',
      'HOURLY_ONLY',
      'DAILY_ONLY',
    ]);
    for (const { bytesToday, bytesInTenYears } of options) {
      expect([bytesToday, bytesInTenYears!.value].every(Number.isInteger)).toBe(true);
      expect(bytesInTenYears).toMatchObject({ low: null, high: null });
    }
    expect(growth.bytesPerDay).toMatchObject({ low: null, high: null });
    for (const { bytesPerRow } of growth.tables) expect(Number(((bytesPerRow ?? 0) * 10).toFixed(6)) % 1).toBe(0);
    for (const { bytesToday, lost } of options) expect([bytesToday! > 0, lost.length > 5]).toEqual([true, true]);
    expect(latency).toMatchObject({ parkId: null, rides: 1, month: '2026-04' });
    for (const ms of [latency!.rawMs, latency!.hourlyMs, latency!.dailyMs]) expect(ms).toBeGreaterThan(0);
    const { tables } = await read<StoragePartitionsView>('partitions');
    expect(tables[0]!.partitions.find(({ name }) => name === 'p202604')).toMatchObject({
      from: '2026-04-01T00:00:00.000Z',
      before: '2026-05-01T00:00:00.000Z',
      isCatchAll: false,
      rows: 48,
      rowCountExact: true,
    });
    expect(tables[0]!.partitions.at(-1)).toMatchObject({ name: 'p_future', isCatchAll: true, before: null, rows: 0 });
  });

  async function fill(): Promise<void> {
    const rows = Array.from({ length: 48 }, (_, index) => {
      const at = `2026-04-${String(1 + Math.floor(index / 4)).padStart(2, '0')} ${10 + (index % 4)}:00:00`;
      return `(1, '${at}', 'OPERATING', ${index}, 'ARCHIVE')`;
    });
    await api.query(
      `INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, data_source) VALUES ${rows.join()}`,
    );
    await api.query("INSERT INTO ride_day_hours (ride_id, local_date, hours) VALUES (1, '2026-04-01', 1)");
    await api.query("INSERT INTO ride_daily_stats (ride_id, stat_date) VALUES (1, '2026-04-01')");
  }

  it.each([
    ['growth?days=0', 'days'],
    ['growth?days=366', 'days'],
    ['growth?days=many', 'days'],
    ['summary?verbose=1', 'verbose'],
  ])('rejects %s with the reason', async (path, field) => {
    const { status, body } = await api.get<{ error: { details: object } }>(`${BASE}/${path}`);
    expect([status, Object.keys(body.error.details)]).toEqual([400, [field]]);
  });

  it('returns 404 for an unknown measurement', async () => {
    const route = `${BASE}/measure/{jobId}`;
    expect((await api.get(`${BASE}/measure/nonsense`, route)).status).toBe(400);
    expect(await api.get(`${BASE}/measure/msr_${'a'.repeat(20)}`, route)).toMatchObject({
      status: 404,
      body: { error: { code: 'MEASUREMENT_NOT_FOUND' } },
    });
  });

  it.each([50, 70, 100])('has a report for a terminal of %d columns', async (columns) => {
    const report = await readReport(api.app.get(StorageService, { strict: false }), 30);
    const lines = reportText(report, columns).split('\n');
    expect(lines.filter((line) => line.length > columns)).toEqual([]);
    expect(lines.join('\n')).toContain('ride_status_snapshots');
  });

  it('has a command that prints the same data', async () => {
    const settings = { DATABASE_URL: databaseUrl(database.connectionOptions), STORAGE_CAPACITY_GB: '1' };
    const report = await runProgram('storage report', [], settings);
    expect(report.stdout).toContain('ride_status_snapshots');
    expect(report.stdout).toContain('10 years');
    expect(report.stdout).not.toContain('\u001b');
  });
});
