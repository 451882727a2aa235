import { statSync } from 'node:fs';
import { join } from 'node:path';
import Table from 'cli-table3';
import { dayAfter } from '../../src/common/time/calendar.js';
import type { GrowthReport } from '../../src/modules/storage/growth/growth-report.js';
import { GrowthService } from '../../src/modules/storage/growth/growth.service.js';
import { MetricRepository } from '../../src/modules/storage/measure/metric.repository.js';
import { bytesOf } from '../../src/modules/storage/measure/storage-metrics.js';
import { GrowingWarehouse } from '../storage/support/growing-warehouse.js';
import { StorageApp } from '../storage/support/storage-app.js';
import { SeededRandom } from '../support/seeded-random.js';

const TABLES = ['ride_status_snapshots', 'queue_data'];
const FIRST_DAY = '2026-01-01';
const USUAL = { snapshots: 20_000, queueRows: 6_000 };
const IMPORTED = { snapshots: 3_000, queueRows: 1_000 };
const MONTH = 30;
const IMPORT_ON = 15;

const table = new Table({ head: ['proof', 'metric', 'bar'], style: { head: [], border: [] } });
const percentOff = (value: number, truth: number): number => 100 * Math.abs(value / truth - 1);
afterAll(() => console.log(table.toString()));

interface Sixty {
  atDay30: GrowthReport;
  bytesAtDay30: number;
  bytesAtDay60: number;
  rowsAtDay30: number;
  rowsAtDay60: number;
}

async function observed(app: StorageApp): Promise<{ rows: number; bytes: number }> {
  const metrics = await app.get(MetricRepository).findLatest();
  const whole = metrics.filter(({ table: name, partition }) => TABLES.includes(name) && partition === '');
  return {
    rows: whole.reduce((total, { rows }) => total + rows, 0),
    bytes: whole.reduce((total, metric) => total + bytesOf(metric), 0),
  };
}

/** Sixty days of collection, the same rows each time, with or without an import of a year on the sixteenth. */
async function sixtyDays({ withImport }: { withImport: boolean }): Promise<Sixty> {
  const app = await StorageApp.start('proof_growth', { at: new Date(`${FIRST_DAY}T03:50:00Z`) });
  try {
    const warehouse = new GrowingWarehouse(app, new SeededRandom(5));
    const result: Partial<Sixty> = {};
    for (let index = 0; index < 2 * MONTH; index++) {
      const day = dayAfter(FIRST_DAY, index);
      await warehouse.collectDay(day, USUAL);
      app.clock.set(new Date(`${dayAfter(day, 1)}T02:00:00Z`));
      if (withImport && index === IMPORT_ON) await warehouse.importDays('2024-01-01', 365, IMPORTED);
      app.clock.set(new Date(`${dayAfter(day, 1)}T03:50:00Z`));
      if (index >= MONTH && index < 2 * MONTH - 1) continue;
      await app.measure();
      const { rows, bytes } = await observed(app);
      if (index === MONTH - 1) {
        Object.assign(result, { bytesAtDay30: bytes, rowsAtDay30: rows });
        result.atDay30 = await app.get(GrowthService).report(MONTH);
      }
      Object.assign(result, { bytesAtDay60: bytes, rowsAtDay60: rows });
    }
    return result as Sixty;
  } finally {
    await app.close();
  }
}

function perDay(report: GrowthReport): { rows: number; bytes: number } {
  const growing = report.tables.filter((growth) => TABLES.includes(growth.table));
  return {
    rows: growing.reduce((total, { rowsPerDay }) => total + rowsPerDay.value, 0),
    bytes: growing.reduce((total, { bytesPerDay }) => total + bytesPerDay.value, 0),
  };
}

