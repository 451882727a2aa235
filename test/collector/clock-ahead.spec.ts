import { AlertsModule } from '../../src/modules/alerts/alerts.module.js';
import { AlertService } from '../../src/modules/alerts/alert.service.js';
import { ClockRepairService } from '../../src/modules/collector/clock-repair.service.js';
import { ClockRestoreService } from '../../src/modules/collector/clock-restore.service.js';
import type { CycleReport } from '../../src/modules/collector/cycle/run-result.js';
import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import type { VisibleObservation } from '../../src/tools/api-simulator/visible-entities.js';
import { CollectorApp, SettableClock } from '../support/collector-app.js';
import { emptyTables } from '../support/empty-tables.js';
import { FollowedDatabaseClock } from '../support/followed-database-clock.js';
import { shownTimeline, storedTimeline } from '../support/live-timeline.js';
import { type TestDatabase, createTestDatabase } from '../support/test-database.js';

const START = Date.parse('2026-04-15T15:00:00.000Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('live collection with a clock that is ahead', () => {
  const clock = new SettableClock(START);
  const databaseClock = new FollowedDatabaseClock(clock);
  /** What time it is in the world. */
  let trueMs: number;
  let database: TestDatabase;
  let simulator: ApiSimulator;
  let app: CollectorApp;
  let id: string;
  let shown: VisibleObservation[];

  beforeAll(async () => {
    database = await createTestDatabase('clock_ahead');
    simulator = await startApiSimulator({
      clock: () => trueMs,
      seed: 5,
      destinations: 1,
      ridesPerDestination: 8,
      limitPerMinute: 1_000_000,
    });
    app = await CollectorApp.start({
      connection: database.connectionOptions,
      settings: { LIVE_API_BASE_URL: simulator.baseUrl, LIVE_REQUESTS_PER_MINUTE: '100000' },
      clock,
      databaseClock,
      modules: [AlertsModule],
    });
    id = simulator.destinationIds[0]!;
  });
  afterAll(async () => {
    await app?.close();
    await simulator?.close();
    await database?.drop();
  });
  beforeEach(async () => {
    trueMs = START;
    shown = [];
    await emptyTables(database.connectionOptions);
    await app.knowDestinations([id]);
  });

  /** A cycle of a process, and of a database, whose clocks are so far ahead of the world's. */
  async function cycle(aheadMs = 0, databaseAheadMs = 0): Promise<CycleReport> {
    trueMs += 5 * MINUTE;
    clock.nowMs = trueMs + aheadMs;
    databaseClock.behindMs = aheadMs - databaseAheadMs;
    const report = await app.collection.collect();
    if (aheadMs === 0) shown.push(...simulator.truth(id, trueMs));
    return report;
  }

  const rows = async (): Promise<number> =>
    Number((await app.query<{ n: number }>('SELECT COUNT(*) AS n FROM ride_status_snapshots'))[0]!.n);
  const history = () =>
    app.query<object>('SELECT ride_id, recorded_at FROM ride_status_snapshots ORDER BY ride_id, recorded_at');
  const activeAlerts = async () => (await app.get(AlertService).active()).map(({ key }) => key);
  const openFindings = async () =>
    (
      await app.query<{ reason: string }>(
        `SELECT reason FROM data_quality_log WHERE resolution_status = 'OPEN' AND reason LIKE '%AHEAD'`,
      )
    ).map(({ reason }) => reason);

  it('stores and requests nothing, and reports the clock as the result', async () => {
    await cycle();
    const before = await rows();
    const asked = simulator.stats.requests;
    const report = await cycle(3 * HOUR);
    expect(report).toMatchObject({ destinationsTotal: 1, destinationsFailed: 1, rowsWritten: 0, rowsExtended: 0 });
    expect(report.failures).toMatchObject([
      { errorCode: 'CLOCK_AHEAD', error: expect.stringContaining('3 h 0 min ahead of the database') as string },
    ]);
    expect(simulator.stats.requests).toBe(asked);
    expect(await rows()).toBe(before);
  });

  it('dates the refused run by the clock of the database, so that it is the last one and not one of tomorrow', async () => {
    await cycle(3 * HOUR);
    const [run] = await app.query<{ startedAt: Date; error: string }>(
      'SELECT started_at AS startedAt, error FROM collection_runs',
    );
    expect(run).toMatchObject({ startedAt: new Date(trueMs), error: expect.stringContaining('ahead') as string });
  });

  it('raises an alert and a finding, and both end with the first cycle of a clock that is right', async () => {
    await cycle(3 * HOUR);
    expect(await activeAlerts()).toEqual(['clock.ahead']);
    expect(await openFindings()).toEqual(['CLOCK_AHEAD']);
    const report = await cycle();
    expect(report).toMatchObject({ destinationsFailed: 0 });
    expect(await activeAlerts()).toEqual([]);
    expect(await openFindings()).toEqual([]);
    expect(await storedTimeline(app, id)).toEqual(shownTimeline(shown));
  });

  it('lets a host close the alert of another one only after ten minutes without repetition', async () => {
    await cycle(3 * HOUR);
    await app.query("UPDATE alerts SET details = JSON_SET(details, '$.host', 'another-host')");
    for (let minutes = 5; minutes <= 10; minutes += 5) {
      await cycle();
      expect([minutes, await activeAlerts(), await openFindings()]).toEqual([
        minutes,
        ['clock.ahead'],
        ['CLOCK_AHEAD'],
      ]);
    }
    await cycle();
    expect([await activeAlerts(), await openFindings()]).toEqual([[], []]);
  });

  it('collects with a clock that differs by no more than the tolerance', async () => {
    expect(await cycle(59_000)).toMatchObject({ destinationsFailed: 0 });
    expect(await activeAlerts()).toEqual([]);
  });

  it('stores no response received after the clock was set ahead in the middle of a cycle', async () => {
    await cycle();
    const before = await rows();
    trueMs += 5 * MINUTE;
    clock.nowMs = trueMs;
    databaseClock.behindMs = 0;
    simulator.setFaults({ requests: [{ fault: { kind: 'STATUS', status: 500 }, attempts: 1 }] });
    const jump = setInterval(() => {
      if (simulator.stats.requests < 2) return;
      clock.nowMs = trueMs + 3 * HOUR;
      databaseClock.behindMs = 3 * HOUR;
    }, 0);
    const report = await app.collection.collect();
    clearInterval(jump);
    simulator.setFaults({});
    if (clock.nowMs === trueMs) return; // the answer was committed before the clock could be set
    expect(report.failures).toMatchObject([{ errorCode: 'CLOCK_AHEAD' }]);
    expect(await rows()).toBe(before);
  });

  it('cuts rows extended by a clock ten minutes ahead back to the last correct poll', async () => {
    await cycle();
    await cycle();
    const lastTrueMs = trueMs;
    await cycle(10 * MINUTE, 10 * MINUTE);
    clock.nowMs = trueMs;
    databaseClock.behindMs = 0;
    const report = await app.get(ClockRepairService).repair();
    expect(report.cut).toBeGreaterThan(0);
    const [newest] = await app.query<{ at: Date }>('SELECT MAX(last_confirmed_at) AS at FROM ride_status_snapshots');
    expect(newest!.at).toEqual(new Date(lastTrueMs));
    await cycle();
    expect(await storedTimeline(app, id)).toEqual(shownTimeline(shown));
  });

  it('has every day computed anew over which a row claimed to be seen, where no poll before the wrong ones is known', async () => {
    await cycle(10 * MINUTE, 10 * MINUTE);
    await app.query('UPDATE ride_status_snapshots SET recorded_at = recorded_at - INTERVAL 3 DAY');
    await app.query('DELETE FROM invalidated_park_days');
    clock.nowMs = trueMs;
    databaseClock.behindMs = 0;
    expect((await app.get(ClockRepairService).repair()).cut).toBeGreaterThan(0);
    const days = await app.query<{ day: string }>(
      "SELECT DISTINCT CAST(local_date AS CHAR) AS day FROM invalidated_park_days WHERE reason = 'CLOCK' ORDER BY day",
    );
    expect(days.map(({ day }) => day)).toEqual(
      expect.arrayContaining(['2026-04-12', '2026-04-13', '2026-04-14', '2026-04-15']),
    );
  });

  describe('after responses were stored ahead by a clock that the database shared', () => {
    beforeEach(async () => {
      await cycle();
      await cycle();
      await cycle(3 * HOUR, 3 * HOUR);
      clock.nowMs = trueMs;
    });

    it('continues at once from the last correct state of each ride', async () => {
      const reports = [await cycle(), await cycle(), await cycle()];
      expect(reports.map(({ failures }) => failures)).toEqual([[], [], []]);
      const timeline = await storedTimeline(app, id);
      const untilMs = trueMs + HOUR;
      expect(timeline.filter(({ observedAtMs }) => observedAtMs < untilMs)).toEqual(shownTimeline(shown));
    });

    it('shows the newest true state, and keeps every row of the history', async () => {
      const before = await app.query<object>(
        'SELECT ride_id, recorded_at, status, wait_time FROM ride_status_snapshots ORDER BY ride_id, recorded_at',
      );
      await cycle();
      const ahead = await app.query(
        'SELECT ride_id FROM ride_current WHERE COALESCE(last_confirmed_at, recorded_at) > ?',
        [new Date(trueMs + MINUTE)],
      );
      expect(ahead).toEqual([]);
      const after = await app.query<object>(
        'SELECT ride_id, recorded_at, status, wait_time FROM ride_status_snapshots ORDER BY ride_id, recorded_at',
      );
      expect(after).toEqual(expect.arrayContaining(before));
    });

    it('has no rows ahead after a repair, which keeps and counts every row', async () => {
      await cycle();
      const before = await history();
      const report = await app.get(ClockRepairService).repair();
      const kept = await app.query<{ n: number }>(
        "SELECT COUNT(*) AS n FROM clock_repair_rows WHERE table_name = 'ride_status_snapshots' AND kind = 'SET_ASIDE'",
      );
      expect((await history()).length + Number(kept[0]!.n)).toBe(before.length);
      expect(report).toMatchObject({ repairId: expect.any(Number) as number, polls: 1 });
      expect(report.setAside).toBeGreaterThan(0);
      await cycle();
      expect(await storedTimeline(app, id)).toEqual(shownTimeline(shown));
      expect(await activeAlerts()).toEqual([]);
      expect(await openFindings()).toEqual([]);
    });

    it('continues from the last correct state if it is repaired before the next cycle', async () => {
      const [poll] = await app.query<{ n: number }>('SELECT COUNT(*) AS n FROM ride_status_snapshots');
      await app.get(ClockRepairService).repair();
      expect(Number(poll!.n)).toBeGreaterThan((await history()).length);
      const report = await cycle();
      expect(report.rowsExtended).toBeGreaterThan(0);
      expect(await storedTimeline(app, id)).toEqual(shownTimeline(shown));
    });

    it('is back as it was when the repair is undone, and repaired again as the first time', async () => {
      const tables = ['ride_status_snapshots', 'queue_data', 'entity_live_details', 'collection_run_destinations'];
      const all = async () => {
        const found: unknown[] = [];
        for (const table of tables) found.push(await app.query(`SELECT * FROM ${table} ORDER BY 1, 2, 3`));
        return found;
      };
      await cycle(10 * MINUTE, 10 * MINUTE);
      clock.nowMs = trueMs;
      databaseClock.behindMs = 0;
      const before = await all();
      const repair = await app.get(ClockRepairService).repair();
      const repaired = await all();
      await app.query('DELETE FROM invalidated_park_days');
      const report = await app.get(ClockRestoreService).restore(repair.repairId!);
      expect(report).toMatchObject({ restored: repair.setAside, prolonged: repair.cut, polls: repair.polls });
      expect(await all()).toEqual(before);
      expect(await app.query("SELECT 1 FROM invalidated_park_days WHERE reason = 'CLOCK' LIMIT 1")).toHaveLength(1);
      expect(await activeAlerts()).toEqual(['clock.responses_ahead']);
      const again = await app.get(ClockRepairService).repair();
      expect(again).toMatchObject({ setAside: repair.setAside, cut: repair.cut });
      expect((await all()).slice(0, 3)).toEqual(repaired.slice(0, 3));
      await cycle();
      expect(await storedTimeline(app, id)).toEqual(shownTimeline(shown));
    });

    it('keeps what was collected since the repair when that is undone, and restores nothing twice', async () => {
      const { repairId, setAside } = await app.get(ClockRepairService).repair();
      await cycle();
      const since = await app.query<{ ride_id: number }>(
        'SELECT ride_id, recorded_at, status, wait_time FROM ride_status_snapshots',
      );
      expect(await app.get(ClockRestoreService).restore(repairId!)).toMatchObject({ restored: setAside });
      expect(await app.query('SELECT ride_id, recorded_at, status, wait_time FROM ride_status_snapshots')).toEqual(
        expect.arrayContaining(since),
      );
      expect(await app.get(ClockRestoreService).restore(repairId!)).toMatchObject({
        restored: 0,
        alreadyThere: setAside,
        polls: 0,
      });
      const newest = await app.query('SELECT 1 FROM ride_current WHERE recorded_at > ?', [new Date(trueMs + MINUTE)]);
      expect(newest).toEqual([]);
    });

    it('is back as it was also where the repair kept a column under its former name', async () => {
      const before = await app.query('SELECT * FROM ride_status_snapshots ORDER BY 1, 2');
      const { repairId } = await app.get(ClockRepairService).repair();
      await app.query(
        `UPDATE clock_repair_rows SET content = REPLACE(content, '"last_confirmed_at"', '"observed_until"')`,
      );
      await app.get(ClockRestoreService).restore(repairId!);
      expect(await app.query('SELECT * FROM ride_status_snapshots ORDER BY 1, 2')).toEqual(before);
    });

    it('is not restored by a repair that there is not, nor while the clocks disagree', async () => {
      await expect(app.get(ClockRestoreService).restore(4_000)).rejects.toThrow('no clock repair 4000');
      databaseClock.behindMs = 2 * HOUR;
      await expect(app.get(ClockRestoreService).restore(4_000)).rejects.toThrow('Correct the wrong clock first');
    });

    it('is repaired once: a second repair finds nothing', async () => {
      expect((await app.get(ClockRepairService).repair()).setAside).toBeGreaterThan(0);
      expect(await app.get(ClockRepairService).repair()).toMatchObject({ repairId: null, setAside: 0, cut: 0 });
    });

    it('recomputes its park-days after a repair', async () => {
      await app.query('DELETE FROM invalidated_park_days');
      await app.get(ClockRepairService).repair();
      const days = await app.query("SELECT DISTINCT reason FROM invalidated_park_days WHERE reason = 'CLOCK'");
      expect(days).toHaveLength(1);
    });

    it('is not repaired while the clock of the host and that of the database disagree', async () => {
      databaseClock.behindMs = 2 * HOUR;
      await expect(app.get(ClockRepairService).repair()).rejects.toThrow('Correct the wrong clock first');
    });

    it('is reported by an alert and a finding until the responses ahead are set aside', async () => {
      await cycle();
      expect(await activeAlerts()).toEqual(['clock.responses_ahead']);
      expect(await openFindings()).toEqual(['RESPONSES_AHEAD']);
    });
  });
});
