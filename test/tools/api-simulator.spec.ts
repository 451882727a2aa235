import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ThemeParks } from 'themeparks';
import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import { DAMAGES, type Damage } from '../../src/tools/api-simulator/damage.js';
import type { RequestFault, RequestFaultRule } from '../../src/tools/api-simulator/request-faults.js';
import { runWarehouse } from '../../src/cli/warehouse.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const NOON_MS = Date.UTC(2026, 6, 4, 17);
const MINUTE_MS = 60_000;

interface Entry extends Record<string, unknown> {
  id: string;
  queue?: Record<string, Record<string, unknown> | null> | null;
}

let nowMs = NOON_MS;
let api: ApiSimulator;
const get = (path: string, init?: RequestInit) => fetch(api.baseUrl + path, init);
const livePath = (index = 0) => `/entity/${api.destinationIds[index]!}/live`;
const fault = (given: RequestFault, rule: Omit<RequestFaultRule, 'fault'> = {}) =>
  api.setFaults({ requests: [{ ...rule, fault: given }] });

beforeAll(async () => {
  const world = { seed: 5, destinations: 6, ridesPerDestination: 20 };
  api = await startApiSimulator({ ...world, clock: () => nowMs });
});
beforeEach(() => {
  // A new minute for the limit; the world hardly moves.
  nowMs += MINUTE_MS;
  api.setFaults({});
});
afterAll(() => api.close());

describe('a successful response', () => {
  it('is JSON, cacheable for a minute, and has the rate limit', async () => {
    const response = await get(livePath());
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('public, max-age=60');
    expect(response.headers.get('ratelimit-policy')).toBe('300;w=60');
    expect(response.headers.get('ratelimit')).toBe('limit=300, remaining=299, reset=60');
    expect(response.headers.get('ratelimit-remaining')).toBe('299');
    expect(Date.parse(response.headers.get('date')!)).toBe(nowMs);
  });

  it('matches the truth at the instant of the clock', async () => {
    const { liveData } = (await (await get(livePath())).json()) as { liveData: Entry[] };
    expect(liveData.map(({ id }) => id)).toEqual(
      api.truth(api.destinationIds[0]!, nowMs).map(({ entityId }) => entityId),
    );
    expect(api.stats.log.at(-1)).toMatchObject({ atMs: nowMs, url: `/v1${livePath()}`, status: 200, fault: null });
  });

  it('is 404 and JSON for an unknown id', async () => {
    const id = '00000000-0000-4000-8000-000000000000';
    const response = await get(`/entity/${id}/live`);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      success: false,
      error: { type: 'Not found', message: `Entity ${id} not found`, code: 404 },
    });
  });

  it('is 404 for a request other than GET', async () => {
    expect((await get('/destinations', { method: 'POST' })).status).toBe(404);
  });
});

describe('the limit', () => {
  let small: ApiSimulator;
  afterAll(() => small.close());

  it('responds with 429 and the time to wait beyond the limit within any 60 seconds', async () => {
    small = await startApiSimulator({ destinations: 1, clock: () => nowMs, limitPerMinute: 3 });
    const ask = () => fetch(`${small.baseUrl}/destinations`);
    for (let asked = 0; asked < 3; asked++) {
      expect((await ask()).status).toBe(200);
      nowMs += 10_000;
    }
    const refused = await ask();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30']);
    expect(refused.headers.get('ratelimit-remaining')).toBe('0');
    expect(await refused.json()).toMatchObject({ error: 'Too Many Requests', retryAfter: 30 });
    nowMs += 30_000;
    expect((await ask()).status).toBe(200);
    expect((await ask()).status).toBe(429);
    expect(small.stats).toMatchObject({ requests: 6, overLimit: 2, peakPerMinute: 5 });
  });
});

