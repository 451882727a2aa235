import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import { FREE_KEY, FREE_PLAN, KEYLESS_PLAN, UNMETERED_KEY } from '../../src/tools/api-simulator/accounts/api-plans.js';
import type { Damage } from '../../src/tools/api-simulator/damage.js';
import type { EntityHistory, ParkHistory } from '../support/simulated-history.js';

const NOON_MS = Date.UTC(2026, 6, 20, 16);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const TEXT: unknown = expect.any(String);
const NUMBER: unknown = expect.any(Number);
const LIST: unknown = expect.any(Array);
const TWO_OR_THREE_DAYS_BEFORE: unknown = expect.stringMatching(/^2026-07-1[78]$/);

let nowMs = NOON_MS;
let api: ApiSimulator;
let park: { id: string };
let ride: { id: string };

const get = (path: string, key?: string) =>
  fetch(api.baseUrl + path, key === undefined ? {} : { headers: { 'X-API-Key': key } });
const json = async <Body>(path: string, key = UNMETERED_KEY): Promise<Body> =>
  (await (await get(path, key)).json()) as Body;
const errorType = async (path: string, key = UNMETERED_KEY) => {
  const response = await get(path, key);
  return [response.status, ((await response.json()) as { error: { type: string } }).error.type];
};

beforeAll(async () => {
  api = await startApiSimulator({ seed: 2, destinations: 2, ridesPerDestination: 12, clock: () => nowMs });
  park = api.world.destinations[0]!.parks[0]!;
  ride = api.world.destinations[0]!.descendants.find(
    ({ model, parkId, seedWord }) =>
      model.kind === 'RIDE' && model.ride.kind === 'POSTED' && parkId === park.id && (seedWord >>> 0) % 6 !== 0,
  )!;
});
beforeEach(() => {
  nowMs = NOON_MS;
  api.setFaults({});
  api.setPlans({});
});
afterAll(() => api.close());

describe('a damaged history of a park', () => {
  const damaged = async (damage: Damage, path = `/entity/${park.id}/history?date=2026-07-15`) => {
    api.setFaults({ requests: [{ fault: { kind: 'DAMAGED', damage }, url: '/history' }] });
    const body = await json<ParkHistory>(path);
    return { body, damagedIds: api.stats.log.at(-1)!.damagedIds };
  };
  const rowsOf = ({ entities }: ParkHistory) => entities.flatMap(({ history }) => history);

  it.each<[Damage, (row: { time: string; status?: string | null | undefined }) => boolean]>([
    ['BAD_INSTANT', ({ time }) => time === 'yesterday'],
    ['UNKNOWN_STATUS', ({ status }) => status === 'MAINTENANCE_MODE'],
    ['WAIT_AS_TEXT', (row) => JSON.stringify(row).includes('about 30')],
  ])('has %s in some of its rows', async (damage, isDamaged) => {
    const { body, damagedIds } = await damaged(damage);
    const rows = rowsOf(body);
    expect(damagedIds.length).toBeGreaterThan(0);
    expect(rows.filter(isDamaged)).toHaveLength(damagedIds.length);
    expect(damagedIds.length).toBeLessThan(rows.length);
  });

  it('lacks its list, or ids of its entities', async () => {
    expect((await damaged('LIST_MISSING')).body).not.toHaveProperty('entities');
    const { body, damagedIds } = await damaged('WITHOUT_ID');
    expect(body.entities.filter((entity) => !('id' in entity))).toHaveLength(damagedIds.length);
    const daily = await damaged('LIST_NULL', `/entity/${ride.id}/history/daily?date=2026-07-15`);
    expect(daily.body).toMatchObject({ days: null });
  });
});

