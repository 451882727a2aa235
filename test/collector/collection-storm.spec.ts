import { jest } from '@jest/globals';
import type { CycleReport } from '../../src/modules/collector/cycle/run-result.js';
import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import { DAMAGES, type Damage } from '../../src/tools/api-simulator/damage.js';
import type { FeedFault } from '../../src/tools/api-simulator/feed-faults.js';
import type { RequestFault, RequestFaultKind, RequestFaultRule } from '../../src/tools/api-simulator/request-faults.js';
import type { RequestRecord } from '../../src/tools/api-simulator/simulator-stats.js';
import { CollectorApp, SettableClock } from '../support/collector-app.js';
import { storedInSpiteOf } from '../support/damaged-observation.js';
import { type TimelineEntry, shownTimeline, storedTimeline } from '../support/live-timeline.js';
import { type TestDatabase, createTestDatabase } from '../support/test-database.js';
import { VirtualTimer } from '../support/virtual-timer.js';

const START = Date.parse('2026-04-15T15:00:00.000Z');
const FIVE_MINUTES = 300_000;
const CYCLES = 50;
const BUDGET = 40;
/** Of the elements of a damaged answer. */
const SHARE = 0.3;

/** `LIST_…` costs the whole answer; schedules are not asked for. */
const ELEMENT_DAMAGES = DAMAGES.filter((damage) => !damage.startsWith('LIST_') && damage !== 'UNKNOWN_SCHEDULE_TYPE');

const BROKEN: readonly RequestFault[] = [
  { kind: 'RATE_LIMITED', retryAfter: 'seconds', seconds: 3 },
  { kind: 'RATE_LIMITED', retryAfter: 'date', seconds: 4 },
  { kind: 'RATE_LIMITED', retryAfter: 'none', seconds: 1 },
  { kind: 'STATUS', status: 500 },
  { kind: 'STATUS', status: 502 },
  { kind: 'STATUS', status: 503 },
  { kind: 'HANG' },
  { kind: 'STALL' },
  { kind: 'RESET' },
  { kind: 'CUT', share: 0.4 },
  { kind: 'TRUNCATED_JSON' },
  { kind: 'INVALID_JSON' },
  { kind: 'HTML' },
  { kind: 'DAMAGED', damage: 'LIST_MISSING' },
  { kind: 'DAMAGED', damage: 'LIST_NULL' },
  { kind: 'DAMAGED', damage: 'LIST_AS_OBJECT' },
];

const ERROR_CODE: Readonly<Partial<Record<RequestFaultKind, string>>> = {
  RATE_LIMITED: 'RATE_LIMITED',
  STATUS: 'SERVER_ERROR',
  HANG: 'TIMEOUT',
  STALL: 'TIMEOUT',
  RESET: 'NETWORK',
  CUT: 'NETWORK',
  TRUNCATED_JSON: 'MALFORMED_RESPONSE',
  INVALID_JSON: 'MALFORMED_RESPONSE',
  HTML: 'MALFORMED_RESPONSE',
  DAMAGED: 'MALFORMED_RESPONSE',
};

/** Waiting for nothing takes the test's own time. */
const shareOf = ({ kind }: RequestFault): number => (kind === 'HANG' || kind === 'STALL' ? 0.03 : 0.09);

interface Explained {
  cycle: number;
  destinationId: string;
  errorCode: string | undefined;
}