describe('faults of single responses', () => {
  it('RATE_LIMITED: Retry-After in seconds, as an HTTP date, or missing', async () => {
    fault({ kind: 'RATE_LIMITED', retryAfter: 'seconds', seconds: 7 });
    const inSeconds = await get(livePath());
    expect([inSeconds.status, inSeconds.headers.get('retry-after')]).toEqual([429, '7']);
    fault({ kind: 'RATE_LIMITED', retryAfter: 'date', seconds: 60 });
    const asDate = (await get(livePath())).headers.get('retry-after')!;
    expect([asDate, Date.parse(asDate)]).toEqual([expect.stringMatching(/ GMT$/), nowMs + MINUTE_MS]);
    fault({ kind: 'RATE_LIMITED', retryAfter: 'none', seconds: 60 });
    expect((await get(livePath())).headers.get('retry-after')).toBeNull();
  });

  it('STATUS: 500, or 503 with Retry-After', async () => {
    fault({ kind: 'STATUS', status: 500 });
    expect((await get(livePath())).status).toBe(500);
    fault({ kind: 'STATUS', status: 503, retryAfterSeconds: 3 });
    const response = await get(livePath());
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '3']);
  });

  it('HANG: never responds', async () => {
    fault({ kind: 'HANG' });
    const { clientAborts: aborts, faults } = api.stats;
    const hangs = faults.HANG ?? 0;
    const client = new AbortController();
    const response = expect(get(livePath(), { signal: client.signal })).rejects.toThrow(/abort/i);
    await eventually(() => api.stats.faults.HANG === hangs + 1);
    client.abort();
    await response;
    expect(api.stats.log.at(-1)).toMatchObject({ status: null, fault: 'HANG' });
    await eventually(() => api.stats.clientAborts === aborts + 1 && api.stats.open === 0);
  });

  it('STALL: starts and never ends', async () => {
    fault({ kind: 'STALL' });
    const client = new AbortController();
    const response = await get(livePath(), { signal: client.signal });
    expect(response.status).toBe(200);
    setTimeout(() => client.abort(), 50);
    await expect(response.text()).rejects.toThrow(/abort/i);
  });

  it('SLOW: responds late', async () => {
    fault({ kind: 'SLOW', delayMs: 60 });
    const before = performance.now();
    expect((await get(livePath())).status).toBe(200);
    expect(performance.now() - before).toBeGreaterThanOrEqual(55);
  });

  it('RESET and CUT: the connection breaks before or within the body', async () => {
    fault({ kind: 'RESET' });
    await expect(get(livePath())).rejects.toThrow('fetch failed');
    fault({ kind: 'CUT', share: 0.3 });
    await expect((await get(livePath())).text()).rejects.toThrow('terminated');
  });

  it.each([
    { kind: 'TRUNCATED_JSON' },
    { kind: 'TRUNCATED_GZIP' },
    { kind: 'INVALID_JSON' },
    { kind: 'HTML' },
  ] as const)('$kind: a complete response with status 200 that is not JSON', async (given) => {
    fault(given);
    const response = await get(livePath());
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(given.kind === 'HTML' ? /^text\/html/ : /^application\/json/);
    // By name: jest's global SyntaxError is not the one of fetch.
    await expect(response.json()).rejects.toMatchObject({ name: 'SyntaxError' });
  });

  /** What a damaged element looks like, or the whole answer. */
  const LOOKS: Partial<Record<Damage, (entry: Entry) => boolean>> = {
    WAIT_AS_OBJECT: ({ queue }) => typeof queue?.STANDBY?.waitTime === 'object' && queue.STANDBY.waitTime !== null,
    WAIT_AS_TEXT: ({ queue }) => typeof queue?.STANDBY?.waitTime === 'string',
    WAIT_MINUS_ONE: ({ queue }) => queue?.STANDBY?.waitTime === -1,
    WAIT_TOO_LARGE: ({ queue }) => queue?.STANDBY?.waitTime === 9999,
    QUEUE_NULL: ({ queue }) => queue === null,
    QUEUE_ENTRY_NULL: ({ queue }) => Object.values(queue ?? { none: {} }).includes(null),
    UNKNOWN_STATUS: ({ status }) => status === 'MAINTENANCE_MODE',
    UNKNOWN_QUEUE: ({ queue }) => queue?.TELEPORT !== undefined,
    UNKNOWN_ENTITY_TYPE: ({ entityType }) => entityType === 'MONORAIL',
    UNKNOWN_STATE: ({ queue }) => JSON.stringify(queue ?? {}).includes('ON_A_BREAK'),
    BAD_INSTANT: ({ lastUpdated }) => lastUpdated === 'yesterday',
  };

  it.each(Object.entries(LOOKS))(
    'DAMAGED %s: in the elements that the log names, and only there',
    async (name, looks) => {
      fault({ kind: 'DAMAGED', damage: name as Damage });
      const { liveData } = (await (await get(livePath())).json()) as { liveData: Entry[] };
      const { damagedIds } = api.stats.log.at(-1)!;
      expect(damagedIds.length).toBeGreaterThan(0);
      expect(damagedIds.length).toBeLessThan(liveData.length);
      expect(new Set(liveData.filter(looks).map(({ id }) => id))).toEqual(new Set(damagedIds));
    },
  );

  it('DAMAGED WITHOUT_ID, WITHOUT_NAME, ELEMENT_NULL, ELEMENT_TWICE: the elements themselves', async () => {
    const ids = api.truth(api.destinationIds[0]!, nowMs).map(({ entityId }) => entityId);
    const live = async (damage: Damage) => {
      fault({ kind: 'DAMAGED', damage });
      const { liveData } = (await (await get(livePath())).json()) as { liveData: (Entry | null)[] };
      return { liveData, damagedIds: api.stats.log.at(-1)!.damagedIds };
    };
    const noId = await live('WITHOUT_ID');
    expect(noId.liveData.flatMap((entry) => entry?.id ?? [])).toEqual(
      ids.filter((id) => !noId.damagedIds.includes(id)),
    );
    const noName = await live('WITHOUT_NAME');
    expect(noName.liveData.filter((entry) => !('name' in entry!)).map((entry) => entry!.id)).toEqual(noName.damagedIds);
    const none = await live('ELEMENT_NULL');
    expect(none.liveData.filter((entry) => entry === null)).toHaveLength(none.damagedIds.length);
    const twice = await live('ELEMENT_TWICE');
    expect(twice.liveData).toHaveLength(ids.length + twice.damagedIds.length);
  });

  it('DAMAGED LIST_…: missing, null or an object', async () => {
    const liveData = async (damage: Damage) => {
      fault({ kind: 'DAMAGED', damage });
      return ((await (await get(livePath())).json()) as Record<string, unknown>).liveData;
    };
    expect(await liveData('LIST_MISSING')).toBeUndefined();
    expect(await liveData('LIST_NULL')).toBeNull();
    expect(await liveData('LIST_AS_OBJECT')).toMatchObject({ '0': { id: expect.any(String) as string } });
    expect(api.stats.log.at(-1)!.damagedIds).toHaveLength(api.truth(api.destinationIds[0]!, nowMs).length);
  });

  it('DAMAGED UNKNOWN_SCHEDULE_TYPE and BAD_INSTANT in a schedule', async () => {
    const park = api.world.destinations[0]!.parks[0]!.id;
    const schedule = async (damage: Damage) => {
      fault({ kind: 'DAMAGED', damage });
      return await (await get(`/entity/${park}/schedule`)).text();
    };
    expect(await schedule('UNKNOWN_SCHEDULE_TYPE')).toContain('"type":"MOONLIGHT_HOURS"');
    expect(await schedule('BAD_INSTANT')).toContain('"openingTime":"soon"');
  });

  it('every damage applies to every kind of response', async () => {
    const park = api.world.destinations[0]!.parks[0]!.id;
    const paths = [
      '/destinations',
      `/entity/${park}`,
      ...['children', 'live', 'schedule'].map((name) => `/entity/${park}/${name}`),
    ];
    for (const damage of DAMAGES) {
      fault({ kind: 'DAMAGED', damage });
      for (const path of paths) expect((await get(path)).status).toBe(200);
    }
  });
});