describe('sixty days of growth', () => {
  it('are predicted within 10 % from the first thirty, and an import of a year changes the prediction by less than 3 %', async () => {
    const plain = await sixtyDays({ withImport: false });
    const imported = await sixtyDays({ withImport: true });
    const rates = { plain: perDay(plain.atDay30), imported: perDay(imported.atDay30) };
    const off = {
      rows: percentOff(plain.rowsAtDay30 + MONTH * rates.plain.rows, plain.rowsAtDay60),
      bytes: percentOff(plain.bytesAtDay30 + MONTH * rates.plain.bytes, plain.bytesAtDay60),
      rowsAdded: percentOff(MONTH * rates.plain.rows, plain.rowsAtDay60 - plain.rowsAtDay30),
      bytesAdded: percentOff(MONTH * rates.plain.bytes, plain.bytesAtDay60 - plain.bytesAtDay30),
      movedRows: percentOff(rates.imported.rows, rates.plain.rows),
      movedBytes: percentOff(rates.imported.bytes, rates.plain.bytes),
      importedBytes: percentOff(imported.bytesAtDay30 + MONTH * rates.imported.bytes, imported.bytesAtDay60),
    };
    table.push(
      ['rows at day 60, foretold at day 30', `${off.rows.toFixed(2)} % off`, '< 10 %'],
      ['bytes at day 60, foretold at day 30', `${off.bytes.toFixed(2)} % off`, '< 10 %'],
      ['of these, the rows added since', `${off.rowsAdded.toFixed(2)} % off`, ''],
      ['of these, the bytes added since', `${off.bytesAdded.toFixed(2)} % off`, ''],
      ['with an import of a year: rows a day moved by', `${off.movedRows.toFixed(2)} %`, '< 3 %'],
      ['with an import of a year: bytes a day moved by', `${off.movedBytes.toFixed(2)} %`, '< 3 %'],
      ['with an import of a year: bytes at day 60', `${off.importedBytes.toFixed(2)} % off`, '< 10 %'],
    );
    for (const value of [off.rows, off.bytes, off.importedBytes]) expect(value).toBeLessThan(10);
    for (const value of [off.movedRows, off.movedBytes]) expect(value).toBeLessThan(3);
  });
});

describe('five million rows', () => {
  let app: StorageApp;
  beforeAll(async () => {
    app = await StorageApp.start('proof_sizes', { at: new Date('2026-03-10T03:50:00Z') });

    await loadFiveMillion(app);
  });
  afterAll(() => app.close());

  it('are measured with the size of their files, and counted exactly once', async () => {
    const startedMs = performance.now();
    await app.measure();
    const firstMs = performance.now() - startedMs;
    await app.query('DO SLEEP(2.1)');
    await app.measure();
    const againMs = performance.now();
    const { result } = await app.measure();
    const keptMs = performance.now() - againMs;
    const { bytes } = await observed(app);
    const onDisk = await bytesOnDisk(app);
    const parts = (await app.get(MetricRepository).findLatest()).filter(
      ({ table: name, partition, rows }) => name === TABLES[0] && partition !== '' && rows > 0,
    );
    for (const { partition, rows, rowSource } of parts) {
      const [row] = await app.query<{ total: string }>(
        `SELECT COUNT(*) AS total FROM ${TABLES[0]} PARTITION (${partition})`,
      );
      expect([partition, rows, rowSource]).toEqual([partition, Number(row!.total), 'KEPT']);
    }
    const rows = parts.reduce((total, part) => total + part.rows, 0);
    expect(rows).toBe(5_000_000);
    table.push(
      ['bytes measured against files on disk', `${percentOff(bytes, onDisk).toFixed(3)} % off`, '< 2 %'],
      ['first measurement of 5 M rows', `${Math.round(firstMs)} ms`, ''],
      ['measurement with every count kept', `${Math.round(keptMs)} ms, ${result!.rowCounts.KEPT} kept`, ''],
    );
    expect(percentOff(bytes, onDisk)).toBeLessThan(2);
  });

  it('do not block writers while they are measured', async () => {
    const rounds: { alone: Written[]; measured: Written[] } = { alone: [], measured: [] };
    for (let round = 0; round < 3; round++) {
      rounds.alone.push(await written(app, `2026-03-${10 + 2 * round}`, null));
      rounds.measured.push(
        await written(app, `2026-03-${11 + 2 * round}`, async () => {
          // The worst there is: every closed partition is counted again.
          await app.query('DELETE FROM storage_row_counts');
          await app.measure();
        }),
      );
    }
    for (const [name, runs] of Object.entries({ alone: rounds.alone, 'beside endless measuring': rounds.measured })) {
      const [perSecond, longestMs, measurements] = (['perSecond', 'longestMs', 'measurements'] as const).map((metric) =>
        Math.round([...runs].sort((x, y) => x[metric] - y[metric])[1]![metric]),
      );
      table.push(
        [`a writer ${name}: rows a second (${measurements} measurements)`, perSecond!.toLocaleString('en'), ''],
        [`a writer ${name}: longest of its batches`, `${longestMs} ms`, ''],
      );
    }
    const longest = Math.max(...rounds.measured.map(({ longestMs }) => longestMs));
    // A writer that waited for the counts would wait for whole measurements, seconds each.
    expect(longest).toBeLessThan(2_000);
  });
});