describe('fifty cycles with every fault at once', () => {
  const clock = new SettableClock(START);
  const timer = new VirtualTimer();
  const expected = new Map<string, TimelineEntry[]>();
  const lost: Explained[] = [];
  const reports: CycleReport[] = [];
  const damagesRead = new Set<Damage>();
  let rejected = 0;
  let database: TestDatabase;
  let simulator: ApiSimulator;
  let app: CollectorApp;
  /** The first one answers well whenever it is asked; the feeds and answers of the others have it all. */
  let ids: readonly string[];

  beforeAll(async () => {
    const { fetch } = globalThis;
    jest.spyOn(globalThis, 'fetch').mockImplementation(timer.countingFetch(fetch));
    database = await createTestDatabase('collection_storm');
    simulator = await startApiSimulator({
      clock: () => clock.nowMs,
      limitClock: () => timer.nowMs(),
      limitPerMinute: BUDGET,
      seed: 5,
      destinations: 4,
      ridesPerDestination: 10,
    });
    ids = simulator.destinationIds;
    for (const id of ids) expected.set(id, []);
    const settings = {
      LIVE_API_BASE_URL: simulator.baseUrl,
      LIVE_REQUESTS_PER_MINUTE: String(BUDGET),
      LIVE_REQUEST_TIMEOUT_MS: '700',
    };
    app = await CollectorApp.start({ connection: database.connectionOptions, settings, clock, timer });
    await app.knowDestinations(ids);
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      clock.nowMs = START + cycle * FIVE_MINUTES;
      simulator.setFaults({ requests: requestFaults(cycle), feed: feedFaults() });
      const firstRequest = simulator.stats.log.length;
      reports.push(await app.collection.collect());
      for (const id of ids) remember(cycle, id, simulator.stats.log.slice(firstRequest));
    }
  }, 240_000);

  afterAll(async () => {
    jest.restoreAllMocks();
    await app?.close();
    await simulator?.close();
    await database?.drop();
  });

  /** Other answers in every cycle; none of them the first destination's. */
  function requestFaults(cycle: number): RequestFaultRule[] {
    const damages = ELEMENT_DAMAGES.map((damage): RequestFault => ({ kind: 'DAMAGED', damage, share: SHARE }));
    const all = [...BROKEN, ...damages];
    // The first rule that strikes counts: each comes first at times.
    const first = (cycle * 3) % all.length;
    const rotated = [...all.slice(first), ...all.slice(0, first)];
    return ids.slice(1).flatMap((url) => rotated.map((fault) => ({ fault, url, share: shareOf(fault), seed: cycle })));
  }

  /** Wrong for hours, each in its own time, so that all of them meet and pass. */
  function feedFaults(): FeedFault[] {
    const from = (cycle: number) => ({ fromMs: START + cycle * FIVE_MINUTES });
    const until = (cycle: number) => ({ untilMs: START + cycle * FIVE_MINUTES });
    return [
      { kind: 'FROZEN', destinationId: ids[1], ...from(8), ...until(42) },
      { kind: 'NO_DATA', destinationId: ids[2], share: 0.4, ...from(5), ...until(12) },
      { kind: 'NO_DATA', destinationId: ids[2], share: 0.4, ...from(30), ...until(31) },
      { kind: 'REMOVED_UPSTREAM', destinationId: ids[2], share: 0.2, ...from(25) },
      { kind: 'ID_CHANGED', destinationId: ids[3], share: 0.5, ...from(20) },
      { kind: 'RENAMED', destinationId: ids[3], share: 0.5, ...from(10), ...until(35) },
      { kind: 'TIMESTAMP_CHURN', destinationId: ids[3], share: 0.5, ...from(0) },
    ];
  }

  /** What is to be stored of the cycle: of the last answer of the destination, everything that could be read. */
  function remember(cycle: number, id: string, requests: readonly RequestRecord[]): void {
    const last = requests.filter(({ url }) => url.includes(id)).at(-1)!;
    const isWhole = last.damage !== null && !last.damage.startsWith('LIST_');
    if (last.fault !== null && !isWhole) {
      lost.push({ cycle, destinationId: id, errorCode: ERROR_CODE[last.fault] });
      return;
    }
    const damaged = new Set(last.damagedIds);
    for (const entry of shownTimeline(simulator.truth(id, clock.nowMs))) {
      const stored = damaged.has(entry.entityId) ? storedInSpiteOf(last.damage!, entry) : entry;
      if (stored === null) rejected++;
      else expected.get(id)!.push(stored);
    }
    // The one of two that is superseded counts as refused.
    if (last.damage === 'ELEMENT_TWICE') rejected += damaged.size;
    if (last.damage !== null) damagesRead.add(last.damage);
  }

  it('has every fault in it, and several failed destinations', () => {
    expect(new Set(Object.keys(simulator.stats.faults))).toEqual(new Set(Object.keys(ERROR_CODE)));
    expect([...ELEMENT_DAMAGES].filter((damage) => !damagesRead.has(damage))).toEqual([]);
    expect(lost.length).toBeGreaterThan(5);
    console.log(
      `${simulator.stats.requests} requests, ${lost.length} of ${CYCLES * ids.length} polls lost, ` +
        `${rejected} elements refused, at most ${simulator.stats.peakPerMinute} requests a minute`,
    );
  });

  it('loses no poll of the destination that answers well', async () => {
    expect(lost.filter(({ destinationId }) => destinationId === ids[0])).toEqual([]);
    const stored = await storedTimeline(app, ids[0]!);
    expect(new Set(stored.map(({ observedAtMs }) => observedAtMs)).size).toBe(CYCLES);
  });

  it('stores of every destination exactly what could be read, field by field, and nothing else', async () => {
    for (const id of ids) expect(await storedTimeline(app, id)).toEqual(expected.get(id));
  });

  it('never sends more than the budget within any 60 seconds', () => {
    expect(simulator.stats.peakPerMinute).toBeLessThanOrEqual(BUDGET);
    expect(simulator.stats.peakPerMinute).toBeGreaterThan(BUDGET / 2);
    expect(simulator.stats.overLimit).toBe(0);
    expect(Math.max(...timer.sleeps)).toBeGreaterThan(5_000);
  });

  it('explains every loss in collection_run_destinations by what went wrong last', async () => {
    const rows = await app.query<{ run_id: number; uuid: string; error_code: string }>(
      `SELECT c.run_id, d.themeparks_wiki_id AS uuid, c.error_code FROM collection_run_destinations c
         JOIN destinations d ON d.destination_id = c.destination_id
        WHERE c.observed_at IS NULL ORDER BY c.run_id, d.themeparks_wiki_id`,
    );
    const explained = rows.map(({ run_id, uuid, error_code }) => `${run_id} ${uuid} ${error_code}`);
    const losses = lost.map(({ cycle, destinationId, errorCode }) => {
      return `${reports[cycle]!.runId} ${destinationId} ${String(errorCode)}`;
    });
    expect(explained.sort()).toEqual(losses.sort());
  });

  it('keeps its books: every run closed, every poll either stored or explained, every element that was refused counted', async () => {
    const unclear = await app.query(
      `SELECT 1 FROM collection_run_destinations
        WHERE finished_at IS NULL OR (observed_at IS NULL) = (error_code IS NULL)`,
    );
    expect(unclear).toEqual([]);
    const [runs] = await app.query<Record<'n' | 'total' | 'failed' | 'requests' | 'limited', string>>(
      `SELECT COUNT(*) AS n, SUM(destinations_total) AS total, SUM(destinations_failed) AS failed,
              SUM(requests) AS requests, SUM(rate_limited) AS limited
         FROM collection_runs WHERE finished_at IS NOT NULL AND error IS NULL`,
    );
    const { limited, ...counts } = runs!;
    const { requests, faults } = simulator.stats;
    expect(Object.values(counts).map(Number)).toEqual([CYCLES, CYCLES * ids.length, lost.length, requests]);
    // One that comes too late, because the machine is busy, counts as no answer.
    expect(Number(limited)).toBeGreaterThan(0);
    expect(Number(limited)).toBeLessThanOrEqual(faults.RATE_LIMITED!);
    const [totals] = await app.query<{ rejected: string }>(
      'SELECT SUM(entities_rejected) AS rejected FROM collection_run_destinations',
    );
    expect(Number(totals!.rejected)).toBe(rejected);
  });

  it('names what was wrong in the quality log, once for each kind and destination', async () => {
    const reasons = await app.query<{ reason: string; n: number }>(
      "SELECT reason, COUNT(*) AS n FROM data_quality_log WHERE entity_type = 'DESTINATION' GROUP BY reason",
    );
    const named = new Set(reasons.map(({ reason }) => reason));
    for (const reason of ['UNKNOWN_STATUS', 'UNKNOWN_QUEUE_TYPE', 'INVALID_WAIT_TIME', 'INVALID_LAST_UPDATED']) {
      expect(named).toContain(reason);
    }
    expect(Math.max(...reasons.map(({ n }) => Number(n)))).toBeLessThanOrEqual(3 * ids.length);
  });
});
