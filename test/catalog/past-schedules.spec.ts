import { PastSchedules } from '../../src/modules/catalog/schedule/past-schedules.service.js';
import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import { CatalogApp } from '../support/catalog-app.js';
import { databaseUrl, runProgram } from '../support/program.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const NOW_MS = Date.UTC(2026, 7, 12, 16);

let database: TestDatabase;
let api: ApiSimulator;
let app: CatalogApp;
let parkId: number;

beforeAll(async () => {
  database = await createTestDatabase('past_schedules');
  api = await startApiSimulator({
    clock: () => NOW_MS,
    seed: 5,
    destinations: 1,
    ridesPerDestination: 10,
    limitPerMinute: 100_000,
    latencyMs: 0,
  });
  const clock = { now: () => new Date(NOW_MS) };
  app = await CatalogApp.start({ connection: database.connectionOptions, baseUrl: api.baseUrl, clock });
  await app.sync();
  const [park] = await app.query<{ id: number }>('SELECT park_id AS id FROM parks ORDER BY park_id LIMIT 1');
  parkId = park!.id;
});
afterAll(async () => {
  await app?.close();
  await api?.close();
  await database?.drop();
});

const fill = (fromMonth: string) => app.context.get(PastSchedules, { strict: false }).fill({ parkId, fromMonth });
const entries = (first: string, last: string) =>
  app.query<{ date: string; type: string; opensAt: Date; purchases: unknown; withdrawnAt: Date | null }>(
    `SELECT local_date AS date, schedule_type AS type, opens_at AS opensAt, purchases, withdrawn_at AS withdrawnAt
       FROM park_schedules WHERE park_id = ? AND local_date BETWEEN ? AND ? ORDER BY schedule_id`,
    [parkId, first, last],
  );

describe('schedules of past months', () => {
  it('fill only dates without an entry, with purchases and description, and leave what is stored as it is', async () => {
    await app.query(
      `INSERT INTO park_schedules (park_id, local_date, schedule_type, opens_at, closes_at, reported_from, reported_until)
       VALUES (?, '2026-07-10', 'OPERATING', '2026-07-10 15:00:00', '2026-07-10 16:00:00', '2026-07-01', '2026-07-10')`,
      [parkId],
    );
    const before = await entries('2026-07-10', '2026-07-10');
    const coming = await entries('2026-08-12', '2026-12-31');
    const report = await fill('2026-06');
    // June, July, and August, whose first days nothing is stored of
    expect(report).toMatchObject({ parks: 1, months: 3, failed: 0, left: 0 });
    expect(report.entriesAdded).toBeGreaterThan(50);
    expect(await entries('2026-07-10', '2026-07-10')).toEqual(before);
    expect(await entries('2026-08-12', '2026-12-31')).toEqual(coming);
    const july = await entries('2026-07-01', '2026-07-31');
    expect(new Set(july.map(({ date }) => date)).size).toBeGreaterThan(20);
    expect(july.every(({ withdrawnAt }) => withdrawnAt === null)).toBe(true);
    const [described] = await app.query<{ n: string }>(
      "SELECT COUNT(*) AS n FROM park_schedules WHERE local_date LIKE '2026-07-%' AND description IS NOT NULL",
    );
    expect(Number(described!.n)).toBeGreaterThan(5);
    const [day] = await app.query<{ n: string }>(
      "SELECT COUNT(*) AS n FROM invalidated_park_days WHERE park_id = ? AND local_date = '2026-07-11'",
      [parkId],
    );
    expect(Number(day!.n)).toBe(1);
  });

  it('include the past days of the current month, which is read once a day', async () => {
    const dates = (await entries('2026-08-01', '2026-08-11')).map(({ date }) => date);
    expect(new Set(dates).size).toBeGreaterThan(8);
    await app.query("DELETE FROM park_schedules WHERE park_id = ? AND local_date = '2026-08-03'", [parkId]);
    expect(await fill('2026-08')).toMatchObject({ months: 0 });
    await app.query(
      "UPDATE park_schedule_months SET read_at = '2026-08-11 20:00:00' WHERE park_id = ? AND month = '2026-08'",
      [parkId],
    );
    const [before] = await app.query<{ n: number }>(
      "SELECT entries_added AS n FROM park_schedule_months WHERE park_id = ? AND month = '2026-08'",
      [parkId],
    );
    const report = await fill('2026-08');
    expect(report.months).toBe(1);
    expect(await entries('2026-08-03', '2026-08-03')).toHaveLength(report.entriesAdded);
    const [after] = await app.query<{ n: number }>(
      "SELECT entries_added AS n FROM park_schedule_months WHERE park_id = ? AND month = '2026-08'",
      [parkId],
    );
    expect(after!.n).toBe(before!.n + report.entriesAdded);
  });

  it('are read once', async () => {
    expect(await fill('2026-06')).toMatchObject({ months: 0, entriesAdded: 0 });
    expect(await fill('2026-05')).toMatchObject({ months: 1 });
  });

  it('that could not be read change nothing, and are asked for again', async () => {
    const before = await entries('1970-01-01', '2150-12-31');
    api.setFaults({ requests: [{ fault: { kind: 'STATUS', status: 404 } }] });
    expect(await fill('2026-04')).toMatchObject({ months: 1, failed: 1, entriesAdded: 0 });
    api.setFaults({});
    expect(await entries('1970-01-01', '2150-12-31')).toEqual(before);
    const again = await fill('2026-04');
    expect(again).toMatchObject({ months: 1, failed: 0 });
    expect(again.entriesAdded).toBeGreaterThan(20);
  });

  it('are read from the command line, which refuses a month that the API does not accept', async () => {
    const environment = { DATABASE_URL: databaseUrl(database.connectionOptions), LIVE_API_BASE_URL: api.baseUrl };
    for (const month of ['1969-12', '2151-01', '2026-7', '2026-13']) {
      const { code, stderr } = await runProgram('schedule past', ['--from-month', month], environment);
      expect([code, stderr]).toEqual([2, expect.stringContaining('1970-01 to 2150-12')]);
    }
  });
});