describe('conditions of faults', () => {
  const statuses = async (count: number, path = livePath()) => {
    const observed: number[] = [];
    for (let asked = 0; asked < count; asked++) observed.push((await get(path)).status);
    return observed;
  };
  const broken: RequestFault = { kind: 'STATUS', status: 500 };

  it('by part of the URL', async () => {
    fault(broken, { url: api.destinationIds[0] });
    expect(await statuses(2)).toEqual([500, 500]);
    expect(await statuses(1, livePath(1))).toEqual([200]);
  });

  it('so many times, the first attempts of each URL, or every n-th', async () => {
    fault(broken, { count: 2 });
    expect(await statuses(3)).toEqual([500, 500, 200]);
    fault(broken, { attempts: 1 });
    expect([...(await statuses(2)), ...(await statuses(2, livePath(1)))]).toEqual([500, 200, 500, 200]);
    fault(broken, { everyNth: 3 });
    expect(await statuses(6)).toEqual([200, 200, 500, 200, 200, 500]);
  });

  it('a share by seed, the same in whatever order requests come', async () => {
    const hit = async (indices: number[], seed: number) => {
      fault(broken, { share: 0.4, seed });
      const pairs: [number, number[]][] = [];
      for (const index of indices) pairs.push([index, await statuses(5, livePath(index))]);
      return new Map(pairs);
    };
    const forwards = await hit([0, 1, 2, 3, 4, 5], 1);
    nowMs += MINUTE_MS;
    expect(await hit([5, 4, 3, 2, 1, 0], 1)).toEqual(forwards);
    nowMs += MINUTE_MS;
    expect(await hit([0, 1, 2, 3, 4, 5], 2)).not.toEqual(forwards);
    const struck = [...forwards.values()].flat().filter((status) => status === 500).length;
    expect(struck).toBeGreaterThan(5);
    expect(struck).toBeLessThan(20);
  });

  it('limit faults to a simulated time; the first matching rule applies', async () => {
    const untilMs = nowMs + MINUTE_MS;
    api.setFaults({ requests: [{ fault: broken, untilMs }, { fault: { kind: 'STATUS', status: 503 } }] });
    expect(await statuses(1)).toEqual([500]);
    nowMs = untilMs;
    expect(await statuses(1)).toEqual([503]);
  });

  it('and are counted', async () => {
    const before = api.stats.faults.STATUS ?? 0;
    fault(broken, { count: 2 });
    await statuses(3);
    expect(api.stats.faults.STATUS).toBe(before + 2);
  });
});