async function loadFiveMillion(app: StorageApp): Promise<void> {
  const thousand = Array.from({ length: 1000 }, (_, index) => `SELECT ${index} AS n`).join(' UNION ALL ');
  await app.query(`CREATE TABLE numbers AS ${thousand}`);
  for (let month = 1; month <= 5; month++) {
    await app.query(
      `INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, data_source)
       SELECT 1 + a.n, TIMESTAMP('2025-0${month}-01') + INTERVAL b.n * 38 MINUTE, 'OPERATING', (a.n + b.n) % 90, 'ARCHIVE'
         FROM numbers a CROSS JOIN numbers b`,
    );
  }
  await app.query('DROP TABLE numbers');
}

async function bytesOnDisk(app: StorageApp): Promise<number> {
  const [row] = await app.query<{ folder: string }>('SELECT @@datadir AS folder');
  const metrics = await app.get(MetricRepository).findLatest();
  return metrics
    .filter(({ table: name, partition }) => TABLES.includes(name) && partition !== '')
    .map(({ table: name, partition }) => join(row!.folder, app.database.name, `${name}#P#${partition}.ibd`))
    .reduce((total, file) => total + statSync(file).size, 0);
}

const WRITE_MS = 6_000;
const BATCH_ROWS = 1_000;

interface Written {
  perSecond: number;
  longestMs: number;
  measurements: number;
}

/** One writer with batches of a thousand rows, while `beside`, if anything, goes on again and again. */
async function written(app: StorageApp, day: string, inAdditionTo: (() => Promise<void>) | null): Promise<Written> {
  const startedMs = performance.now();
  let isWriting = true;
  let measurements = 0;
  const running = (async () => {
    for (; isWriting && inAdditionTo !== null; measurements++) await inAdditionTo();
  })();
  let [rows, longestMs] = [0, 0];
  while (performance.now() - startedMs < WRITE_MS) {
    const insert = `INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, data_source) VALUES `;
    const values = batch(day, rows);
    const batchMs = performance.now();
    await app.query(insert + values);
    longestMs = Math.max(longestMs, performance.now() - batchMs);
    rows += BATCH_ROWS;
  }
  const perSecond = rows / ((performance.now() - startedMs) / 1000);
  isWriting = false;
  await running;
  return { perSecond, longestMs, measurements };
}

function batch(day: string, from: number): string {
  const startMs = Date.parse(`${day}T00:00:00Z`);
  return Array.from({ length: BATCH_ROWS }, (_, index) => {
    const at = new Date(startMs + (from + index) * 7).toISOString().replace('T', ' ').slice(0, 23);
    return `(${5000 + (index % 50)},'${at}','OPERATING',5,'LIVE')`;
  }).join();
}
