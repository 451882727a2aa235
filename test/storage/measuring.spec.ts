import { statSync } from 'node:fs';
import { join } from 'node:path';
import { MetricRepository } from '../../src/modules/storage/measure/metric.repository.js';
import { bytesOf } from '../../src/modules/storage/measure/storage-metrics.js';
import { itWithDataFolder } from '../support/own-server.js';
import { SeededRandom } from '../support/seeded-random.js';
import { GrowingWarehouse } from './support/growing-warehouse.js';
import { StorageApp } from './support/storage-app.js';

const SNAPSHOTS = 'ride_status_snapshots';
let app: StorageApp;
let warehouse: GrowingWarehouse;

beforeAll(async () => {
  app = await StorageApp.start('storage_measuring', { at: new Date('2026-03-10T03:50:00Z') });
  warehouse = new GrowingWarehouse(app, new SeededRandom(7));
  await warehouse.insertDay('2026-01-05', { snapshots: 900, queueRows: 300 }, 'LIVE');
  await warehouse.insertDay('2026-02-05', { snapshots: 800, queueRows: 200 }, 'LIVE');
  await warehouse.insertDay('2026-03-05', { snapshots: 700, queueRows: 100 }, 'LIVE');
});
afterAll(() => app.close());

const metrics = () => app.get(MetricRepository).findLatest();

async function metricOf(partition: string, table = SNAPSHOTS) {
  return (await metrics()).find((metric) => metric.table === table && metric.partition === partition)!;
}

/** Counts the rows of every partition with a full scan. */
async function trueRows(partition: string): Promise<number> {
  const [row] = await app.query<{ total: string }>(
    `SELECT COUNT(*) AS total FROM ${SNAPSHOTS} PARTITION (${partition})`,
  );
  return Number(row!.total);
}

describe('a measurement', () => {
  it('counts every partition exactly the first time', async () => {
    const { result, status } = await app.measure();
    expect(status).toBe('COMPLETED');
    expect(result).toMatchObject({
      measurementDate: '2026-03-10',
      sizeSource: 'FILE',
      sizeNote: null,
      missingTables: [],
    });
    expect(result!.rowCounts).toMatchObject({ KEPT: 0, CORRECTED: 0, ESTIMATED: 0 });
    for (const partition of ['p202601', 'p202602', 'p202603']) {
      expect(await metricOf(partition)).toMatchObject({ rows: await trueRows(partition), rowSource: 'COUNTED' });
    }
    expect(await metricOf('')).toMatchObject({ rows: 2400, rowSource: 'COUNTED' });
    expect(await metricOf('', 'queue_data')).toMatchObject({ rows: 600 });
  });

  it('replaces the values of the same day, and keeps the counts of closed partitions', async () => {
    await settle();
    const before = await app.query('SELECT COUNT(*) AS rows_there FROM storage_metrics');
    const { result } = await app.measure();
    expect(await app.query('SELECT COUNT(*) AS rows_there FROM storage_metrics')).toEqual(before);
    expect(result!.rowCounts.KEPT).toBeGreaterThan(100);
    expect(await metricOf('p202601')).toMatchObject({ rows: 900, rowSource: 'KEPT' });
    expect(await metricOf('p202603')).toMatchObject({ rows: 700, rowSource: 'COUNTED' });
  });

  it('counts a closed partition again after an import of its days, even if the server has lost its update time', async () => {
    await warehouse.importDays('2026-01-20', 1, { snapshots: 50, queueRows: 0 });
    // The state after a restart of the server: no update time at all.
    await app.query(`UPDATE storage_row_counts SET update_mark = NULL`);
    await app.measure();
    expect(await metricOf('p202601')).toMatchObject({ rows: 950, rowSource: 'COUNTED' });
    expect(await metricOf('')).toMatchObject({ rows: 2450 });
  });

  it('notices rows written by hand into a closed partition by its update time', async () => {
    await app.measure();
    await app.measure();
    expect(await metricOf('p202602')).toMatchObject({ rowSource: 'KEPT' });
    // Update times have a resolution of a second, and a time equal to the preceding partition's counts as repeated.
    while (await isTheSecondOfChange('p202601'));
    await warehouse.insertDay('2026-02-20', { snapshots: 10, queueRows: 0 }, 'ARCHIVE');
    await app.measure();
    expect(await metricOf('p202602')).toMatchObject({ rows: 810, rowSource: 'COUNTED' });
  });

  itWithDataFolder('reports the exact size of every file', async () => {
    await app.measure();
    const [{ folder } = { folder: '' }] = await app.query<{ folder: string }>('SELECT @@datadir AS folder');
    for (const metric of (await metrics()).filter(({ table, partition }) => table === SNAPSHOTS && partition !== '')) {
      const file = join(folder, app.database.name, `${SNAPSHOTS}#P#${metric.partition}.ibd`);
      expect([metric.partition, bytesOf(metric)]).toEqual([metric.partition, statSync(file).size]);
    }
  });

  it('scales the count of a large growing table, and marks it as corrected', async () => {
    app.config.STORAGE_COUNT_ALWAYS_MB = 0;
    await warehouse.insertDay('2026-03-07', { snapshots: 3, queueRows: 0 }, 'LIVE');
    const { result } = await app.measure();
    const live = await metricOf('p202603');
    expect(live.rowSource).toBe('CORRECTED');
    expect(Math.abs(live.rows - (await trueRows('p202603')))).toBeLessThanOrEqual(0.1 * 703);
    expect(result!.rowCounts.CORRECTED).toBeGreaterThan(0);
    expect(await metricOf('')).toMatchObject({ rowSource: 'CORRECTED' });
    app.config.STORAGE_COUNT_ALWAYS_MB = 256;
  });
});