describe('the range of a history request', () => {
  const path = (query: string) => `/entity/${ride.id}/history${query}`;

  it('is a local day, days with both ends, instants without the last, or today', async () => {
    const range = async (query: string) => (await json<ParkHistory>(path(query))).range;
    expect(await range('?date=2026-07-18')).toEqual({ from: '2026-07-18', to: '2026-07-18' });
    expect(await range('?from=2026-07-01&to=2026-07-18')).toEqual({ from: '2026-07-01', to: '2026-07-18' });
    expect(await range('?from=2026-07-18')).toEqual({ from: '2026-07-18', to: '2026-07-20' });
    expect(await range('?from=2026-07-18T10:00:00.5%2B02:00&to=2026-07-18T12:00:00Z')).toEqual({
      from: '2026-07-18T08:00:00Z',
      to: '2026-07-18T12:00:00Z',
    });
    expect(await range('?from=2026-07-20T10:00:00Z')).toEqual({
      from: '2026-07-20T10:00:00Z',
      to: '2026-07-20T16:00:00Z',
    });
    expect(await range('')).toEqual({ from: '2026-07-20', to: '2026-07-20' });
  });

  it.each([
    ['?date=2026-02-30', 'INVALID_DATE'],
    ['?date=2026-07-18T10:00:00Z', 'INVALID_DATE'],
    ['?date=2026-07-18&from=2026-07-18', 'INVALID_DATE'],
    ['?to=2026-07-18', 'INVALID_DATE'],
    ['?from=2026-07-18&to=2026-07-18T10:00:00Z', 'INVALID_DATE'],
    ['?from=2026-07-18T10:00:00', 'INVALID_DATE'],
    ['?from=2026-07-18T10:00:00+02:00', 'INVALID_DATE'],
    ['?from=2026-07-18&to=2026-07-17', 'INVALID_RANGE'],
    ['?from=2026-07-18T10:00:00Z&to=2026-07-18T10:00:00Z', 'INVALID_RANGE'],
    ['?from=2026-06-18&to=2026-07-19', 'RANGE_TOO_LONG'],
  ])('%s is %s', async (query, type) => {
    expect(await errorType(path(query))).toEqual([400, type]);
  });

  it('is one day for a park, and 31 for anything else', async () => {
    const asPark = (query: string) => get(`/entity/${park.id}/history${query}`, UNMETERED_KEY);
    expect((await asPark('?date=2026-07-18')).status).toBe(200);
    expect(await errorType(`/entity/${park.id}/history?from=2026-07-17&to=2026-07-18`)).toEqual([
      400,
      'RANGE_TOO_LONG',
    ]);
    expect((await get(path('?from=2026-06-18&to=2026-07-18'), UNMETERED_KEY)).status).toBe(200);
    const { id } = api.world.destinations[0]!;
    expect((await get(`/entity/${id}/history?from=2026-06-18&to=2026-07-18`, UNMETERED_KEY)).status).toBe(200);
  });

  it('gives the same rows by days, by instants and within the park', async () => {
    const { opening, history } = await json<EntityHistory>(path('?date=2026-07-18'));
    const within = await json<EntityHistory>(path('?from=2026-07-18T00:00:00-04:00&to=2026-07-19T00:00:00-04:00'));
    const { entities } = await json<ParkHistory>(`/entity/${park.id}/history?date=2026-07-18`);
    expect(history.length).toBeGreaterThan(20);
    expect([within.opening, within.history]).toEqual([opening, history]);
    expect(entities.find(({ id }) => id === ride.id)).toMatchObject({ opening, history });
  });

  it('ends now: a day that goes on has the rows so far', async () => {
    const { history } = await json<EntityHistory>(path('?date=2026-07-20'));
    expect(Date.parse(history.at(-1)!.time)).toBeLessThanOrEqual(nowMs);
    nowMs += 6 * HOUR_MS;
    const later = await json<EntityHistory>(path('?date=2026-07-20'));
    expect(later.history.slice(0, history.length)).toEqual(history);
    expect(later.history.length).toBeGreaterThan(history.length);
  });
});

