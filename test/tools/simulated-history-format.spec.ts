import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Account } from '../../src/tools/api-simulator/accounts/account.js';
import { FREE_PLAN, KEYLESS_PLAN, UNMETERED_PLAN } from '../../src/tools/api-simulator/accounts/api-plans.js';
import type { Answer } from '../../src/tools/api-simulator/api-errors.js';
import { answer } from '../../src/tools/api-simulator/api-router.js';
import { historyView } from '../../src/tools/api-simulator/history/history-world.js';
import { buildSimWorld } from '../../src/tools/api-simulator/world-builder.js';
import { shapeOf } from '../support/json-shape.js';

const FIXTURES = join(import.meta.dirname, '../history-api/fixtures');
const recorded = (name: string) => JSON.parse(readFileSync(join(FIXTURES, `${name}.json`), 'utf8')) as unknown;
const named = recorded('typelib_history_responses') as Record<string, unknown>;

const NOW_MS = Date.UTC(2026, 8, 20, 18);
const HOUR_MS = 3_600_000;
const world = buildSimWorld({ seed: 7, destinations: 6, ridesPerDestination: 24 });
const state = {
  world,
  past: historyView(world),
  // A ride that is listed no more, a sentinel for an hour, and a gap in the archive of one destination.
  faults: [
    { kind: 'REMOVED_UPSTREAM', share: 0.1, fromMs: NOW_MS - 400 * HOUR_MS } as const,
    { kind: 'KNOWN_GAP', fromMs: NOW_MS - 50 * HOUR_MS, untilMs: NOW_MS - 47 * HOUR_MS } as const,
    { kind: 'POSTED_WAIT', share: 0.3, waitMinutes: 999, fromMs: NOW_MS - 30 * HOUR_MS, untilMs: NOW_MS } as const,
  ],
};
const parks = world.destinations.flatMap((destination) => destination.parks);
const rides = world.destinations.flatMap(({ descendants }) => descendants).filter(({ model }) => model.kind === 'RIDE');

function ask(path: string, plan = UNMETERED_PLAN): Answer {
  const account = new Account(plan, plan === KEYLESS_PLAN ? null : 'key');
  const url = new URL(`http://localhost/v1${path}`);
  return answer(state, { method: 'GET', url, atMs: NOW_MS, account, limitNowMs: NOW_MS, degraded: null });
}

const bodies = (paths: string[]) =>
  paths.map((path) => {
    const { status, body } = ask(path);
    expect([path, status]).toEqual([path, 200]);
    return JSON.parse(body) as unknown;
  });
const error = (path: string, plan = UNMETERED_PLAN) => JSON.parse(ask(path, plan).body) as unknown;
const of = (entities: readonly { id: string }[], rest: string) => entities.map(({ id }) => `/entity/${id}${rest}`);

interface Compared {
  recorded: unknown[];
  simulated: () => unknown[];
  /** What the schema documents and the recordings happen not to show. */
  documented?: RegExp;
}

const ROW = String.raw`(entities\[\]\.)?(opening|history\[\])`;
const DOCUMENTED_ROWS = new RegExp(
  [
    `${ROW}\\.queue\\.BOARDING_GROUP\\b.*`,
    `${ROW}\\.queue\\.(SINGLE_RIDER|PAID_STANDBY|STANDBY)(: object|\\.waitTime: (null|integer))`,
    `${ROW}\\.queue\\.(PAID_)?RETURN_TIME(: object|\\.(state|returnStart|returnEnd): (null|text|local instant))`,
    `${ROW}\\.queue\\.PAID_RETURN_TIME\\.price(: (null|object)|\\..*)`,
    `${ROW}\\.queue: object`,
    `${ROW}\\.showtimes(: array|\\[\\].*)`,
    String.raw`(entities\[\]\.)?opening\.observedAt(ByKind)?(: .*|\..*)`,
    String.raw`entities\[\]\.name: text`,
  ]
    .map((line) => `^${line}$`)
    .join('|'),
);