/** Or the second after it: NOW() is slightly ahead of the clock of update times. */
async function isTheSecondOfChange(partition: string): Promise<boolean> {
  const [row] = await app.query<{ isNow: number | null }>(
    `SELECT UPDATE_TIME >= NOW() - INTERVAL 1 SECOND AS isNow FROM information_schema.PARTITIONS
      WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND PARTITION_NAME = ?`,
    [SNAPSHOTS, partition],
  );
  return Number(row!.isNow ?? 0) === 1;
}

/** Update times have a resolution of a second, so a count is trusted only if the table did not change within the last two. */
async function settle(): Promise<void> {
  await app.query('DO SLEEP(2.1)');
  await app.measure();
}

describe('a measurement with something missing', () => {
  it('uses the statistics, and says so, without the privilege for the system tables', async () => {
    const user = `u_${app.database.name.slice(-10)}`;
    await app.query(`CREATE USER ${user}@'%' IDENTIFIED BY 'secret'`);
    await app.query(`GRANT ALL ON \`${app.database.name}\`.* TO ${user}@'%'`);
    const restricted = await StorageApp.over(app.database, {
      at: new Date('2026-03-11T03:50:00Z'),
      as: { user, password: 'secret' },
    });
    try {
      const { result } = await restricted.measure();
      expect(result).toMatchObject({
        sizeSource: 'STATISTICS',
        sizeNote: expect.stringContaining('PROCESS') as unknown,
      });
      const summary = await restricted.api.summary();
      expect(summary.totals!.totalBytes).toBeGreaterThan(0);
      expect(summary.notes.join()).toContain('PROCESS');
      expect(await metricOf('p202601')).toMatchObject({ rows: 950, sizeSource: 'STATISTICS' });
      const { recommendations } = await restricted.api.growth(30);
      expect(recommendations.map(({ code }) => code)).toContain('ALLOW_EXACT_SIZES');
    } finally {
      await restricted.close({ drop: false });
      await app.query(`DROP USER ${user}@'%'`);
    }
  });

  it('reports a missing table and measures the others', async () => {
    app.clock.set(new Date('2026-03-12T03:50:00Z'));
    await app.query('DROP TABLE ride_day_hours');
    await app.query('RENAME TABLE queue_data TO queue_data__away, import_files TO import_files__away');
    try {
      const { result } = await app.measure();
      expect(result!.missingTables).toEqual(['import_files', 'queue_data', 'ride_day_hours']);
      const { totals, missingTables } = await app.api.summary();
      expect(missingTables).toHaveLength(3);
      expect(totals!.rows).toBeGreaterThan(2000);
      expect((await app.api.growth(30)).method).toBe('FROM_ROWS');
      expect((await app.api.partitions()).tables).toMatchObject([{ isPartitioned: true }, { isPartitioned: false }]);
      const { options } = await app.api.retentionComparison();
      expect(options.find(({ strategy }) => strategy === 'HOURLY_ONLY')).toMatchObject({ bytesToday: null });
    } finally {
      await app.query('RENAME TABLE queue_data__away TO queue_data, import_files__away TO import_files');
    }
  });

  it('fails with a domain error if one of its own tables is missing', async () => {
    await app.query('RENAME TABLE storage_metrics TO storage_metrics__away');
    try {
      await expect(app.api.summary()).rejects.toMatchObject({
        code: 'DATABASE_UNAVAILABLE',
        details: { table: 'storage_metrics' },
      });
    } finally {
      await app.query('RENAME TABLE storage_metrics__away TO storage_metrics');
    }
  });
});

describe('an interrupted measurement', () => {
  it('ends when its signal aborts, records that, and releases the lease', async () => {
    const { MeasureService } = await import('../../src/modules/storage/measure/measure.service.js');
    const service = app.get(MeasureService);
    const stopped = service.measure({ startedBy: 'SCHEDULE', signal: AbortSignal.abort(new Error('enough')) });
    await expect(stopped).rejects.toThrow('enough');
    const failed = await app.query("SELECT error FROM storage_measurements WHERE status = 'FAILED'");
    expect(failed).toEqual([{ error: 'Stopped before it was complete' }]);
    expect((await app.measure()).status).toBe('COMPLETED');
  });

  it('counts as failed if its process died', async () => {
    const { MeasureService } = await import('../../src/modules/storage/measure/measure.service.js');
    const jobId = `msr_${'0'.repeat(20)}`;
    await app.query(
      `INSERT INTO storage_measurements (job_id, started_by, status, started_at) VALUES (?, 'API', 'RUNNING', ?)`,
      [jobId, app.clock.now()],
    );
    expect(await app.get(MeasureService).find(jobId)).toMatchObject({
      status: 'FAILED',
      error: 'The process that ran it has ended',
    });
  });
});
