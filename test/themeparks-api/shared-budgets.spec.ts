import { jest } from '@jest/globals';
import { EntityClient, LiveClient } from '../../src/modules/themeparks-api/api-clients.js';
import { SharedBudgets } from '../../src/modules/themeparks-api/budgets/shared-budgets.service.js';
import { HistoryClient } from '../../src/modules/themeparks-api/history-client.js';
import { HistoryBudgetExhaustedError } from '../../src/modules/themeparks-api/live-api-errors.js';
import { SettableClock } from '../support/collector-app.js';
import { MeteredApi, type MeteredPlan } from '../support/metered-api.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ThemeparksApiApp } from '../support/themeparks-api-app.js';
import { VirtualTimer } from '../support/virtual-timer.js';

const START_MS = Date.parse('2026-11-29T10:20:00.400Z');
const PARK = '75ea578a-adc8-4116-a54d-dccb60765ef9';
const KEY = 'key-of-the-test';
const HOUR_MS = 3_600_000;
const realFetch = globalThis.fetch;

describe('two processes with one database', () => {
  let database: TestDatabase;
  let clock: SettableClock;
  let timer: VirtualTimer;
  let api: MeteredApi;
  let apps: ThemeparksApiApp[];

  beforeAll(async () => {
    database = await createTestDatabase('shared_budgets');
  });
  beforeEach(() => {
    clock = new SettableClock(START_MS);
    timer = new VirtualTimer();
    jest.spyOn(globalThis, 'fetch').mockImplementation(timer.countingFetch(realFetch));
    apps = [];
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    for (const app of apps) await app.close();
    await api.close();
  });
  afterAll(() => database.drop());

  async function start(plan: Partial<MeteredPlan>, settings: Record<string, string> = {}): Promise<void> {
    api = await MeteredApi.start({ keys: [KEY], ...plan }, () => clock.nowMs + timer.nowMs());
    await startProcess(settings);
    await startProcess(settings);
  }

  async function startProcess(settings: Record<string, string>): Promise<ThemeparksApiApp> {
    const app = await ThemeparksApiApp.start({
      connection: database.connectionOptions,
      settings: { LIVE_API_BASE_URL: api.baseUrl, ...settings },
      time: { clock, timer },
    });
    timer.watch(app.get(SharedBudgets));
    apps.push(app);
    return app;
  }

  const live = (app: ThemeparksApiApp) =>
    app.get(LiveClient).fetchLive({
      themeparksWikiId: PARK,
      deadlineMs: Infinity,
      signal: new AbortController().signal,
      tally: { requests: 0, rateLimited: 0 },
    });
  const times = (count: number, request: () => Promise<unknown>) => Promise.all(Array.from({ length: count }, request));
  const history = (app: ThemeparksApiApp) =>
    app
      .get(HistoryClient)
      .fetchHistory(PARK, { date: '2026-11-20' })
      .then(
        () => null,
        (error: unknown) => error as HistoryBudgetExhaustedError,
      );

  /** The most requests that arrived within any 60 seconds. */
  const busiestMinute = () =>
    Math.max(
      ...api.asked.map(
        ({ atMs }) => api.asked.filter((other) => other.atMs >= atMs && other.atMs < atMs + 60_000).length,
      ),
    );

  it('never send more than the budget of a minute, which both use up', async () => {
    await start({ perMinute: 40 }, { LIVE_REQUESTS_PER_MINUTE: '40' });
    await Promise.all(apps.map((app) => times(70, () => live(app))));
    expect(api.asked).toHaveLength(140);
    expect(api.minute.refused).toBe(0);
    expect(busiestMinute()).toBeLessThanOrEqual(40);
    expect(timer.nowMs()).toBeLessThan(5 * 60_000);
  });

  it('obey a lower limit that the API reports', async () => {
    await start({ perMinute: 30 }, { LIVE_REQUESTS_PER_MINUTE: '120' });
    await live(apps[0]!);
    await live(apps[1]!);
    await Promise.all(apps.map((app) => times(40, () => live(app))));
    expect(api.minute.refused).toBe(0);
  });

  it('keep to a limit of their own that is lower, and background requests to a quarter of it', async () => {
    await start({ perMinute: 300 }, { LIVE_REQUESTS_PER_MINUTE: '40' });
    await Promise.all(apps.map((app) => times(12, () => app.get(EntityClient).fetchEntity(PARK))));
    expect(busiestMinute()).toBeLessThanOrEqual(10);
  });

  it('leave to each other what a third consumer of the account leaves', async () => {
    await start({ perMinute: 100 }, { LIVE_REQUESTS_PER_MINUTE: '100' });
    await live(apps[0]!);
    for (let request = 0; request < 60; request++) await realFetch(`${api.baseUrl}/destinations`);
    await Promise.all(apps.map((app) => live(app)));
    await Promise.all(apps.map((app) => times(60, () => live(app))));
    expect(api.minute.refused).toBe(0);
  });

  it('wait together after one of them was refused', async () => {
    await start({ perMinute: 300 });
    let refusals = 1;
    api.reply = () => (refusals-- > 0 ? { status: 429, headers: { 'retry-after': '30' }, body: {} } : null);
    await expect(live(apps[0]!)).rejects.toMatchObject({ details: { failure: 'RATE_LIMITED' } });
    await live(apps[1]!);
    expect(api.asked[1]!.atMs - api.asked[0]!.atMs).toBeGreaterThanOrEqual(30_000);
  });

  it.each<[string, Record<string, string>, number]>([
    ['without a key', {}, 60],
    ['with a key', { THEMEPARKS_API_KEY: KEY }, 75],
  ])(
    '%s, never send more history requests than the hour has, and state when the next may be sent',
    async (_, settings, perHour) => {
      await start({ perMinute: 10_000, perHour }, { LIVE_REQUESTS_PER_MINUTE: '10000', ...settings });
      const results = (await Promise.all(apps.map((app) => times(50, () => history(app))))).flat() as (Error | null)[];
      const refused = results.filter((error) => error !== null);
      expect(api.historyRequests).toHaveLength(perHour);
      expect(refused).toHaveLength(100 - perHour);
      expect(api.hour.refused).toBe(0);
      expect(refused.every((error) => error instanceof HistoryBudgetExhaustedError)).toBe(true);

      const availableAtMs = (await history(apps[1]!))!.availableAtMs;
      expect(availableAtMs).toBeLessThanOrEqual(START_MS + HOUR_MS + 2_000);
      clock.nowMs = availableAtMs - timer.nowMs() - 1_000;
      expect(await history(apps[0]!)).toBeInstanceOf(HistoryBudgetExhaustedError);
      clock.nowMs = availableAtMs - timer.nowMs();
      await Promise.all(apps.map((app) => times(100, () => history(app))));
      expect(api.hour.refused).toBe(0);
      expect(api.historyRequests).toHaveLength(2 * perHour);
    },
  );

  it("use the API's own window of the hour, where it reports one", async () => {
    await start({ perHour: 10 }, { THEMEPARKS_API_KEY: KEY });
    await times(11, () => history(apps[0]!));
    const { availableAtMs } = (await history(apps[1]!))!;
    expect(new Date(availableAtMs).toISOString().slice(0, 19)).toBe('2026-11-29T11:00:01');
  });

  it('get back what a process that died had taken, once its window is over', async () => {
    await start({ perMinute: 40 }, { LIVE_REQUESTS_PER_MINUTE: '40' });
    await times(19, () => live(apps[0]!));
    await apps.shift()!.close();
    await times(45, () => live(apps[0]!));
    expect(timer.nowMs()).toBeLessThan(70_000);
    expect(api.minute.refused).toBe(0);
  });

  it('have budgets of their own for each key', async () => {
    await start({ perHour: 1_000 });
    await times(61, () => history(apps[0]!));
    expect(await history(apps[1]!)).toBeInstanceOf(HistoryBudgetExhaustedError);
    const keyed = await startProcess({ THEMEPARKS_API_KEY: KEY });
    expect(await history(keyed)).toBeNull();
  });
});
