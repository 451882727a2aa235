import {
  FREE_KEY,
  FREE_PLAN,
  UNMETERED_KEY,
  UNMETERED_PLAN,
} from '../../src/tools/api-simulator/accounts/api-plans.js';
import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import { SettableClock, SleepingTimer } from '../support/collector-app.js';
import { HistoryImportApp } from '../support/history-import-app.js';
import { tableChecksums } from '../support/table-checksum.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { importTwice } from '../support/two-history-imports.js';

const NOON_MS = Date.UTC(2026, 6, 20, 16);
const [FIRST, LAST, DAYS] = ['2026-07-10', '2026-07-16', 7];
const OTHER_KEY = 'simulated-other-key';
const TABLES = ['ride_status_snapshots', 'queue_data', 'ride_current', 'id_mappings'];

/** Sleeps take no time, but the clocks go on. */
class PassingTimer extends SleepingTimer {
  constructor(private readonly clock: SettableClock) {
    super();
  }

  override nowMs(): number {
    return this.clock.nowMs;
  }

  override async sleep(delayMs: number, signal: AbortSignal): Promise<void> {
    await super.sleep(delayMs, signal);
    this.clock.nowMs += delayMs;
  }
}

describe('an import of the History API that is disturbed halfway', () => {
  const databases: TestDatabase[] = [];
  const apps: HistoryImportApp[] = [];
  const clock = new SettableClock(NOON_MS);
  let simulator: ApiSimulator;
  let expected: Awaited<ReturnType<typeof tableChecksums>>;

  beforeAll(async () => {
    simulator = await startApiSimulator({
      ...{ seed: 2, destinations: 1, ridesPerDestination: 8, clock: () => clock.nowMs },
    });
  });
  beforeEach(async () => {
    clock.nowMs = NOON_MS;
    simulator.setFaults({});
    plans(FREE_PLAN);
    if (expected !== undefined) return;
    const calm = await open(UNMETERED_KEY);
    await calm.app.import(calm.parkId, FIRST, LAST);
    expected = await tableChecksums(calm.connection, TABLES);
    plans(FREE_PLAN);
  });
  afterAll(async () => {
    for (const app of apps) await app.close();
    await simulator.close();
    for (const database of databases) await database.drop();
  });

  function plans(free: typeof FREE_PLAN | null): void {
    const keys = { [UNMETERED_KEY]: UNMETERED_PLAN, [OTHER_KEY]: { ...FREE_PLAN, tier: 'other' } };
    simulator.setPlans({ keys: free === null ? keys : { ...keys, [FREE_KEY]: free } });
  }

  async function start(connection: TestDatabase['connectionOptions'], key: string, timer = new SleepingTimer()) {
    const app = await HistoryImportApp.start({ connection, simulator, key, clock, timer });
    apps.push(app);
    return app;
  }

  async function open(key: string, timer?: SleepingTimer) {
    const database = await createTestDatabase('disturbed_history');
    databases.push(database);
    const connection = database.connectionOptions;
    const app = await start(connection, key, timer);
    const [parkId] = await app.addParks(simulator);
    return { app, connection, parkId: parkId! };
  }

  const fault = (budget: 'MINUTE' | 'HOUR', retryAfter: 'seconds' | 'date' | 'none', seconds = 1200) => ({
    requests: [
      {
        fault: { kind: 'RATE_LIMITED' as const, budget, retryAfter, seconds },
        url: 'history?date=2026-07-13',
        count: 1,
      },
    ],
  });

  it.each(['seconds', 'date'] as const)(
    'by a 429 of the hour (Retry-After as %s) pauses until then, and goes on by itself',
    async (retryAfter) => {
      simulator.setFaults(fault('HOUR', retryAfter));
      const { app, connection, parkId } = await open(FREE_KEY);
      const { record } = await app.import(parkId, FIRST, LAST);
      expect(record).toMatchObject({ status: 'PAUSED', filesDone: 3, error: null });
      const waitSeconds = (record.resumesAt!.getTime() - NOON_MS) / 1000;
      expect(waitSeconds).toBeGreaterThanOrEqual(1200);
      expect(waitSeconds).toBeLessThan(1210);
      clock.nowMs = record.resumesAt!.getTime();
      await app.resumeDue();
      const { record: ended } = await app.run(record.importId);
      expect(ended).toMatchObject({ status: 'COMPLETED', filesDone: DAYS });
      expect(await tableChecksums(connection, TABLES)).toEqual(expected);
    },
  );

  it.each(['seconds', 'none'] as const)(
    'by a 429 of the minute (Retry-After: %s) waits, and goes on',
    async (retryAfter) => {
      simulator.setFaults(fault('MINUTE', retryAfter, 60));
      const timer = new PassingTimer(clock);
      const { app, connection, parkId } = await open(FREE_KEY, timer);
      const { record } = await app.import(parkId, FIRST, LAST);
      expect(record).toMatchObject({ status: 'COMPLETED', filesDone: DAYS, error: null });
      if (retryAfter === 'seconds') expect(clock.nowMs - NOON_MS).toBeGreaterThanOrEqual(60_000);
      expect(clock.nowMs).toBeGreaterThan(NOON_MS);
      expect(await tableChecksums(connection, TABLES)).toEqual(expected);
    },
  );

  it('by a 429 of the minute for longer than a request waits pauses until then', async () => {
    simulator.setFaults(fault('MINUTE', 'seconds'));
    const { app, connection, parkId } = await open(FREE_KEY, new PassingTimer(clock));
    const { record } = await app.import(parkId, FIRST, LAST);
    expect(record).toMatchObject({ status: 'PAUSED', filesDone: 3, error: null });
    expect(record.resumesAt!.getTime() - NOON_MS).toBeGreaterThanOrEqual(1_200_000);
    expect(record.resumesAt!.getTime() - NOON_MS).toBeLessThan(1_300_000);
    clock.nowMs = record.resumesAt!.getTime();
    await app.resumeDue();
    expect((await app.run(record.importId)).record).toMatchObject({ status: 'COMPLETED', filesDone: DAYS });
    expect(await tableChecksums(connection, TABLES)).toEqual(expected);
  });

  it('by a window that shrinks refuses the days before it, which a later import with a wider one adds', async () => {
    const { app, connection, parkId } = await open(FREE_KEY);
    const { importId } = await app.start(parkId, { startDate: FIRST, endDate: LAST });
    const { record } = await app.run(importId, ({ totals }) => {
      if (totals.filesDone === 2) plans({ ...FREE_PLAN, historyDays: 6 });
    });
    expect(record).toMatchObject({ status: 'COMPLETED', filesDone: DAYS });
    const states = await app.query<{ date: string; state: string }>(
      'SELECT local_date AS date, state FROM history_days ORDER BY local_date',
    );
    // The day after the second one may have been requested before.
    expect(states.map(({ state }) => state[0]).join('')).toMatch(/^FF[FR]RRFF$/);
    plans(FREE_PLAN);
    const again = await app.import(parkId, FIRST, LAST);
    expect(again.record).toMatchObject({ status: 'COMPLETED', errorsEncountered: 0 });
    expect(await tableChecksums(connection, TABLES)).toEqual(expected);
  });

  it('by a key that is withdrawn fails with the reason, and goes on with another key', async () => {
    const { app, connection, parkId } = await open(FREE_KEY);
    const { importId } = await app.start(parkId, { startDate: FIRST, endDate: LAST });
    const { record } = await app.run(importId, ({ totals }) => {
      if (totals.filesDone === 3) plans(null);
    });
    expect(record.status).toBe('FAILED');
    expect([3, 4]).toContain(record.filesDone);
    expect(record.error!.message).toMatch(/key/i);
    const other = await start(connection, OTHER_KEY);
    await other.resume(importId);
    expect((await other.run(importId)).record).toMatchObject({ status: 'COMPLETED', filesDone: DAYS });
    expect(await tableChecksums(connection, TABLES)).toEqual(expected);
    expect(simulator.accountStats(OTHER_KEY).refusedPerHour).toBe(0);
  });
});

describe('two imports of the History API in two processes', () => {
  it('never exceed the hourly budget together: both pause until it is available again', async () => {
    const historyPerHour = 9;
    const { results, imports, counted } = await importTwice({ requestsPerMinute: 60, historyPerHour, days: 9 });
    expect(results).toEqual(['paused', 'paused']);
    expect(counted).toMatchObject({ refusedPerHour: 0, refusedPerMinute: 0, mostHistoryPerHour: historyPerHour });
    // One request of each is for the coverage; one that begins late may not get even that.
    expect([historyPerHour - 2, historyPerHour - 1]).toContain(imports.reduce((sum, { files }) => sum + files, 0));
    expect(imports.every(({ resumesAt }) => resumesAt !== null)).toBe(true);
  }, 120_000);
});
