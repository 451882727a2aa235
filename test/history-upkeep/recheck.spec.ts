import { HistoryUpkeepModule } from '../../src/modules/history-upkeep/history-upkeep.module.js';
import { HistoryRecheck } from '../../src/modules/history-upkeep/recheck.service.js';
import { UNMETERED_KEY } from '../../src/tools/api-simulator/accounts/api-plans.js';
import type { ApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import type { SettableClock } from '../support/collector-app.js';
import type { HistoryImportApp } from '../support/history-import-app.js';
import { HistoryWarehouse } from '../support/history-warehouse.js';

const DAY_MS = 24 * 3_600_000;
const NOON_MS = Date.UTC(2026, 6, 20, 16);

describe('days of the History API', () => {
  let warehouse: HistoryWarehouse;
  let clock: SettableClock;
  let simulator: ApiSimulator;
  let app: HistoryImportApp;
  let parkId: number;

  beforeEach(async () => {
    warehouse = await HistoryWarehouse.open({
      ...{ label: 'history_recheck', nowMs: NOON_MS, modules: [HistoryUpkeepModule] },
    });
    ({ clock, simulator, app, parkId } = warehouse);
  });
  afterEach(() => warehouse.close());

  const states = async () => {
    const rows = await app.query<{ date: string; state: string }>(
      'SELECT local_date AS date, state FROM history_days ORDER BY local_date',
    );
    return rows.map(({ date, state }) => `${date} ${state}`);
  };
  const recheck = async (maxProvisional: number, sample: number) => {
    const { imports, ...counts } = await app.get(HistoryRecheck).begin({ origin: 'api', maxProvisional, sample });
    const results = [];
    for (const { importId } of imports) results.push((await app.run(importId)).record);
    return { ...counts, results };
  };
  const rows = () =>
    app.query<{ id: number; at: Date; status: string; wait: number | null }>(
      `SELECT ride_id AS id, recorded_at AS at, status, wait_time AS wait FROM ride_status_snapshots
        WHERE data_source = 'HISTORY_API' ORDER BY 1, 2`,
    );
  const changes = () =>
    app.query<{ description: string; records: number }>(
      "SELECT description, records_affected AS records FROM data_quality_log WHERE reason = 'HISTORY_DAY_CHANGED'",
    );

  it('are imported again once they are final, and are then equal to days that were final at first', async () => {
    await app.import(parkId, '2026-07-16', '2026-07-20');
    expect(await states()).toContain('2026-07-19 PROVISIONAL');
    clock.nowMs += 4 * DAY_MS;
    const { provisional, results } = await recheck(48, 0);
    expect(provisional).toBe(2);
    expect(results).toMatchObject([{ status: 'COMPLETED', rejected: 0 }]);
    expect((await states()).every((state) => state.endsWith('FINAL'))).toBe(true);
    const again = await rows();
    const { record } = await app.import(parkId, '2026-07-16', '2026-07-20');
    expect(record).toMatchObject({ stored: 0 });
    expect(await rows()).toEqual(again);
    expect(await changes()).toEqual([]);
  });

  it('are not requested while the API has not recorded them, nor twice a day', async () => {
    await app.import(parkId, '2026-07-19', '2026-07-19');
    // On this day, the archive is three days behind instead of two.
    clock.nowMs += DAY_MS;
    const before = simulator.accountStats(UNMETERED_KEY).historyRequests;
    expect((await recheck(48, 0)).results).toMatchObject([{ status: 'COMPLETED', filesTotal: 0 }]);
    // The coverage alone, which reports that the day is not final.
    expect(simulator.accountStats(UNMETERED_KEY).historyRequests - before).toBe(1);
    clock.nowMs += DAY_MS;
    expect((await recheck(48, 0)).results).toMatchObject([{ status: 'COMPLETED', filesTotal: 1 }]);
    expect(await states()).toEqual(['2026-07-19 FINAL']);
    expect((await recheck(48, 0)).results).toEqual([]);
  });

  it('that are final are compared in turn, those first that were requested longest ago', async () => {
    await app.import(parkId, '2026-07-10', '2026-07-13');
    const requested = new Set<string>();
    for (let day = 0; day < 2; day++) {
      clock.nowMs += DAY_MS;
      const { final, results } = await recheck(0, 2);
      expect([final, results.length]).toEqual([2, 1]);
      expect(results[0]).toMatchObject({ status: 'COMPLETED', filesDone: 2, stored: 0 });
      for (const { parks } of [results[0]!.options.chosen!]) parks[0]!.days.forEach((date) => requested.add(date));
    }
    expect([...requested].sort()).toEqual(['2026-07-10', '2026-07-11', '2026-07-12', '2026-07-13']);
    expect(await changes()).toEqual([]);
  });

  it('that are recorded anew upstream are a finding; new rows are stored beside the old ones', async () => {
    const repairedAtMs = NOON_MS + DAY_MS;
    const fault = { kind: 'RERECORDED' as const, repairedAtMs, share: 0.3, untilMs: NOON_MS };
    simulator.setFaults({ feed: [fault] });
    await app.import(parkId, '2026-07-15', '2026-07-15');
    const before = await rows();
    clock.nowMs += 2 * DAY_MS;
    const { results } = await recheck(0, 1);
    const { stored } = results[0]!;
    expect(stored).toBeGreaterThan(0);
    const after = await rows();
    expect(after.length).toBeGreaterThan(before.length);
    const keys = new Set(after.map(({ id, at }) => `${id}/${at.getTime()}`));
    expect(before.filter(({ id, at }) => !keys.has(`${id}/${at.getTime()}`))).toEqual([]);
    const [change, ...others] = await changes();
    expect(others).toEqual([]);
    expect(change!.records).toBeGreaterThanOrEqual(stored);
    expect(change!.description).toContain(`2026-07-15 anew, although it was final. Stored: ${stored} new row`);
    clock.nowMs += DAY_MS;
    await recheck(0, 1);
    expect(await changes()).toEqual([change]);
  });
});
