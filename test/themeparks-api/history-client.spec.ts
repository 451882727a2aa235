import { EntityClient } from '../../src/modules/themeparks-api/api-clients.js';
import { type HistoryResponse, HistoryClient } from '../../src/modules/themeparks-api/history-client.js';
import {
  HistoryBudgetExhaustedError,
  HistoryWindowExceededError,
  InvalidHistoryRequestError,
  MissingEntityError,
  RateLimitedByApiError,
  TransientApiError,
  UnauthorizedApiKeyError,
  UnusablePageLinkError,
} from '../../src/modules/themeparks-api/live-api-errors.js';
import { SettableClock, SleepingTimer } from '../support/collector-app.js';
import { historyRateLimited, MeteredApi, type MeteredReply, tooManyRequests } from '../support/metered-api.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ThemeparksApiApp } from '../support/themeparks-api-app.js';

const START_MS = Date.parse('2026-11-29T10:20:00Z');
const PARK = '75ea578a-adc8-4116-a54d-dccb60765ef9';
const KEY = 'key-of-the-test';
const DAY = { date: '2026-11-20' };

describe('the history client', () => {
  let database: TestDatabase;
  let clock: SettableClock;
  let timer: SleepingTimer;
  let api: MeteredApi;
  const apps: ThemeparksApiApp[] = [];

  beforeAll(async () => {
    database = await createTestDatabase('history_client');
  });
  beforeEach(async () => {
    clock = new SettableClock(START_MS);
    timer = new SleepingTimer();
    api = await MeteredApi.start({ keys: [KEY] }, () => clock.nowMs + timer.nowMs());
  });
  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close();
    await api.close();
  });
  afterAll(() => database.drop());

  async function start(settings: Record<string, string> = {}): Promise<ThemeparksApiApp> {
    const app = await ThemeparksApiApp.start({
      connection: database.connectionOptions,
      settings: { LIVE_API_BASE_URL: api.baseUrl, ...settings },
      time: { clock, timer },
    });
    apps.push(app);
    return app;
  }
  const history = async (settings?: Record<string, string>) => (await start(settings)).get(HistoryClient);

  async function failure(reply: MeteredReply, settings?: Record<string, string>): Promise<unknown> {
    api.reply = () => reply;
    const client = await history(settings);
    return client.fetchHistory(PARK, DAY).then(
      () => null,
      (error: unknown) => error,
    );
  }

  it('returns the JSON of the API with the instant of its arrival', async () => {
    api.reply = ({ path }) => ({ body: { path, history: [{ time: '2026-11-20T14:00:00Z' }] } });
    const client = await history();
    expect(await client.fetchHistory(PARK, DAY)).toEqual({
      body: { path: `/entity/${PARK}/history?date=2026-11-20`, history: [{ time: '2026-11-20T14:00:00Z' }] },
      receivedAtMs: START_MS,
    });
    const range = { from: '2026-11-01', to: '2026-11-20' };
    expect((await client.fetchHistory('a b/c', range)).body).toMatchObject({
      path: '/entity/a%20b%2Fc/history?from=2026-11-01&to=2026-11-20',
    });
    expect((await client.fetchCoverage(PARK)).body).toMatchObject({ path: `/entity/${PARK}/history/coverage` });
  });

  it('follows the pages of daily rows by the links of the API, as they are', async () => {
    const second = `${api.baseUrl}/entity/${PARK}/history/daily?cursor=%2B1%20x&to=2026-09-20`;
    api.reply = ({ path }) => ({ body: { path, next: path.includes('cursor') ? null : second } });
    const client = await history({ THEMEPARKS_API_KEY: KEY });
    const pages = await all(client.fetchDaily(PARK, { from: '2026-08-01', to: '2026-09-20' }));
    expect(pages.map(({ body }) => (body as { path: string }).path)).toEqual([
      `/entity/${PARK}/history/daily?from=2026-08-01&to=2026-09-20`,
      `/entity/${PARK}/history/daily?cursor=%2B1%20x&to=2026-09-20`,
    ]);
    expect(api.historyRequests.map(({ key }) => key)).toEqual([KEY, KEY]);
    expect(await all(client.fetchPages(second))).toHaveLength(1);
  });

  it.each([
    ['another host', 'http://other.example/v1/entity/x/history/daily'],
    ['a host whose name begins with that of the API', 'HOST.other.example/v1'],
    ['a URL with a password', 'http://user:secret@HOST/v1'],
    ['no URL', '/v1/entity/x/history/daily?page=2'],
    ['a number', 2],
  ])('does not follow a page that leads to %s', async (_, next) => {
    api.reply = () => ({ body: { next: typeof next === 'string' ? withHost(next) : next } });
    const client = await history();
    const pages = client.fetchDaily(PARK, DAY);
    await pages.next();
    await expect(pages.next()).rejects.toThrow(UnusablePageLinkError);
    expect(api.asked).toHaveLength(1);
  });
  const withHost = (url: string) =>
    url.replace('http://user:secret@HOST', `http://user:secret@${api.endpoint.slice(7)}`).replace('HOST', api.endpoint);

  it('does not follow pages in a circle', async () => {
    api.reply = () => ({ body: { next: `${api.baseUrl}/entity/${PARK}/history/daily?page=2` } });
    await expect(all((await history()).fetchDaily(PARK, DAY))).rejects.toThrow('already read');
    expect(api.asked).toHaveLength(2);
  });

  describe('with an API key', () => {
    it('sends it with every request', async () => {
      const app = await start({ THEMEPARKS_API_KEY: ` ${KEY}\n` });
      await app.get(HistoryClient).fetchHistory(PARK, DAY);
      await app.get(HistoryClient).fetchMe();
      await app.get(EntityClient).fetchChildren(PARK);
      await app.get(EntityClient).fetchSchedule(PARK);
      expect(api.asked.map(({ path }) => path)).toEqual([
        '/me',
        `/entity/${PARK}/history?date=2026-11-20`,
        '/me',
        `/entity/${PARK}/children`,
        `/entity/${PARK}/schedule`,
      ]);
      expect(new Set(api.asked.map(({ key }) => key))).toEqual(new Set([KEY]));
    });

    it('sends it to no other host to which the API redirects, and to the API again', async () => {
      const other = await MeteredApi.start({}, () => clock.nowMs);
      api.reply = ({ path }) => {
        if (path.includes('children')) return { status: 302, headers: { location: `${other.baseUrl}/elsewhere` } };
        return path.includes('moved') ? null : { status: 308, headers: { location: '/v1/moved/history' } };
      };
      const app = await start({ THEMEPARKS_API_KEY: KEY });
      await app.get(EntityClient).fetchChildren(PARK);
      expect(other.asked.map(({ path, key }) => ({ path, key }))).toEqual([{ path: '/elsewhere', key: null }]);
      await app.get(EntityClient).fetchSchedule(PARK);
      expect(api.asked.at(-1)).toMatchObject({ path: '/moved/history', key: KEY });
      await other.close();
    });

    it('reports a key that is not accepted, without the key', async () => {
      const client = await history({ THEMEPARKS_API_KEY: 'a-wrong-key' });
      const error: unknown = await client.fetchHistory(PARK, DAY).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(UnauthorizedApiKeyError);
      expect((error as Error).message).toContain('does not accept THEMEPARKS_API_KEY');
      expect(JSON.stringify(error) + (error as Error).stack!).not.toContain('a-wrong-key');
      expect(api.historyRequests).toEqual([]);
    });

    it('learns from /me that the plan has no limit', async () => {
      api.reply = ({ path }) => {
        const unmetered = { unmetered: true };
        return path === '/me' ? { body: { tier: 'paid', rateLimit: unmetered, historyRateLimit: unmetered } } : null;
      };
      [api.reportsBudgets, api.isMetered] = [false, false];
      const client = await history({ THEMEPARKS_API_KEY: KEY, LIVE_REQUESTS_PER_MINUTE: '100000' });
      for (let request = 0; request < 610; request++) await client.fetchCoverage(PARK);
      expect(api.historyRequests).toHaveLength(610);
      expect(timer.nowMs()).toBe(0);
    });
  });

  describe('names what the API refuses', () => {
    it('days before those that the account may read', async () => {
      const error = await failure({
        status: 403,
        body: {
          error: {
            type: 'HISTORY_WINDOW_EXCEEDED',
            message: 'Requests without an API key can see history back to 2026-09-12 (7 days).',
            earliestAllowedDate: '2026-09-12',
          },
        },
      });
      expect(error).toBeInstanceOf(HistoryWindowExceededError);
      expect(error).toMatchObject({ earliestAllowedDate: '2026-09-12', isWorthRetrying: false });
      expect(api.asked).toHaveLength(1);
    });

    it.each(['INVALID_DATE', 'INVALID_RANGE', 'RANGE_TOO_LONG'])('parameters: %s', async (type) => {
      const error = await failure({ status: 400, body: { error: { type, message: 'No.' } } });
      expect(error).toBeInstanceOf(InvalidHistoryRequestError);
      expect(error).toMatchObject({ type });
    });

    it.each([
      { error: { type: 'NOT_FOUND', message: 'Entity not found' } },
      { success: false, error: { type: 'Not found', message: 'Entity not found', code: 404 } },
      '<html>not found</html>',
    ])('an unknown entity', async (body) => {
      expect(await failure({ status: 404, body })).toBeInstanceOf(MissingEntityError);
    });

    it('a call that requires a key', async () => {
      const error = await (await history()).fetchMe().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(UnauthorizedApiKeyError);
      expect((error as Error).message).toContain('set THEMEPARKS_API_KEY');
    });

    it.each([
      ['the Retry-After header', historyRateLimited(1847)],
      ['the body', { ...historyRateLimited(1847), headers: {} }],
    ])('a request beyond the hourly budget, with the time of %s, and does not wait for it', async (_, reply) => {
      const error = await failure(reply);
      expect(error).toBeInstanceOf(HistoryBudgetExhaustedError);
      expect(error).toMatchObject({ availableAtMs: START_MS + 1_847_000, details: { httpStatus: 429 } });
      expect(timer.nowMs()).toBe(0);
      expect(api.asked).toHaveLength(1);
      const again: unknown = await apps[0]!
        .get(HistoryClient)
        .fetchCoverage(PARK)
        .catch((reason: unknown) => reason);
      expect(again).toBeInstanceOf(HistoryBudgetExhaustedError);
      expect(again).toMatchObject({ availableAtMs: START_MS + 1_847_000, details: { httpStatus: null } });
      expect(api.asked).toHaveLength(1);
    });

    it('a request beyond the budget of a minute, and waits as long as that takes', async () => {
      let refusals = 2;
      api.reply = () => (refusals-- > 0 ? tooManyRequests(20) : null);
      await (await history()).fetchHistory(PARK, DAY);
      expect(api.asked).toHaveLength(3);
      expect(timer.nowMs()).toBeGreaterThanOrEqual(40_000);
    });

    it('a request beyond the budget of a minute, again and again', async () => {
      expect(await failure(tooManyRequests(1))).toBeInstanceOf(RateLimitedByApiError);
    });
  });

  it.each([502, 503])('repeats a request after %d, not before the time of Retry-After', async (status) => {
    let failures = 1;
    const body = { error: { type: 'HISTORY_BACKEND_UNAVAILABLE', message: 'Try again shortly.' } };
    api.reply = () => (failures-- > 0 ? { status, headers: { 'retry-after': '42' }, body } : null);
    await (await history()).fetchHistory(PARK, DAY);
    expect(api.asked).toHaveLength(2);
    expect(timer.nowMs()).toBeGreaterThanOrEqual(42_000);
  });

  it('gives up after a few failures, each of which costs a unit', async () => {
    const error = await failure({ status: 502, body: { error: { type: 'HISTORY_BACKEND_UNAVAILABLE' } } });
    expect(error).toBeInstanceOf(TransientApiError);
    expect(error).toMatchObject({ details: { failure: 'SERVER_ERROR', httpStatus: 502 } });
    expect(api.asked).toHaveLength(3);
  });
});

async function all(pages: AsyncGenerator<HistoryResponse>): Promise<HistoryResponse[]> {
  const read: HistoryResponse[] = [];
  for await (const page of pages) read.push(page);
  return read;
}