describe('what is recorded', () => {
  it('has openings without an age, and empty forms, before the first day of the archive', async () => {
    const { opening, coverage, history } = await json<EntityHistory>(`/entity/${ride.id}/history?date=2021-07-03`);
    expect(coverage).toEqual({ firstRecordedAt: '2021-07-03' });
    expect(opening).toMatchObject({
      time: '2021-07-03T04:00:00Z',
      status: null,
      queue: { STANDBY: { waitTime: null } },
    });
    expect(opening).not.toHaveProperty('observedAt');
    expect(history.length).toBeGreaterThan(20);
    expect(await json<ParkHistory>(`/entity/${park.id}/history?date=2021-07-02`)).toMatchObject({ entities: [] });
  });

  it('is 200 and empty for an entity of which nothing was recorded', async () => {
    const { id } = api.world.destinations[0]!;
    const coverage = await json(`/entity/${id}/history/coverage`);
    expect(coverage).toMatchObject({
      kinds: {},
      firstRecordedAt: null,
      lastRecordedAt: null,
      retrievableThrough: null,
    });
    expect(await json(`/entity/${id}/history`)).toMatchObject({ opening: { status: null }, history: [] });
  });

  it('runs two to three days behind today, up to which history can be asked', async () => {
    const coverage = await json(`/entity/${ride.id}/history/coverage`);
    expect(coverage).toMatchObject({ lastRecordedAt: TWO_OR_THREE_DAYS_BEFORE });
    expect(coverage).toMatchObject({ retrievableThrough: '2026-07-20', knownGaps: [] });
    const ofPark = await json<{ summary: object; entities: unknown[] }>(`/entity/${park.id}/history/coverage`);
    expect(ofPark.summary).toMatchObject({
      ...{ archiveFrom: '2021-07-03', retrievableThrough: '2026-07-20', measuredOn: '2026-07-20' },
      recordedTo: TWO_OR_THREE_DAYS_BEFORE,
      entitiesWithData: ofPark.entities.length,
    });
  });

  it('KNOWN_GAP: no rows inside, live data go on, and the coverage tells of it', async () => {
    const fromMs = Date.UTC(2026, 6, 18, 15);
    const untilMs = fromMs + 3 * HOUR_MS;
    const path = `/entity/${ride.id}/history?date=2026-07-18`;
    const whole = await json<EntityHistory>(path);
    api.setFaults({ feed: [{ kind: 'KNOWN_GAP', fromMs, untilMs, reason: 'Moved house.' }] });
    const { history } = await json<EntityHistory>(path);
    const isInside = ({ time }: { time: string }) => Date.parse(time) >= fromMs && Date.parse(time) < untilMs;
    expect(whole.history.filter(isInside).length).toBeGreaterThan(0);
    expect(history.filter(isInside)).toEqual([]);
    const [after, wholeAfter] = [history, whole.history].map((rows) =>
      rows.filter(({ time }) => Date.parse(time) > untilMs),
    );
    expect(after!.slice(1)).toEqual(wholeAfter!.slice(1));
    const days = { firstDay: '2026-07-18', lastDay: '2026-07-18' };
    expect(await json(`/entity/${park.id}/history/coverage`)).toMatchObject({
      knownGaps: [{ from: '2026-07-18T15:00:00Z', to: '2026-07-18T18:00:00Z', ...days, reason: 'Moved house.' }],
    });
  });

  it('RERECORDED: a day lacks changes until it is recorded again', async () => {
    const path = `/entity/${ride.id}/history?date=2026-07-18`;
    const repaired = await json<EntityHistory>(path);
    const fromMs = Date.UTC(2026, 6, 18, 4);
    const times = { fromMs, untilMs: fromMs + DAY_MS, repairedAtMs: NOON_MS + HOUR_MS };
    api.setFaults({ feed: [{ kind: 'RERECORDED', ...times }] });
    const before = await json<EntityHistory>(path);
    expect(before.history.length).toBeLessThan(repaired.history.length);
    nowMs += HOUR_MS;
    expect(await json(path)).toEqual(repaired);
  });

  it('REMOVED_UPSTREAM: the history stays, and the coverage says that the entity is not listed', async () => {
    const fromMs = Date.UTC(2026, 6, 10, 4);
    api.setFaults({ feed: [{ kind: 'REMOVED_UPSTREAM', entityIds: [ride.id], fromMs }] });
    expect((await get(`/entity/${ride.id}`, UNMETERED_KEY)).status).toBe(404);
    const { history } = await json<EntityHistory>(`/entity/${ride.id}/history?from=2026-07-08&to=2026-07-12`);
    expect(history.at(-1)!.time < '2026-07-10T04:00:00Z').toBe(true);
    expect(history.at(-1)!.time > '2026-07-09').toBe(true);
    expect(await json(`/entity/${ride.id}/history/coverage`)).toMatchObject({
      lastRecordedAt: '2026-07-09',
      retrievableThrough: '2026-07-09',
    });
    const { entities } = await json<{ entities: object[] }>(`/entity/${park.id}/history/coverage`);
    expect(entities).toContainEqual(expect.objectContaining({ id: ride.id, newest: '2026-07-09', stillListed: false }));
  });

  it('DEGRADED_OPENING: an opening without its age and state, told as such', async () => {
    api.setFaults({ requests: [{ fault: { kind: 'DEGRADED_OPENING', reason: 'timeout' }, attempts: 1 }] });
    const path = `/entity/${ride.id}/history?date=2026-07-18`;
    const { opening, history } = await json<EntityHistory>(path);
    expect(opening).toMatchObject({ status: null, degraded: true, degradedReason: 'timeout' });
    expect(opening).not.toHaveProperty('observedAt');
    expect(history[0]!.changed).toContain('status');
    expect((await json<EntityHistory>(path)).opening).toMatchObject({ status: TEXT });
  });
});