describe('the official SDK', () => {
  it('reads every endpoint', async () => {
    const sdk = new ThemeParks({
      baseUrl: api.baseUrl,
      userAgent: 'warehouse-test/1',
      cache: false,
      retry: { max: 0 },
    });
    const { destinations } = await sdk.destinations.list();
    expect(destinations.map(({ id }) => id)).toEqual(api.destinationIds);
    const resort = sdk.entity(destinations[0]!.id);
    const park = sdk.entity(destinations[0]!.parks[0]!.id);
    expect(await park.get()).toMatchObject({
      entityType: 'PARK',
      destinationId: resort.id,
      location: { pointsOfInterest: [] },
    });
    expect((await resort.children()).children!.length).toBe(api.world.destinations[0]!.descendants.length);
    const live = await resort.live();
    expect(live.liveData!.map(({ id }) => id)).toEqual(api.truth(resort.id, nowMs).map(({ entityId }) => entityId));
    expect((await park.schedule.upcoming()).schedule![0]).toMatchObject({ date: '2026-07-04' });
    expect((await park.schedule.month(2026, 2)).schedule![0]).toMatchObject({ date: '2026-02-01' });
    const range = await park.schedule.range(new Date('2026-08-30'), new Date('2026-09-02'));
    expect(new Set(range.map(({ date }) => date))).toEqual(
      new Set(['2026-08-30', '2026-08-31', '2026-09-01', '2026-09-02']),
    );
    expect(new Set(api.stats.log.slice(-8).map(({ userAgent }) => userAgent))).toEqual(new Set(['warehouse-test/1']));
  });

  it('accepts unknown values and wrong types: validation is up to its user', async () => {
    const sdk = new ThemeParks({ baseUrl: api.baseUrl, cache: false, retry: { max: 0 } });
    for (const damage of DAMAGES) {
      fault({ kind: 'DAMAGED', damage, share: 1 });
      await expect(sdk.entity(api.destinationIds[0]!).live()).resolves.toBeDefined();
    }
  });
});