const COMPARED: Record<string, Compared> = {
  'the history of an entity': {
    recorded: [
      recorded('space_mountain_history_2026-09-26'),
      recorded('barnstormer_history'),
      ...['entity-history', 'queue-paid-return-time', 'queue-paid-standby', 'queue-single-rider', 'showtimes'].map(
        (name) => named[name],
      ),
    ],
    simulated: () => bodies(of(rides, '/history?date=2026-09-19')),
    documented: DOCUMENTED_ROWS,
  },
  'the history of a park': {
    recorded: [recorded('mk_history_park'), named['park-history']],
    simulated: () => bodies(of(parks, '/history?date=2026-09-19')),
    documented: DOCUMENTED_ROWS,
  },
  'the coverage of an entity': {
    recorded: [recorded('mk_attraction_history_coverage'), named['entity-history-coverage']],
    simulated: () => bodies(of(rides, '/history/coverage')),
    documented:
      /^(kinds\.(queue\.(SINGLE_RIDER|PAID_STANDBY|BOARDING_GROUP)|showtimes)\b.*|knownGaps(: array|\[\].*))$/,
  },
  'the coverage of a park': {
    recorded: [recorded('mk_history_coverage')],
    simulated: () => bodies(of(parks, '/history/coverage')),
    documented:
      /^(fields\.queue\.(SINGLE_RIDER|PAID_STANDBY)\b.*|entities\[\]\.stillListed: boolean|knownGaps(: array|\[\].*))$/,
  },
  'a request before the window': {
    recorded: [recorded('history_window_exceeded')],
    simulated: () => [error(`/entity/${rides[0]!.id}/history?date=2026-09-13`, KEYLESS_PLAN)],
  },
  'an invalid date': {
    recorded: [named['error-invalid-date']],
    simulated: () => [error(`/entity/${rides[0]!.id}/history?date=2026-02-30`)],
  },
  'an invalid range': {
    recorded: [named['error-invalid-range']],
    simulated: () => [error(`/entity/${rides[0]!.id}/history?from=2026-09-02&to=2026-09-01`)],
  },
  'a range that is too long': {
    recorded: [named['error-range-too-long']],
    simulated: () => [error(`/entity/${rides[0]!.id}/history?from=2026-08-01&to=2026-09-01`)],
  },
  'an unknown entity': {
    recorded: [named['error-not-found']],
    simulated: () => [error('/entity/00000000-0000-4000-8000-000000000000/history')],
  },
};

const lines = (values: readonly unknown[]) =>
  [...shapeOf(values)].flatMap(([path, types]) => [...types].map((type) => `${path}: ${type}`));

describe.each(Object.entries(COMPARED))('%s', (_, { recorded: real, simulated, documented }) => {
  it('has every key and type of the recorded answers', () => {
    const known = new Set(lines(simulated()));
    expect(lines(real).filter((line) => !known.has(line))).toEqual([]);
  });

  it('has no key or type beyond the recorded and the documented ones', () => {
    const known = new Set(lines(real));
    expect(lines(simulated()).filter((line) => !known.has(line) && !documented?.test(line))).toEqual([]);
  });

  it('has its keys in the order of the recorded ones', () => {
    // One recording has its keys sorted, whatever the API sent.
    const sent = real.find((value) => !Object.values(named).includes(value));
    if (sent === undefined) return;
    for (const body of simulated()) {
      const keys = Object.keys(body as object).filter((key) => key in (sent as object));
      expect(keys).toEqual(Object.keys(sent as object));
    }
  });
});

it('the texts of errors are those of the recorded ones', () => {
  expect(error(`/entity/${rides[0]!.id}/history?from=tomorrow`)).toEqual(named['error-invalid-date']);
  expect(error(`/entity/${rides[0]!.id}/history?from=2026-09-02&to=2026-09-01`)).toEqual(named['error-invalid-range']);
  expect(error(`/entity/${rides[0]!.id}/history?from=2026-01-01&to=2026-09-15`)).toEqual(named['error-range-too-long']);
  expect(error('/entity/nothing/history')).toEqual(named['error-not-found']);
});

describe('/me', () => {
  it('reports the plan and both budgets, unmetered ones without figures', () => {
    const me = (plan: typeof FREE_PLAN) => JSON.parse(ask('/me', plan).body) as unknown;
    const budget = (limit: number, windowSeconds: number) => ({
      ...{ unmetered: false, limit, windowSeconds, remaining: limit, reset: null },
    });
    expect(me(FREE_PLAN)).toEqual({
      ...{ tier: 'free', historyDays: 30, historyAllArchive: false, historyEarliestDate: '2026-08-22' },
      rateLimit: budget(300, 60),
      historyRateLimit: budget(600, 3600),
    });
    expect(me(UNMETERED_PLAN)).toEqual({
      ...{ tier: 'enterprise', historyDays: null, historyAllArchive: true, historyEarliestDate: null },
      rateLimit: { unmetered: true },
      historyRateLimit: { unmetered: true },
    });
  });

  it('is 401 without a key', () => {
    const { status, body } = ask('/me', KEYLESS_PLAN);
    expect([status, JSON.parse(body)]).toEqual([
      401,
      { success: false, error: { type: 'Authentication failed', message: 'No API key was sent.', code: 401 } },
    ]);
  });
});