describe('keys and windows', () => {
  const daysBack = (days: number) => new Date(NOON_MS - days * DAY_MS).toISOString().slice(0, 10);
  const path = (days: number) => `/entity/${ride.id}/history?date=${daysBack(days)}`;

  it('a wrong key and an empty one are 401, on every path', async () => {
    for (const key of ['wrong', '']) {
      for (const asked of ['/destinations', '/me', path(1)]) {
        const response = await get(asked, key);
        expect([asked, response.status]).toEqual([asked, 401]);
        expect(await response.json()).toMatchObject({ success: false, error: { type: 'Authentication failed' } });
      }
    }
    expect((await get('/destinations', FREE_KEY)).status).toBe(200);
  });

  it.each([
    ['no key', undefined, 7],
    ['a free key', FREE_KEY, 30],
  ])('with %s, history reaches back so many days, today included', async (_, key, days) => {
    expect((await get(path(days - 1), key)).status).toBe(200);
    const refused = await get(path(days), key);
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({
      error: { type: 'HISTORY_WINDOW_EXCEEDED', earliestAllowedDate: daysBack(days - 1) },
    });
    expect((await get(`/entity/${ride.id}/history/coverage`, key)).status).toBe(200);
  });

  it('plans can change while the simulator runs', async () => {
    expect((await get(path(20), FREE_KEY)).status).toBe(200);
    api.setPlans({ keys: { [FREE_KEY]: { ...FREE_PLAN, historyDays: 10 } } });
    expect((await get(path(20), FREE_KEY)).status).toBe(403);
    api.setPlans({ keys: {} });
    expect((await get(path(1), FREE_KEY)).status).toBe(401);
  });
});

describe('budgets', () => {
  const path = () => `/entity/${ride.id}/history?date=2026-07-20`;
  const budgetOf = (response: Response) =>
    ['limit', 'remaining', 'reset'].map((name) => response.headers.get(`ratelimit-history-${name}`));

  it('a keyed client sees both budgets, an unmetered one none', async () => {
    const free = await get(path(), FREE_KEY);
    expect(free.headers.get('ratelimit-remaining')).toBe('299');
    expect(budgetOf(free)).toEqual(['600', '599', '3600']);
    expect(free.headers.get('ratelimit-history-policy')).toBe('600;w=3600');
    expect(free.headers.get('age')).toBeNull();
    const unmetered = await get(path(), UNMETERED_KEY);
    expect([...unmetered.headers.keys()].filter((name) => name.startsWith('ratelimit'))).toEqual([]);
  });

  it('without a key the hourly headers are withheld from what may be cached', async () => {
    const response = await get(path());
    expect(response.headers.get('cache-control')).toMatch(/^public/);
    expect(response.headers.get('age')).toBe('0');
    expect(response.headers.get('ratelimit-remaining')).toBe('299');
    expect(budgetOf(response)).toEqual([null, null, null]);
    expect(budgetOf(await get('/entity/nothing/history'))).toEqual(['60', '58', '3600']);
  });

  it('CACHED: an earlier response, with the budget of another client', async () => {
    api.setFaults({ requests: [{ fault: { kind: 'CACHED', ageSeconds: 45 } }] });
    const response = await get(path());
    expect([response.status, response.headers.get('age')]).toEqual([200, '45']);
    expect(response.headers.get('ratelimit-remaining')).toBe('0');
  });

  it('the hourly one: 429 with an object, all of the hour, and refused requests are spent, too', async () => {
    api.setPlans({ keys: { k: { ...FREE_PLAN, historyPerHour: 3 } } });
    expect((await get(path(), 'k')).status).toBe(200);
    nowMs += 10 * 60_000;
    expect((await get('/entity/nothing/history', 'k')).status).toBe(404);
    expect((await get(`/entity/${ride.id}/history/coverage`, 'k')).status).toBe(200);
    const refused = await get(path(), 'k');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '3000']);
    expect(await refused.json()).toMatchObject({ error: { type: 'HISTORY_RATE_LIMITED', retryAfter: 3000 } });
    expect((await get('/destinations', 'k')).status).toBe(200);
    expect(await (await get('/me', 'k')).json()).toMatchObject({
      rateLimit: { unmetered: false, limit: 300, windowSeconds: 60, remaining: NUMBER },
      historyRateLimit: { limit: 3, windowSeconds: 3600, remaining: 0, reset: 3000 },
    });
    nowMs += 50 * 60_000;
    expect((await get(path(), 'k')).status).toBe(200);
    expect(api.accountStats('k')).toEqual({
      ...{ requests: 7, refusedPerMinute: 0, historyRequests: 5, refusedPerHour: 1, mostHistoryPerHour: 4 },
    });
  });

  it('that of the minute: 429 with a text, and no history is spent', async () => {
    api.setPlans({ keyless: { ...KEYLESS_PLAN, requestsPerMinute: 2 } });
    await get(path());
    await get('/destinations');
    const refused = await get(path());
    expect(refused.status).toBe(429);
    expect(await refused.json()).toEqual({
      error: 'Too Many Requests',
      message: 'Too Many Requests',
      retryAfter: Number(refused.headers.get('retry-after')),
    });
    expect(api.accountStats(null)).toMatchObject({ requests: 3, refusedPerMinute: 1, historyRequests: 1 });
  });

  it('faults: both 429, 502 of the history and 503 of /me in the shapes of the API', async () => {
    const rateLimit = { kind: 'RATE_LIMITED', retryAfter: 'seconds', seconds: 1800, budget: 'HOUR' } as const;
    api.setFaults({ requests: [{ fault: rateLimit }] });
    expect(await errorType(path())).toEqual([429, 'HISTORY_RATE_LIMITED']);
    api.setFaults({ requests: [{ fault: { kind: 'STATUS', status: 502 } }] });
    expect(await errorType(path())).toEqual([502, 'HISTORY_BACKEND_UNAVAILABLE']);
    api.setFaults({ requests: [{ fault: { kind: 'STATUS', status: 503, retryAfterSeconds: 9 } }] });
    expect(await errorType('/me', FREE_KEY)).toEqual([503, 'Server error']);
  });
});

