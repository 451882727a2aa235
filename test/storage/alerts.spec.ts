import { AlertService } from '../../src/modules/alerts/alert.service.js';
import { SeededRandom } from '../support/seeded-random.js';
import { GrowingWarehouse } from './support/growing-warehouse.js';
import { StorageApp } from './support/storage-app.js';

const GIGABYTE = 1_000_000_000;

describe('storage alerts', () => {
  let app: StorageApp;
  let usedBytes: number;
  let hours = 0;

  beforeAll(async () => {
    app = await StorageApp.start('storage_alerts', { at: new Date('2026-03-10T03:50:00Z') });
    await app.measure();
    usedBytes = (await app.api.summary()).totals!.totalBytes;
  });
  afterAll(() => app.close());

  /** Measures again an hour later, with a capacity of which the current size is this percentage. */
  async function measureAt(percentUsed: number | null): Promise<void> {
    if (percentUsed === null) delete app.config.STORAGE_CAPACITY_GB;
    else app.config.STORAGE_CAPACITY_GB = usedBytes / (percentUsed / 100) / GIGABYTE;
    app.clock.set(new Date(Date.UTC(2026, 2, 10, 4) + ++hours * 3_600_000));
    await app.measure();
  }
  const active = async () => (await app.api.alerts()).active;
  const forwardedFor = () => app.get(AlertService).history();
  const ofType = async (type: string) => (await active()).filter((alert) => alert.type === type);

  it('are not raised if the capacity is unknown and nothing is wrong', async () => {
    expect(await active()).toEqual([]);
    expect((await app.api.summary()).capacity).toMatchObject({
      source: 'UNKNOWN',
      limitBytes: null,
      percentUsed: null,
    });
  });

  it('are raised once when a threshold is crossed, updated while active, cleared once, and kept', async () => {
    for (const percent of [50, 65, 58]) await measureAt(percent);
    // 58 % is below the threshold of 60, but not by enough to clear the alert
    expect(await active()).toMatchObject([
      { type: 'CAPACITY_THRESHOLD', severity: 'WARNING', threshold: 60, table: null, clearedAt: null },
    ]);
    expect((await active())[0]!.value).toBeGreaterThan(57);
    for (const percent of [81, 40, 40]) await measureAt(percent);
    const { active: left, cleared } = await app.api.alerts();
    expect(left).toEqual([]);
    expect(cleared).toHaveLength(1);
    expect(cleared[0]!.note).toMatch(/^Back below the threshold: .* % of the capacity is in use/);
    // The tables of the alerts themselves grow in the meantime.
    expect(cleared[0]!.value).toBeGreaterThan(38);
    expect(cleared[0]!.value).toBeLessThan(45);
    expect(await forwardedFor()).toMatchObject([
      {
        key: 'storage.capacity_threshold',
        description: cleared[0]!.note,
        details: { value: cleared[0]!.value, threshold: cleared[0]!.threshold },
        clearNote: cleared[0]!.note,
      },
    ]);
  });

  it('are taken over by a person until their severity changes', async () => {
    for (const percent of [50, 65]) await measureAt(percent);
    const { alertId } = (await active())[0]!;
    await app.api.acknowledgeAlert(alertId, 'J. Doe');
    await measureAt(66);
    expect(await active()).toMatchObject([{ alertId, severity: 'WARNING', acknowledgedBy: 'J. Doe' }]);
    expect((await active())[0]!.acknowledgedAt).toBeInstanceOf(Date);
    await app.api.acknowledgeAlert(alertId, null);
    expect(await active()).toMatchObject([{ alertId, acknowledgedAt: null, acknowledgedBy: null }]);
    await app.api.acknowledgeAlert(alertId, 'J. Doe');
    await measureAt(85);
    expect(await active()).toMatchObject([{ alertId, severity: 'CRITICAL', acknowledgedBy: null }]);
    await measureAt(10);
    await expect(app.api.acknowledgeAlert(alertId, 'J. Doe')).rejects.toMatchObject({
      code: 'STORAGE_ALERT_NOT_FOUND',
    });
  });

  it('become critical, and stay critical until the value is clearly lower', async () => {
    for (const percent of [70, 82]) await measureAt(percent);
    expect(await active()).toMatchObject([{ severity: 'CRITICAL', threshold: 80 }]);
    await measureAt(79);
    expect(await active()).toMatchObject([{ severity: 'CRITICAL' }]);
    await measureAt(70);
    expect(await active()).toMatchObject([{ severity: 'WARNING', threshold: 60 }]);
    await measureAt(10);
    expect(await forwardedFor()).toHaveLength(3);
  });

  it('treat a capacity of 0 bytes as full', async () => {
    app.config.STORAGE_CAPACITY_GB = 0;
    await app.measure();
    expect(await ofType('CAPACITY_THRESHOLD')).toMatchObject([{ severity: 'CRITICAL', value: 100 }]);
    expect(await ofType('DAYS_UNTIL_FULL')).toMatchObject([{ severity: 'CRITICAL', value: 0 }]);
    expect((await app.api.growth(30)).daysUntilFull).toEqual({ days: 0, earliestDays: 0, latestDays: 0 });
    await measureAt(10);
    expect(await active()).toEqual([]);
  });

  it('are cleared with a note if the value becomes unknown', async () => {
    await measureAt(90);
    expect(await active()).not.toEqual([]);
    await measureAt(null);
    const { active: left, cleared } = await app.api.alerts();
    expect(left).toEqual([]);
    expect(cleared[0]!.note).toContain('no longer known');
  });

  it('report rows outside every month until they are moved', async () => {
    await app.query(
      "INSERT INTO queue_data (ride_id, recorded_at, queue_type, data_source) VALUES (1, '2098-01-01', 'SINGLE_RIDER', 'LIVE')",
    );
    await measureAt(10);
    expect(await active()).toMatchObject([
      { type: 'CATCH_ALL_NOT_EMPTY', table: 'queue_data', severity: 'WARNING', value: 1 },
    ]);
    const codes = (await app.api.growth(30)).recommendations.map(({ code, metric }) => [code, metric.value]);
    expect(codes).toContainEqual(['ENSURE_PARTITIONS', 1]);
    await app.query("UPDATE queue_data SET recorded_at = '2026-03-01' WHERE recorded_at = '2098-01-01'");
    await measureAt(10);
    expect(await active()).toEqual([]);
  });

  it('report partitions beyond the number that the kept months need', async () => {
    app.config.STORAGE_ALERT_PARTITIONS = '10,20';
    await measureAt(10);
    expect(await ofType('PARTITION_COUNT')).toEqual([]);
    app.config.ARCHIVE_FIRST_YEAR = 2026;
    await measureAt(10);
    expect(await ofType('PARTITION_COUNT')).toMatchObject([
      { table: 'ride_status_snapshots', severity: 'CRITICAL' },
      { table: 'queue_data', severity: 'CRITICAL' },
    ]);
    app.config.ARCHIVE_FIRST_YEAR = 2021;
    await measureAt(10);
    expect(await active()).toEqual([]);
  });

  it('report a change of the growth rate, and the days until the disk is full', async () => {
    const warehouse = new GrowingWarehouse(app, new SeededRandom(3));
    const collect = async (from: number, to: number, snapshots: number) => {
      for (let day = from; day < to; day++) {
        const start = new Date(Date.UTC(2026, 3, 1 + day));
        await warehouse.insertDay(
          start.toISOString().slice(0, 10),
          { snapshots: snapshots + day, queueRows: 0 },
          'LIVE',
        );
        app.clock.set(new Date(start.getTime() + 86_400_000));
        await app.measure();
      }
    };
    app.config.STORAGE_CAPACITY_GB = 100;
    await collect(0, 9, 500);
    expect(await active()).toEqual([]);
    await collect(9, 16, 800);
    expect(await ofType('GROWTH_RATE_CHANGE')).toMatchObject([{ severity: 'CRITICAL', threshold: 25 }]);
    const { perDay, used } = await growthNow();
    app.config.STORAGE_CAPACITY_GB = (used + 60 * perDay) / GIGABYTE;
    await app.measure();
    const [alert] = await ofType('DAYS_UNTIL_FULL');
    expect(alert).toMatchObject({
      severity: 'WARNING',
      threshold: 90,
      note: expect.stringMatching(/is in use and grows by .* a day: full in \d+ days/) as unknown,
    });
    expect(Math.abs(alert!.value - 60)).toBeLessThan(2);
    app.config.STORAGE_CAPACITY_GB = (used + 850 * perDay) / GIGABYTE;
    await app.measure();
    const over = (await app.api.alerts()).cleared.find(({ alertId }) => alertId === alert!.alertId)!;
    expect(over.note).toMatch(/^Back above the threshold: .* full in 8\d\d days$/);
    expect(Math.abs(over.value - 850)).toBeLessThan(30);
  });

  async function growthNow() {
    const { bytesPerDay, capacity } = await app.api.growth(36);
    return { perDay: bytesPerDay!.value, used: capacity.usedBytes! };
  }
});
