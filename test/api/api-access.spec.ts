import { jest } from '@jest/globals';
import { ApiExchange } from '../../src/modules/themeparks-api/api-exchange.js';
import { EntityClient } from '../../src/modules/themeparks-api/api-clients.js';
import type { CollectorStatusView } from '../../src/modules/collector/collector.dto.js';
import { HistoryClient } from '../../src/modules/themeparks-api/history-client.js';
import { SettableClock } from '../support/collector-app.js';
import { MeteredApi } from '../support/metered-api.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ApiApp, type Json } from './support/api-app.js';

const START_MS = Date.parse('2026-11-29T10:20:00Z');
const KEY = 'key-of-the-test';
const PARK = '75ea578a-adc8-4116-a54d-dccb60765ef9';

describe('the access to the ThemeParks.wiki API in the status of the collection', () => {
  let database: TestDatabase;
  let clock: SettableClock;
  let upstream: MeteredApi;
  let api: ApiApp;

  beforeAll(async () => {
    database = await createTestDatabase('api_access');
    clock = new SettableClock(START_MS);
    upstream = await MeteredApi.start({ keys: [KEY], perMinute: 100, perHour: 600 }, () => clock.nowMs);
    api = await ApiApp.start({
      connection: database.connectionOptions,
      settings: { LIVE_API_BASE_URL: upstream.baseUrl, THEMEPARKS_API_KEY: KEY },
      clock,
    });
  });
  afterAll(async () => {
    await api?.close();
    await upstream?.close();
    await database?.drop();
  });

  async function access(): Promise<Json<CollectorStatusView>['api']> {
    const { status, body } = await api.get<Json<CollectorStatusView>>('/api/admin/collector/status');
    expect([status, JSON.stringify(body).includes(KEY)]).toEqual([200, false]);
    return body.api;
  }
  const askedForMe = () => upstream.asked.filter(({ path }) => path === '/me').length;

  it('shows the plan of the key and both budgets', async () => {
    expect(await access()).toEqual({
      hasKey: true,
      note: null,
      tier: 'free',
      historyDays: 30,
      hasAllHistory: false,
      historyEarliestDate: '2026-10-31',
      checkedAt: '2026-11-29T10:20:00.000Z',
      requestsPerMinute: {
        limit: 100,
        windowSeconds: 60,
        isReported: true,
        used: 1,
        remaining: 99,
        resetsAt: '2026-11-29T10:21:01.000Z',
        blockedUntil: null,
      },
      historyRequestsPerHour: {
        limit: 600,
        windowSeconds: 3600,
        isReported: true,
        used: 0,
        remaining: 600,
        resetsAt: '2026-11-29T11:00:01.000Z',
        blockedUntil: null,
      },
    });
  });

  it('counts what is used, and asks the API once in five minutes', async () => {
    await api.app.get(HistoryClient, { strict: false }).fetchCoverage(PARK);
    expect((await access()).historyRequestsPerHour).toMatchObject({ used: 1, remaining: 599 });
    expect(askedForMe()).toBe(1);
    clock.nowMs += 300_000;
    await access();
    expect(askedForMe()).toBe(2);
  });

  it('shows why the account is not known at the moment, and keeps what was known', async () => {
    clock.nowMs += 300_000;
    upstream.reply = () => ({ status: 503, headers: { 'retry-after': '60' }, body: '<html>down</html>' });
    expect(await access()).toMatchObject({
      note: expect.stringContaining('responded with 503') as string,
      tier: 'free',
    });
    expect(askedForMe()).toBe(3);
  });

  it('shows until when nothing is sent after a 429', async () => {
    const body = { error: 'Too Many Requests', message: 'Slow down.', retryAfter: 90 };
    upstream.reply = () => ({ status: 429, body });
    const stop = AbortSignal.timeout(500);
    await expect(api.app.get(EntityClient, { strict: false }).fetchEntity(PARK, stop)).rejects.toThrow();
    const blockedUntil = new Date(clock.nowMs + 90_000).toISOString();
    expect((await access()).requestsPerMinute).toMatchObject({ blockedUntil });
  });

  it('counts the limit of its own too, and does not remember that background requests had to wait', async () => {
    await api.close();
    api = await ApiApp.start({
      connection: database.connectionOptions,
      settings: { LIVE_API_BASE_URL: upstream.baseUrl, THEMEPARKS_API_KEY: KEY, LIVE_REQUESTS_PER_MINUTE: '8' },
      clock,
    });
    upstream.reply = () => null;
    clock.nowMs += 120_000;
    const asked = askedForMe();
    const entities = api.app.get(EntityClient, { strict: false });
    for (let request = 0; request < 2; request++) await entities.fetchEntity(PARK);
    const { note, requestsPerMinute } = await access();
    expect(requestsPerMinute).toMatchObject({ limit: 8, used: 2, remaining: 6 });
    expect(note).toMatch(/^The account was not asked yet: .* in \d+ s$/);
    // Nothing was sent, so the next one who reads the status has not to wait for five minutes.
    const attempts = jest.spyOn(ApiExchange.prototype, 'attempt');
    await access();
    expect(attempts).toHaveBeenCalledTimes(1);
    expect(askedForMe()).toBe(asked);
    attempts.mockRestore();
  });
});