describe('npm run simulate-api', () => {
  const folder = temporaryFolder('api-simulator');
  afterAll(() => folder.remove());

  let lines: string[] = [];
  const run = async (args: string[], untilStopped: () => Promise<unknown> = () => Promise.resolve()) => {
    const out: string[] = (lines = []);
    const error: string[] = [];
    const stop = new AbortController();
    const serving = runWarehouse(['simulate-api', ...args], {
      terminal: {
        out: (line) => void out.push(line),
        err: (line) => void error.push(line),
        isInteractive: false,
        canAsk: false,
        confirm: () => Promise.resolve(false),
      },
      stdout: process.stdout,
      columns: 100,
      nowMs: () => 1000 * out.length,
      stopOnSignals: () => stop.signal,
    });
    await Promise.race([serving, eventually(() => out.length === 6)]);
    if (out.length > 0) await untilStopped();
    stop.abort();
    return { exitCode: await serving, out, error };
  };

  it('serves a world faster than real time until it is stopped', async () => {
    const args = ['--port', '0', '--destinations', '2', '--rides', '9', '--seed', '4', '--speed', '60'];
    const { exitCode, out } = await run([...args, '--start', '2026-07-04T12:00:00Z']);
    expect([exitCode, out[0]]).toEqual([
      0,
      expect.stringMatching(/2 invented destinations .* http:\/\/127\.0\.0\.1:\d+\/v1/),
    ]);
    expect(out[1]).toContain('2026-07-04T12:01:00.000Z');
  });

  it.each([
    [['--speed', 'fast'], '--speed'],
    [['--start', 'tomorrow'], '--start'],
    [['--destinations', '0'], '--destinations'],
    [['--port', '70000'], '--port'],
    [['--faults', '/none.json'], '--faults'],
    [['--unknown'], '--unknown'],
  ])('refuses %j with exit code 2', async (args, named) => {
    const { exitCode, error } = await run(args);
    expect([exitCode, error[0]]).toEqual([2, expect.stringContaining(named)]);
  });

  it('reads faults from a file, and rejects unknown kinds', async () => {
    const file = join(folder.path, 'faults.json');
    const withFile = async (plan: unknown) => {
      await writeFile(file, JSON.stringify(plan));
      return run(['--port', '0', '--destinations', '1', '--faults', file], ask);
    };
    const statuses: number[] = [];
    const ask = async () => {
      const baseUrl = /http:\S+v1/.exec(lines[0]!)![0];
      statuses.push((await fetch(`${baseUrl}/destinations`)).status);
    };
    const plan = { requests: [{ fault: { kind: 'STATUS', status: 503 } }], feed: [{ kind: 'NO_DATA', share: 0.1 }] };
    expect([(await withFile(plan)).exitCode, statuses]).toEqual([0, [503]]);
    expect((await withFile({ requests: [{ fault: { kind: 'MELTDOWN' } }] })).exitCode).toBe(2);
    expect((await withFile({ feed: {} })).exitCode).toBe(2);
    expect((await withFile([])).exitCode).toBe(2);
  });
});

/** Waits for what the other side of a connection does in its own time. */
async function eventually(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 500 && !isSo(); turn++) await new Promise((resolve) => setTimeout(resolve, 4));
  expect(isSo()).toBe(true);
}
