import { AppConfig } from '../../src/common/config/app-config.js';
import { CollectionInProgressError, type CycleReport } from '../../src/modules/collector/cycle/run-result.js';
import { type ApiSimulator, type FaultPlan, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import type { RequestFault } from '../../src/tools/api-simulator/request-faults.js';
import type { VisibleObservation } from '../../src/tools/api-simulator/visible-entities.js';
import { CollectorApp, SettableClock, SleepingTimer } from '../support/collector-app.js';
import { emptyTables } from '../support/empty-tables.js';
import { shownTimeline, storedTimeline } from '../support/live-timeline.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const START = Date.parse('2026-04-15T15:00:00.000Z');
const FIVE_MINUTES = 300_000;
/** For answers that never come; everything else has the time that the program gives it, on a machine that may be busy. */
const SHORT_TIMEOUT_MS = 400;
const BUDGET = 40;

describe('collection with faults', () => {
  const clock = new SettableClock(START);
  let timer: SleepingTimer;
  let database: TestDatabase;
  let simulator: ApiSimulator;
  let app: CollectorApp;
  let ids: readonly string[];
  let shown: Map<string, VisibleObservation[]>;

  beforeAll(async () => {
    database = await createTestDatabase('collection_faults');
  });
  afterAll(() => database?.drop());

  beforeEach(async () => {
    clock.nowMs = START;
    timer = new SleepingTimer();
    simulator = await startApiSimulator({
      clock: () => clock.nowMs,
      limitClock: () => timer.nowMs(),
      seed: 5,
      destinations: 4,
      ridesPerDestination: 6,
    });
    ids = simulator.destinationIds;
    shown = new Map(ids.map((id) => [id, []]));
    app = await CollectorApp.start({
      connection: database.connectionOptions,
      settings: {
        LIVE_API_BASE_URL: simulator.baseUrl,
        LIVE_REQUESTS_PER_MINUTE: String(BUDGET),
        LIVE_API_USER_AGENT: 'the-tests/1',
      },
      clock,
      timer,
    });
    await emptyTables(database.connectionOptions);
    await app.knowDestinations(ids);
  });

  afterEach(async () => {
    await app?.close();
    await simulator?.close();
  });

  /** A cycle, and what it could have seen of the destinations that it stored. */
  async function cycle(faults: FaultPlan = {}): Promise<CycleReport> {
    simulator.setFaults(faults);
    const report = await app.collection.collect();
    const failed = new Set(report.failures.map(({ destinationId }) => destinationId));
    for (const id of ids) if (!failed.has(id)) shown.get(id)!.push(...simulator.truth(id, clock.nowMs));
    clock.nowMs += FIVE_MINUTES;
    return report;
  }

  async function expectEverythingStored(): Promise<void> {
    for (const id of ids) expect(await storedTimeline(app, id)).toEqual(shownTimeline(shown.get(id)!));
  }

  const always = (fault: RequestFault, index = 1): FaultPlan => ({ requests: [{ fault, url: ids[index] }] });

  it.each<[string, RequestFault, string, number | null]>([
    ['500', { kind: 'STATUS', status: 500 }, 'SERVER_ERROR', 500],
    ['503', { kind: 'STATUS', status: 503 }, 'SERVER_ERROR', 503],
    ['a page instead of JSON', { kind: 'HTML' }, 'MALFORMED_RESPONSE', 200],
    ['JSON that stops in the middle', { kind: 'TRUNCATED_JSON' }, 'MALFORMED_RESPONSE', 200],
    ['a compressed body that stops in the middle', { kind: 'TRUNCATED_GZIP' }, 'MALFORMED_RESPONSE', 200],
    ['invalid JSON', { kind: 'INVALID_JSON' }, 'MALFORMED_RESPONSE', 200],
    ['no answer at all', { kind: 'HANG' }, 'TIMEOUT', null],
    ['half an answer, and then nothing', { kind: 'STALL' }, 'TIMEOUT', 200],
    ['a broken connection', { kind: 'RESET' }, 'NETWORK', null],
    ['a connection that closes too early', { kind: 'CUT', share: 0.5 }, 'NETWORK', 200],
  ])('%s costs only its destination, and its reason is kept', async (_, fault, errorCode, httpStatus) => {
    await cycle();
    if (errorCode === 'TIMEOUT') app.get(AppConfig).LIVE_REQUEST_TIMEOUT_MS = SHORT_TIMEOUT_MS;
    const report = await cycle(always(fault));
    expect(report).toMatchObject({ destinationsTotal: 4, destinationsFailed: 1 });
    expect(report.failures).toMatchObject([{ destinationId: ids[1], errorCode, attempts: 5 }]);
    await cycle();
    await expectEverythingStored();
    const rows = await app.query<Record<string, unknown>>(
      'SELECT error_code, http_status, observed_at, finished_at FROM collection_run_destinations WHERE error_code IS NOT NULL',
    );
    expect(rows).toMatchObject([{ error_code: errorCode, http_status: httpStatus, observed_at: null }]);
    expect(rows[0]!.finished_at).not.toBeNull();
  });

  it('retries a temporary failure within the same cycle', async () => {
    const faults: FaultPlan = { requests: [{ fault: { kind: 'STATUS', status: 500 }, attempts: 2 }] };
    const report = await cycle(faults);
    expect(report).toMatchObject({ destinationsFailed: 0, requests: 12 });
    expect([...timer.sleeps].sort((a, b) => a - b)).toEqual([
      ...Array<number>(4).fill(750),
      ...Array<number>(4).fill(1_500),
    ]);
    const rows = await app.query('SELECT DISTINCT attempts, error_code FROM collection_run_destinations');
    expect(rows).toEqual([{ attempts: 3, error_code: null }]);
    await expectEverythingStored();
  });

  it('a hanging destination does not prevent retries of others', async () => {
    app.get(AppConfig).LIVE_REQUEST_TIMEOUT_MS = 2 * SHORT_TIMEOUT_MS;
    const report = await cycle({
      requests: [
        { fault: { kind: 'HANG' }, url: ids[0], count: 1 },
        { fault: { kind: 'STATUS', status: 500 }, url: ids[1], count: 1 },
      ],
    });
    expect(report).toMatchObject({ destinationsFailed: 0, requests: 6 });
    const asked = simulator.stats.log.map(({ url }) => ids.findIndex((id) => url.includes(id))).slice(-6);
    expect(asked.lastIndexOf(1)).toBeLessThan(asked.lastIndexOf(0));
    expect(asked.at(-1)).toBe(0);
  });

  it('does not retry a destination unknown to the API', async () => {
    await app.knowDestinations(['00000000-0000-4000-8000-000000000001']);
    const report = await cycle();
    expect(report.failures).toMatchObject([{ errorCode: 'NOT_FOUND', attempts: 1 }]);
    expect(report).toMatchObject({ destinationsTotal: 5, requests: 5 });
  });

  it.each(['seconds', 'date'] as const)(
    'a 429 with Retry-After as %s stops all requests for so long',
    async (retryAfter) => {
      const fault: RequestFault = { kind: 'RATE_LIMITED', retryAfter, seconds: 20 };
      const report = await cycle({ requests: [{ fault, count: 1 }] });
      expect(report).toMatchObject({ destinationsFailed: 0, rateLimited: 1, requests: 5 });
      expect(Math.max(...timer.sleeps)).toBeGreaterThan(15_000);
      await expectEverythingStored();
    },
  );

  it('does not wait for a 429 beyond the time of the cycle; every destination has the reason', async () => {
    const fault: RequestFault = { kind: 'RATE_LIMITED', retryAfter: 'seconds', seconds: 3_000 };
    const report = await cycle({ requests: [{ fault }] });
    expect(report.destinationsFailed).toBe(4);
    expect(new Set(report.failures.map(({ errorCode }) => errorCode))).toEqual(new Set(['RATE_LIMITED']));
    expect(report.requests).toBeLessThanOrEqual(4);
  });

  it('rejects only the entities with wrong types, and reports them', async () => {
    const fault: RequestFault = { kind: 'DAMAGED', damage: 'WAIT_AS_OBJECT', share: 0.5 };
    const report = await cycle(always(fault));
    expect(report.destinationsFailed).toBe(0);
    expect(report.entitiesRead).toBeGreaterThan(report.entitiesRejected);
    const findings = await app.query<{ n: number }>(
      "SELECT COUNT(*) AS n FROM data_quality_log WHERE entity_type = 'DESTINATION' AND issue_type <> 'MAPPING'",
    );
    expect(Number(findings[0]!.n)).toBeGreaterThan(0);
    expect(Number(findings[0]!.n)).toBeLessThan(30);
  });

  it('records only the reason for a response that is not newer than a stored one', async () => {
    await cycle();
    const before = await app.query('SELECT * FROM ride_status_snapshots ORDER BY ride_id');
    clock.nowMs = START - 1;
    const report = await app.collection.collect();
    expect(new Set(report.failures.map(({ errorCode }) => errorCode))).toEqual(new Set(['OVERTAKEN']));
    expect(report).toMatchObject({ rowsWritten: 0, rowsExtended: 0 });
    expect(await app.query('SELECT * FROM ride_status_snapshots ORDER BY ride_id')).toEqual(before);
  });

  it('rejects a concurrent second cycle without disturbing the first', async () => {
    const first = app.collection.start();
    await first;
    await expect(app.collection.collect()).rejects.toBeInstanceOf(CollectionInProgressError);
    await app.collection.onModuleDestroy();
    const [run] = await app.query<Record<string, unknown>>('SELECT * FROM collection_runs');
    expect(run!.finished_at).not.toBeNull();
  });

  it('a stopped cycle records its results; the next one continues', async () => {
    const stop = new AbortController();
    stop.abort(new Error('enough'));
    const report = await app.collection.collect({ signal: stop.signal });
    expect(report).toMatchObject({ wasAborted: true, destinationsFailed: 4, requests: 0 });
    expect(new Set(report.failures.map(({ errorCode }) => errorCode))).toEqual(new Set(['ABORTED']));
    expect(await cycle()).toMatchObject({ destinationsFailed: 0 });
  });

  it('a run whose process died is closed by the next one', async () => {
    await app.query("INSERT INTO collection_runs (started_at, destinations_total) VALUES ('2026-04-15', 1)");
    await app.query(
      "INSERT INTO collection_run_destinations (run_id, destination_id, started_at) VALUES (1, 1, '2026-04-15')",
    );
    await cycle();
    const [row] = await app.query(
      'SELECT error_code FROM collection_run_destinations WHERE run_id = 1 AND finished_at IS NOT NULL',
    );
    expect(row).toEqual({ error_code: 'INTERRUPTED' });
  });

  it('collects a single destination on request', async () => {
    const report = await app.collection.collect({ destinationId: ids[2] });
    expect(report).toMatchObject({ destinationsTotal: 1, destinationsFailed: 0, requests: 1 });
    await expect(
      app.collection.collect({ destinationId: '00000000-0000-4000-8000-00000000000f' }),
    ).rejects.toMatchObject({ code: 'DESTINATION_NOT_FOUND' });
    expect(simulator.stats.log.map(({ userAgent }) => userAgent)).toEqual(['the-tests/1']);
  });

  it('never sends more than its budget within a minute', async () => {
    for (let round = 0; round < 15; round++) expect(await cycle()).toMatchObject({ destinationsFailed: 0 });
    expect(simulator.stats.peakPerMinute).toBeLessThanOrEqual(BUDGET);
  });

  it('reports new entities and renames', async () => {
    expect((await cycle()).entitiesCreated).toBeGreaterThan(20);
    expect(await cycle()).toMatchObject({ entitiesCreated: 0 });
    const report = await cycle({
      feed: [
        { kind: 'RENAMED', destinationId: ids[0] },
        { kind: 'ID_CHANGED', destinationId: ids[3] },
      ],
    });
    expect(report.entitiesCreated).toBeGreaterThan(3);
    const renamed = await app.query("SELECT 1 FROM rides WHERE name LIKE '%: Reimagined'");
    expect(renamed.length).toBeGreaterThan(3);
    const found = await app.query("SELECT 1 FROM data_quality_log WHERE reason = 'NEW_ENTITY'");
    expect(found).toHaveLength(4);
  });
});