describe('what else changes upstream', () => {
  it('ATTRIBUTES_AS_KEYS: keys of the entity instead of tags, heights in centimetres', async () => {
    const tagged = api.world.destinations[0]!.descendants.find(({ tags }) =>
      tags.some(({ tag }) => tag === 'MINIMUM_HEIGHT'),
    )!;
    const before = await json<Record<string, unknown>>(`/entity/${tagged.id}`);
    expect(before).toHaveProperty('tags');
    api.setFaults({ feed: [{ kind: 'ATTRIBUTES_AS_KEYS', fromMs: NOON_MS }] });
    const after = await json<Record<string, unknown>>(`/entity/${tagged.id}`);
    expect(after).not.toHaveProperty('tags');
    expect(after).toMatchObject({ attractionType: TEXT, parkId: tagged.parkId });
    expect(after.minimumHeight).toBeGreaterThan(80);
    expect(after.minimumHeight).toBeLessThan(140);
  });

  it('SLUG_CHANGED: the new slug finds the destination, the old one only if it is its externalId, too', async () => {
    const { id } = api.world.destinations[0]!;
    const { slug, externalId } = api.world.destinations[0]!.entity;
    api.setFaults({ feed: [{ kind: 'SLUG_CHANGED', entityIds: [id], suffix: '2026' }] });
    expect(await json(`/entity/${slug}2026/history`)).toMatchObject({ id });
    expect(await json(`/entity/${externalId}/history`)).toMatchObject({ id });
    expect(await json('/destinations')).toMatchObject({ destinations: [{ id, slug: `${slug}2026` }, {}] });
  });

  it('schedules of past months show what was published then, those before the archive nothing', async () => {
    const month = (path: string) => json<{ schedule: { date: string }[] }>(`/entity/${park.id}/schedule/${path}`);
    expect((await month('2024/02')).schedule.at(0)).toMatchObject({ date: '2024-02-01' });
    expect((await month('2024/02')).schedule).toContainEqual(
      expect.objectContaining({ purchases: LIST, type: 'OPERATING' }),
    );
    expect((await month('2021/06')).schedule).toEqual([]);
    expect(await errorType(`/entity/${park.id}/schedule/2024/2`)).toEqual([400, 'Bad request']);
    expect((await get('/entity/nothing/schedule/2024/2', UNMETERED_KEY)).status).toBe(404);
  });

  it('live data can be asked by type', async () => {
    const { liveData } = await json<{ liveData: { entityType: string }[] }>(
      `/entity/${park.id}/live?entityType=SHOW,PARK`,
    );
    expect(new Set(liveData.map(({ entityType }) => entityType))).toEqual(new Set(['SHOW', 'PARK']));
  });
});
