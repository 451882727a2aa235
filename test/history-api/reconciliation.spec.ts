import { PastSchedules } from '../../src/modules/catalog/schedule/past-schedules.service.js';
import { ReconciliationRun } from '../../src/modules/history-api/reconciliation/reconciliation-job.js';
import { ReconciliationModule } from '../../src/modules/history-api/reconciliation/reconciliation.module.js';
import { FREE_KEY, FREE_PLAN, UNMETERED_KEY } from '../../src/tools/api-simulator/accounts/api-plans.js';
import type { ApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import { COMPARED_EVERY_MS } from '../../src/modules/history-api/reconciliation/reconciliation.service.js';
import type { SettableClock } from '../support/collector-app.js';
import type { HistoryImportApp } from '../support/history-import-app.js';
import { HistoryWarehouse } from '../support/history-warehouse.js';

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 10, 5, 16);

interface Difference {
  name: string;
  date: string;
  field: string;
  ours: string | null;
  theirs: string | null;
  explanation: string;
}

describe('the reconciliation with the daily rows of ThemeParks.wiki', () => {
  let warehouse: HistoryWarehouse;
  let clock: SettableClock;
  let simulator: ApiSimulator;
  let app: HistoryImportApp;
  let parkId: number;

  beforeEach(async () => {
    warehouse = await HistoryWarehouse.open({
      ...{ label: 'reconciliation', nowMs: NOW_MS, rides: 30, modules: [ReconciliationModule] },
    });
    ({ clock, simulator, app, parkId } = warehouse);
    await app.get(PastSchedules).fill({ fromMonth: '2026-09' });
  });
  const restart = async (key?: string) => {
    app = await warehouse.restart(key);
  };
  afterEach(() => warehouse.close());

  const reconcile = (startDate: string, endDate: string) =>
    app.get(ReconciliationRun).run({ parkId, startDate, endDate });
  const differences = () =>
    app.query<Difference>(
      `SELECT r.name, d.local_date AS date, d.field, d.ours, d.theirs, d.explanation
         FROM reconciliation_differences d JOIN rides r ON r.ride_id = d.ride_id ORDER BY d.ride_id, d.local_date, d.field`,
    );

  it('agrees in every figure of days that were imported from the same history', async () => {
    await app.import(parkId, '2026-10-05', '2026-11-01');
    const report = await reconcile('2026-10-06', '2026-10-31');
    expect(await differences()).toEqual([]);
    expect(report).toMatchObject({ parks: 1, days: 26, explained: 0, unexplained: 0, rejected: 0, failed: 0 });
    expect(report.agreeing).toBeGreaterThan(200);
  });

  describe('of three imported days', () => {
    beforeEach(() => app.import(parkId, '2026-10-05', '2026-10-08'));

    const run = () => reconcile('2026-10-06', '2026-10-08');
    const findings = () =>
      app.query<{ status: string; records: number; description: string; sample: string | object }>(
        `SELECT resolution_status AS status, records_affected AS records, description, sample
           FROM data_quality_log WHERE reason = 'DAILY_ROWS_DIFFER' ORDER BY log_id`,
      );
    /** A ride that posts many waits. */
    const busyRide = async () => {
      const [row] = await app.query<{ rideId: number; name: string }>(
        `SELECT s.ride_id AS rideId, r.name FROM ride_status_snapshots s JOIN rides r ON r.ride_id = s.ride_id
          WHERE s.status = 'OPERATING' AND s.wait_time > 0 GROUP BY s.ride_id, r.name ORDER BY COUNT(*) DESC LIMIT 1`,
      );
      return row!;
    };

    it('finds and names a wrong wait, and closes the finding when it is right again', async () => {
      const { rideId, name } = await busyRide();
      const change = (by: number) =>
        app.query(
          `UPDATE ride_status_snapshots SET wait_time = wait_time + ? WHERE ride_id = ? AND wait_time IS NOT NULL
              AND recorded_at BETWEEN '2026-10-07 12:00:00' AND '2026-10-08 00:00:00'`,
          [by, rideId],
        );
      await change(7);
      const report = await run();
      expect(report).toMatchObject({ unexplained: 1, explained: 0 });
      const found = await differences();
      expect(new Set(found.map((one) => `${one.name} ${one.date} ${one.explanation}`))).toEqual(
        new Set([`${name} 2026-10-07 UNEXPLAINED`]),
      );
      const mean = found.find(({ field }) => field === 'standby.mean')!;
      expect(Number(mean.ours)).toBeGreaterThan(Number(mean.theirs));
      const [finding, ...others] = await findings();
      expect(others).toEqual([]);
      expect(finding).toMatchObject({ status: 'OPEN', records: 1 });
      expect(finding!.description).toContain(name);
      expect(JSON.stringify(finding!.sample)).toContain('standby.');

      await change(-7);
      expect(await run()).toMatchObject({ unexplained: 0, explained: 0 });
      expect(await differences()).toEqual([]);
      expect((await findings()).map(({ status }) => status)).toEqual(['RESOLVED']);
    });

    it('explains figures by the hours that we did not observe', async () => {
      const { rideId } = await busyRide();
      await app.query(
        `DELETE FROM ride_status_snapshots
          WHERE ride_id = ? AND recorded_at BETWEEN '2026-10-07 13:00:00' AND '2026-10-07 20:00:00'`,
        [rideId],
      );
      await app.query(
        `UPDATE ride_status_snapshots SET last_confirmed_at = recorded_at + INTERVAL 1 MINUTE WHERE ride_id = ?
            AND recorded_at < '2026-10-07 13:00:00' ORDER BY recorded_at DESC LIMIT 1`,
        [rideId],
      );
      const report = await run();
      expect(report).toMatchObject({ unexplained: 0, explained: 1 });
      expect(new Set((await differences()).map(({ explanation }) => explanation))).toEqual(new Set(['OUR_GAP']));
      expect(await findings()).toEqual([]);
    });

    it('explains figures by other published hours', async () => {
      await app.query(
        "UPDATE park_schedules SET closes_at = closes_at - INTERVAL 2 HOUR WHERE local_date = '2026-10-07'",
      );
      const report = await run();
      expect(report.unexplained).toBe(0);
      expect(new Set((await differences()).map(({ explanation }) => explanation))).toEqual(new Set(['OTHER_HOURS']));
    });
  });

  it('keeps published rows of entities that were never observed, apart from all statistics', async () => {
    const report = await reconcile('2026-10-06', '2026-10-08');
    expect(report).toMatchObject({ days: 3, agreeing: 0, explained: 0, unexplained: 0 });
    expect(report.notObserved).toBeGreaterThan(20);
    expect(report.notObserved).toBe(report.rows);
    const [stored] = await app.query<{ rows: string; rides: string; waits: string }>(
      'SELECT COUNT(*) AS `rows`, COUNT(ride_id) AS rides, COUNT(standby_p90_minutes) AS waits FROM history_daily',
    );
    expect({ rows: Number(stored!.rows), rides: Number(stored!.rides) }).toEqual({ rows: report.rows, rides: 0 });
    expect(Number(stored!.waits)).toBeGreaterThan(5);
    for (const table of ['rides', 'ride_status_snapshots', 'ride_daily_stats']) {
      const [{ count }] = (await app.query<{ count: string }>(`SELECT COUNT(*) AS count FROM ${table}`)) as [
        { count: string },
      ];
      expect([table, Number(count)]).toEqual([table, 0]);
    }
  });

  it('compares only final days, over pages of a month, with one request for each page and one for the coverage', async () => {
    const before = simulator.accountStats(UNMETERED_KEY)?.historyRequests ?? 0;
    const report = await reconcile('2026-09-01', '2026-11-30');
    // 63 days to 2 November; the archive is two to three days behind.
    expect(report.days).toBeGreaterThanOrEqual(63);
    expect(report.days).toBeLessThan(66);
    expect(simulator.accountStats(UNMETERED_KEY).historyRequests - before).toBe(4);
    const [last] = await app.query<{ date: string }>('SELECT MAX(local_date) AS date FROM history_daily');
    expect(last!.date < '2026-11-05').toBe(true);
  });

  it('replaces published rows that change, and removes those that are not published any more', async () => {
    await reconcile('2026-10-06', '2026-10-07');
    const rows = () =>
      app.query<{ id: string }>(
        "SELECT themeparks_wiki_id AS id, operating_minutes AS minutes FROM history_daily WHERE local_date = '2026-10-07' ORDER BY 1",
      );
    const published = await rows();
    await app.query("UPDATE history_daily SET operating_minutes = 1 WHERE local_date = '2026-10-07'");
    await app.query(
      `UPDATE history_daily SET themeparks_wiki_id = '00000000-0000-4000-8000-000000000000'
        WHERE local_date = '2026-10-07' ORDER BY themeparks_wiki_id LIMIT 1`,
    );
    await reconcile('2026-10-07', '2026-10-07');
    expect(await rows()).toEqual(published);
  });

  it('stops when the hourly budget is used up, and names the time from which it can go on', async () => {
    simulator.setPlans({ keys: { [FREE_KEY]: { ...FREE_PLAN, historyPerHour: 2 } } });
    await restart(FREE_KEY);
    const report = await app.get(ReconciliationRun).run({ startDate: '2026-10-08', endDate: '2026-11-01', parkId });
    expect(report).toMatchObject({ days: 25, resumesAt: null });
    const next = await app.get(ReconciliationRun).run({ startDate: '2026-10-08', endDate: '2026-11-01', parkId });
    expect(next).toMatchObject({ days: 0, failed: 0 });
    expect(next.resumesAt!.getTime()).toBeGreaterThan(NOW_MS);
    expect(simulator.accountStats(FREE_KEY)).toMatchObject({ refusedPerHour: 0 });
  });

  it('leaves out days before the window of the account', async () => {
    simulator.setPlans({ keys: { [FREE_KEY]: { ...FREE_PLAN, historyDays: 7 } } });
    await restart(FREE_KEY);
    const report = await reconcile('2026-10-20', '2026-11-01');
    expect(report).toMatchObject({ earliestAllowedDate: '2026-10-30', days: 3, failed: 0 });
    expect(await reconcile('2026-10-01', '2026-10-02')).toMatchObject({ days: 0, failed: 0 });
  });

  it('requires a key, and a park that exists', async () => {
    await expect(app.get(ReconciliationRun).run({ parkId: 4_000 })).rejects.toThrow('Park 4000 does not exist');
    await expect(reconcile('2026-10-02', '2026-10-01')).rejects.toThrow('is after endDate');
    await restart();
    await expect(reconcile('2026-10-01', '2026-10-02')).rejects.toThrow('set THEMEPARKS_API_KEY');
  });

  it('leaves a park out for a week after it was compared', async () => {
    const scheduled = () => app.get(ReconciliationRun).run({ notComparedForMs: COMPARED_EVERY_MS });
    expect(await scheduled()).toMatchObject({ parks: 3, days: 42 });
    clock.nowMs += 6 * DAY_MS;
    expect(await scheduled()).toMatchObject({ parks: 0, days: 0 });
    clock.nowMs += DAY_MS;
    expect(await scheduled()).toMatchObject({ parks: 3, days: 42 });
  });
});
