import { HistoryClient, type HistoryResponse } from '../../src/modules/themeparks-api/history-client.js';
import {
  HistoryBudgetExhaustedError,
  HistoryWindowExceededError,
} from '../../src/modules/themeparks-api/live-api-errors.js';
import { FREE_KEY, FREE_PLAN, UNMETERED_KEY } from '../../src/tools/api-simulator/accounts/api-plans.js';
import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import { SettableClock, SleepingTimer } from '../support/collector-app.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ThemeparksApiApp } from '../support/themeparks-api-app.js';

const NOON_MS = Date.UTC(2026, 6, 20, 16);
const UNMETERED = { tier: 'enterprise', historyDays: null, requestsPerMinute: null, historyPerHour: null };

describe('the history client and the simulated API', () => {
  let database: TestDatabase;
  let clock: SettableClock;
  let simulator: ApiSimulator;
  let parkId: string;
  const apps: ThemeparksApiApp[] = [];

  beforeAll(async () => {
    database = await createTestDatabase('simulated_client');
  });
  beforeEach(async () => {
    clock = new SettableClock(NOON_MS);
    const plans = { keys: { [FREE_KEY]: { ...FREE_PLAN, historyPerHour: 20 }, [UNMETERED_KEY]: UNMETERED } };
    const world = { seed: 2, destinations: 1, ridesPerDestination: 12 };
    simulator = await startApiSimulator({ ...world, clock: () => clock.nowMs, plans });
    parkId = simulator.world.destinations[0]!.parks[0]!.id;
  });
  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close();
    await simulator.close();
  });
  afterAll(() => database.drop());

  async function start(key?: string): Promise<HistoryClient> {
    const settings = {
      LIVE_API_BASE_URL: simulator.baseUrl,
      ...(key === undefined ? {} : { THEMEPARKS_API_KEY: key }),
    };
    const time = { clock, timer: new SleepingTimer() };
    const app = await ThemeparksApiApp.start({ connection: database.connectionOptions, settings, time });
    apps.push(app);
    return app.get(HistoryClient);
  }
  const day = { date: '2026-07-19' };

  it('understand each other', async () => {
    const client = await start(FREE_KEY);
    expect((await client.fetchHistory(parkId, day)).body).toMatchObject({ id: parkId, entityType: 'PARK', next: null });
    expect((await client.fetchCoverage(parkId)).body).toMatchObject({ id: parkId });
    expect((await client.fetchMe()).body).toMatchObject({ tier: 'free' });
    const pages: HistoryResponse[] = [];
    for await (const page of client.fetchDaily(parkId, { from: '2026-06-22', to: '2026-07-20' })) pages.push(page);
    expect(pages).toHaveLength(1);
    await expect(client.fetchHistory(parkId, { date: '2026-06-01' })).rejects.toThrow(HistoryWindowExceededError);
    await expect(client.fetchHistory(parkId, { date: '2026-06-01' })).rejects.toMatchObject({
      earliestAllowedDate: expect.stringMatching(/^2026-06-2\d$/) as string,
    });
  });

  it('follow the pages of two months', async () => {
    const client = await start(UNMETERED_KEY);
    const days = { from: '2026-05-01', to: '2026-06-30' };
    const ranges: unknown[] = [];
    for await (const { body } of client.fetchDaily(parkId, days)) ranges.push((body as { range: unknown }).range);
    expect(ranges).toEqual([
      { from: '2026-05-01', to: '2026-05-31' },
      { from: '2026-06-01', to: '2026-06-30' },
    ]);
  });

  it('never spend more than the hour has, from two processes and over three hours', async () => {
    const clients = [await start(FREE_KEY), await start(FREE_KEY)];
    for (let hour = 0; hour < 3; hour++) {
      const results = await Promise.all(
        clients.flatMap((client) =>
          Array.from({ length: 15 }, () =>
            client.fetchCoverage(parkId).then(
              () => null,
              (error: unknown) => error,
            ),
          ),
        ),
      );
      const refused = results.filter((error): error is HistoryBudgetExhaustedError => error !== null);
      expect(refused.every((error) => error instanceof HistoryBudgetExhaustedError)).toBe(true);
      expect(refused).toHaveLength(10);
      clock.nowMs = Math.max(...refused.map(({ availableAtMs }) => availableAtMs));
    }
    expect(simulator.accountStats(FREE_KEY)).toMatchObject({
      historyRequests: 60,
      refusedPerHour: 0,
      refusedPerMinute: 0,
    });
  });

  it('do not take the budget of another client in a cached response for their own', async () => {
    const client = await start(FREE_KEY);
    simulator.setFaults({ requests: [{ fault: { kind: 'CACHED', ageSeconds: 9 }, count: 30 }] });
    for (let request = 0; request < 20; request++) await client.fetchCoverage(parkId);
    await expect(client.fetchCoverage(parkId)).rejects.toThrow(HistoryBudgetExhaustedError);
    expect(simulator.accountStats(FREE_KEY)).toMatchObject({ refusedPerHour: 0 });
  });
});
