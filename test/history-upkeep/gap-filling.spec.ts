import { type FillReport, GapFilling } from '../../src/modules/history-upkeep/gap-filling.service.js';
import type { ImportRecord } from '../../src/modules/import/import-record.js';
import { QualityCheckService } from '../../src/modules/quality/detection/quality-check.service.js';
import type { GapQuery, GapView } from '../../src/modules/quality/gap.dto.js';
import { IssueService } from '../../src/modules/quality/issue.service.js';
import { FREE_KEY, FREE_PLAN, UNMETERED_KEY } from '../../src/tools/api-simulator/accounts/api-plans.js';
import type { ApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import type { SettableClock } from '../support/collector-app.js';
import type { HistoryImportApp } from '../support/history-import-app.js';
import { collectWithOutage, OUTAGE_MODULES, OUTAGE_SETTINGS, outageFrom } from '../support/collection-outage.js';
import { HistoryWarehouse } from '../support/history-warehouse.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** In the afternoon of a park in Florida. */
const START_MS = Date.UTC(2026, 6, 15, 16);
const OUTAGE = outageFrom(START_MS);
const END_MS = OUTAGE.collectedUntilMs;

describe('gaps of live collection', () => {
  let warehouse: HistoryWarehouse;
  let clock: SettableClock;
  let simulator: ApiSimulator;
  let app: HistoryImportApp;

  beforeEach(async () => {
    warehouse = await HistoryWarehouse.open({
      ...{ label: 'gap_filling', nowMs: START_MS, keys: { [FREE_KEY]: FREE_PLAN } },
      ...{ modules: OUTAGE_MODULES, settings: OUTAGE_SETTINGS },
    });
    ({ clock, simulator, app } = warehouse);
  });
  afterEach(() => warehouse.close());

  const collect = () => collectWithOutage(warehouse, START_MS);
  const check = () => app.get(QualityCheckService).check();
  const begin = (isUrgent = false) =>
    app.get(GapFilling).begin({ origin: 'api', parkIds: null, maxDays: 10, isUrgent });
  const run = async (records: readonly ImportRecord[]) => {
    for (const { importId } of records) await app.run(importId);
  };
  const assess = (): Promise<FillReport> => app.get(GapFilling).assess();
  const gaps = async (): Promise<GapView[]> => {
    const query: GapQuery = { limit: 100, offset: 0 };
    return (await app.get(IssueService).gaps(query)).data;
  };
  const ofParks = async () => (await gaps()).filter(({ entityType }) => entityType === 'PARK');
  const historyRequests = () => simulator.accountStats(UNMETERED_KEY).historyRequests;

  it('are filled from the History API, and resolved with a note', async () => {
    await collect();
    const found = await ofParks();
    expect(found.length).toBeGreaterThan(0);
    expect(found.every(({ type, fill }) => type === 'COLLECTION_FAILURE' && fill === null)).toBe(true);

    const records = await begin();
    expect(records).toHaveLength(1);
    await run(records);
    const report = await assess();
    expect(report).toMatchObject({ filled: found.length, partlyFilled: 0, notHeld: 0 });
    for (const gap of await ofParks()) {
      expect(gap).toMatchObject({ resolutionStatus: 'RESOLVED', fill: { source: 'HISTORY_API', state: 'FILLED' } });
      expect(gap.fill!.hours).toBe(gap.hours);
      expect(gap.fill!.importId).toBe(records[0]!.importId);
      expect(gap.resolutionNotes).toMatch(/^Resolved automatically: filled by HISTORY_API, 1\d\d minutes, by imp_/);
    }
  });

  it('stay resolved when the check runs again', async () => {
    await collect();
    await run(await begin());
    await assess();
    await check();
    expect((await ofParks()).map(({ resolutionStatus }) => resolutionStatus)).not.toContain('OPEN');
  });

  it('cost one request for each park-day and one for the coverage of each park, once', async () => {
    await collect();
    const parks = new Set((await ofParks()).map(({ parkId }) => parkId)).size;
    const before = historyRequests();
    await run(await begin());
    expect(historyRequests() - before).toBe(2 * parks);
    await assess();
    expect(await begin()).toEqual([]);
    expect(await begin(true)).toEqual([]);
    expect(historyRequests() - before).toBe(2 * parks);
  });

  it('of which the source holds a part are partly filled, and the rest is not requested again', async () => {
    const untilMs = OUTAGE.startMs + HOUR_MS;
    simulator.setFaults({ feed: [{ kind: 'KNOWN_GAP', fromMs: OUTAGE.startMs, untilMs, reason: 'maintenance' }] });
    await collect();
    await run(await begin());
    const provisional = (await ofParks()).length;
    expect(await assess()).toMatchObject({ gaps: provisional, filled: 0, provisional });
    for (const gap of await ofParks()) {
      expect(gap.fill!.hours).toBeGreaterThan(0.5 * gap.hours - 0.2);
      expect(gap.fill!.hours).toBeLessThan(0.5 * gap.hours + 0.2);
      // The day is not over, so the API may still complete it.
      expect(gap.fill!.state).toBe('PROVISIONAL');
    }
    const [known] = (await gaps()).filter(({ type }) => type === 'SOURCE_GAP');
    expect(known).toMatchObject({
      ...{ entityType: 'DESTINATION', source: 'HISTORY_API', resolutionStatus: 'WONTFIX', isOngoing: false },
      ...{ startsAt: new Date(OUTAGE.startMs), endsAt: new Date(untilMs) },
    });
    expect(known!.description).toContain('maintenance');
    await check();
    const before = historyRequests();
    expect(await begin()).toEqual([]);
    const rest = (await ofParks()).filter(({ resolutionStatus }) => resolutionStatus === 'OPEN');
    expect(rest.length).toBeGreaterThan(0);
    expect(historyRequests()).toBe(before);
  });

  it('of which a final day holds nothing are recorded as not held', async () => {
    simulator.setFaults({
      feed: [{ kind: 'KNOWN_GAP', fromMs: OUTAGE.startMs - 10 * MINUTE_MS, untilMs: OUTAGE.endMs + 10 * MINUTE_MS }],
    });
    await collect();
    clock.nowMs = END_MS + 5 * 24 * HOUR_MS;
    await run(await begin());
    expect(await assess()).toMatchObject({ filled: 0, partlyFilled: 0, filledMinutes: 0 });
    const states = (await ofParks()).filter(({ fill }) => fill !== null).map(({ fill }) => fill!.state);
    expect(new Set(states)).toEqual(new Set(['NOT_HELD']));
    expect(await begin(true)).toEqual([]);
  });

  it('whose day has a degraded opening are requested again after a pause that grows', async () => {
    await collect();
    simulator.setFaults({
      requests: [{ fault: { kind: 'DEGRADED_OPENING', reason: 'timeout' }, url: 'history?date=' }],
    });
    await run(await begin());
    await assess();
    const [gap] = await ofParks();
    expect(gap!.fill).toMatchObject({ state: 'UNAVAILABLE' });
    expect(gap!.fill!.note).toContain('degraded');
    expect(await begin()).toEqual([]);
    clock.nowMs += HOUR_MS + 1;
    await run(await begin());
    await assess();
    clock.nowMs += HOUR_MS + 1;
    expect(await begin()).toEqual([]);
    simulator.setFaults({});
    await run(await begin(true));
    expect((await assess()).filled).toBeGreaterThan(0);
  });

  it('wait while an import of their destination is active', async () => {
    await collect();
    const [first] = await begin();
    expect(await begin()).toEqual([]);
    await run([first!]);
    await assess();
    expect((await ofParks())[0]!.fill!.state).toBe('FILLED');
  });

  it('before the days that the account may read are refused, and not requested again', async () => {
    await collect();
    app = await warehouse.restart(FREE_KEY);
    clock.nowMs = END_MS + 60 * 24 * HOUR_MS;
    await run(await begin());
    await assess();
    expect((await ofParks())[0]).toMatchObject({ resolutionStatus: 'OPEN', fill: { state: 'REFUSED' } });
    expect(await begin()).toEqual([]);
  });
});
