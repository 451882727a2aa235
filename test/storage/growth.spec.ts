import { dayAfter } from '../../src/common/time/calendar.js';
import { GrowthService } from '../../src/modules/storage/growth/growth.service.js';
import { projected } from '../../src/modules/storage/growth/growth-report.js';
import { SeededRandom } from '../support/seeded-random.js';
import { GrowingWarehouse } from './support/growing-warehouse.js';
import { StorageApp } from './support/storage-app.js';

const FIRST_DAY = '2026-01-01';
const USUAL = { snapshots: 400, queueRows: 130 };
const MONTH_DAYS = 30;
const IMPORT_AFTER = 20;
const STRAY_AFTER = 24;
const STRAY_ROWS = 5_000;
const IMPORTED = { snapshots: 60, queueRows: 20 };

/** Sixty days of collection with an import of a year after the twentieth: `npm run proof:storage` has it at full size. */
describe('the growth of sixty days', () => {
  let app: StorageApp;
  let warehouse: GrowingWarehouse;
  const rowsOf = (table: string) => app.query<{ total: string }>(`SELECT COUNT(*) AS total FROM ${table}`);
  const report = () => app.get(GrowthService).report(MONTH_DAYS);

  async function liveRate(table = 'ride_status_snapshots') {
    return (await report()).tables.find((growth) => growth.table === table)!;
  }

  async function collectDay(index: number, { measured }: { measured: boolean }): Promise<void> {
    const day = dayAfter(FIRST_DAY, index);
    await warehouse.collectDay(day, USUAL);
    app.clock.set(new Date(`${dayAfter(day, 1)}T03:50:00Z`));
    if (measured) await app.measure();
  }

  beforeAll(async () => {
    app = await StorageApp.start('storage_growth', { at: new Date(`${FIRST_DAY}T03:50:00Z`) });
    warehouse = new GrowingWarehouse(app, new SeededRandom(11));
  });
  afterAll(() => app.close());

  it('projects from rows times bytes per row while too few days are measured, and says so', async () => {
    for (let index = 0; index < 3; index++) await collectDay(index, { measured: true });
    const { method, notes, tables, projections } = await report();
    expect(method).toBe('FROM_ROWS');
    expect(notes[0]).toBe('3 of the 7 days that a growth fit needs are measured');
    expect(notes[1]).toContain('ride_status_snapshots of 2026-01');
    const rate = tables.find(({ table }) => table === 'ride_status_snapshots')!.rowsPerDay.value;
    expect(Math.abs(rate / USUAL.snapshots - 1)).toBeLessThan(0.15);
    expect(projections.map(({ years }) => years)).toEqual([1, 3, 5, 10]);
  });

  it('is not distorted by the import of a year, and reports the imported rows', async () => {
    for (let index = 3; index < IMPORT_AFTER; index++) await collectDay(index, { measured: true });
    const before = await liveRate();
    app.clock.set(new Date(`${dayAfter(FIRST_DAY, IMPORT_AFTER)}T20:00:00Z`));
    await warehouse.importDays('2024-01-01', 365, IMPORTED);
    // Not measured yet, so not part of the growth either.
    expect((await report()).grown.bulkRows).toBe(0);
    await collectDay(IMPORT_AFTER, { measured: true });
    const after = await liveRate();
    expect(before.bulkRows).toBe(0);
    expect(after.bulkRows).toBe(365 * IMPORTED.snapshots);
    expect(Math.abs(after.rowsPerDay.value / before.rowsPerDay.value - 1)).toBeLessThan(0.03);
    expect(after.jumps).toEqual([]);
    expect((await report()).grown.bulkRows).toBe(365 * (IMPORTED.snapshots + IMPORTED.queueRows));
  });

  it('excludes sudden changes that no import explains, and says so', async () => {
    for (let index = IMPORT_AFTER + 1; index < STRAY_AFTER; index++) await collectDay(index, { measured: true });
    const before = await liveRate();
    await warehouse.insertDay('2023-05-05', { snapshots: STRAY_ROWS, queueRows: 0 }, 'ARCHIVE');
    await collectDay(STRAY_AFTER, { measured: true });
    const after = await liveRate();
    expect(after.jumps).toHaveLength(1);
    expect(Math.abs(after.jumps[0]!.rows - STRAY_ROWS)).toBeLessThan(USUAL.snapshots);
    expect(Math.abs(after.rowsPerDay.value / before.rowsPerDay.value - 1)).toBeLessThan(0.03);
    expect((await report()).notes.join()).toContain('that no import explains');
  });

  it('of thirty days predicts the size after sixty', async () => {
    for (let index = STRAY_AFTER + 1; index < MONTH_DAYS; index++) await collectDay(index, { measured: true });
    const then = await report();
    for (let index = MONTH_DAYS; index < 2 * MONTH_DAYS; index++) await collectDay(index, { measured: false });
    for (const table of ['ride_status_snapshots', 'queue_data']) {
      const { rowsPerDay } = then.tables.find((growth) => growth.table === table)!;
      const imported = table === 'queue_data' ? 365 * IMPORTED.queueRows : 365 * IMPORTED.snapshots + STRAY_ROWS;
      const [{ total } = { total: '0' }] = await rowsOf(table);
      const truth = Number(total) - imported;
      const expected = projected(truth / 2, rowsPerDay, MONTH_DAYS);
      expect(Math.abs(expected.value / truth - 1)).toBeLessThan(0.1);
      expect(rowsPerDay.low).toBeLessThan(truth / 60);
      expect(rowsPerDay.high).toBeGreaterThan(truth / 60);
    }
  });
});
