import { PastSchedules } from '../../src/modules/catalog/schedule/past-schedules.service.js';
import { ReconciliationRun } from '../../src/modules/history-api/reconciliation/reconciliation-job.js';
import { ReconciliationModule } from '../../src/modules/history-api/reconciliation/reconciliation.module.js';
import { UNMETERED_KEY } from '../../src/tools/api-simulator/accounts/api-plans.js';
import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import { CollectorApp, SettableClock } from '../support/collector-app.js';
import { databaseUrl } from '../support/program.js';
import { runHere } from '../support/program-here.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const HOUR_MS = 3_600_000;
const CYCLE_MS = 300_000;
const DATE = '2026-10-14';
/** Before the local day begins in any zone of the world. */
const START_MS = Date.UTC(2026, 9, 13, 8);
const HOURS = 46;

interface Difference {
  name: string;
  field: string;
  ours: string | null;
  theirs: string | null;
  explanation: string;
}

describe('the reconciliation of a day that was polled every five minutes', () => {
  let database: TestDatabase;
  let simulator: ApiSimulator;
  let clock: SettableClock;
  let app: CollectorApp;
  let settings: Record<string, string>;
  let wrongRideId: number;

  beforeAll(async () => {
    clock = new SettableClock(START_MS);
    database = await createTestDatabase('polled_reconciliation');
    simulator = await startApiSimulator({
      ...{ clock: () => clock.nowMs, seed: 4, destinations: 1, ridesPerDestination: 25, limitPerMinute: 1_000_000 },
    });
    settings = {
      LIVE_API_BASE_URL: simulator.baseUrl,
      LIVE_REQUESTS_PER_MINUTE: '100000',
      THEMEPARKS_API_KEY: UNMETERED_KEY,
    };
    const modules = [ReconciliationModule];
    app = await CollectorApp.start({ connection: database.connectionOptions, settings, clock, modules });
    await app.knowDestinations(simulator.destinationIds);
    for (let cycle = 0; cycle < (HOURS * HOUR_MS) / CYCLE_MS; cycle++) {
      clock.nowMs = START_MS + cycle * CYCLE_MS + 20_000;
      // The collector is down for three hours in the afternoon of America, and the morning of Asia.
      const hour = new Date(clock.nowMs).toISOString().slice(0, 13);
      if (['2026-10-14T19', '2026-10-14T20', '2026-10-14T21'].includes(hour)) continue;
      await app.collection.collect();
    }
    clock.nowMs = Date.UTC(2026, 10, 2, 12);
    await app.get(PastSchedules).fill({ fromMonth: '2026-10' });
  }, 240_000);
  afterAll(async () => {
    await app?.close();
    await simulator?.close();
    await database?.drop();
  });

  const reconcile = () => app.get(ReconciliationRun).run({ startDate: DATE, endDate: DATE });
  const differences = () =>
    app.query<Difference>(
      `SELECT r.name, d.field, d.ours, d.theirs, d.explanation
         FROM reconciliation_differences d JOIN rides r ON r.ride_id = d.ride_id ORDER BY d.ride_id, d.field`,
    );

  it('explains every difference by the polls or by the gap of the collector', async () => {
    const report = await reconcile();
    const unexplained = (await differences()).filter(({ explanation }) => explanation === 'UNEXPLAINED');
    expect(unexplained).toEqual([]);
    expect(report.agreeing + report.explained).toBeGreaterThan(15);
    expect(report.explained).toBeGreaterThan(5);
    const words = new Set((await differences()).map(({ explanation }) => explanation));
    expect(words).toEqual(new Set(['BETWEEN_POLLS', 'OUR_GAP']));
  });

  it('still finds waits that are wrong by more than polls can explain', async () => {
    const [ride] = await app.query<{ rideId: number; name: string }>(
      `SELECT s.ride_id AS rideId, r.name FROM ride_status_snapshots s JOIN rides r ON r.ride_id = s.ride_id
        WHERE s.wait_time > 0 GROUP BY s.ride_id, r.name ORDER BY COUNT(*) DESC LIMIT 1`,
    );
    wrongRideId = ride!.rideId;
    await app.query('UPDATE ride_status_snapshots SET wait_time = wait_time + 90 WHERE ride_id = ?', [wrongRideId]);
    expect((await reconcile()).unexplained).toBe(1);
    const unexplained = (await differences()).filter(({ explanation }) => explanation === 'UNEXPLAINED');
    expect(new Set(unexplained.map(({ name }) => name))).toEqual(new Set([ride!.name]));
    expect(unexplained.map(({ field }) => field)).toContain('standby.max');
  });

  it('has no conflict with what the History API has of the same day, which fills the gap', async () => {
    await app.query('UPDATE ride_status_snapshots SET wait_time = wait_time - 90 WHERE ride_id = ?', [wrongRideId]);
    const connection = { DATABASE_URL: databaseUrl(database.connectionOptions) };
    for (const { parkId } of await app.query<{ parkId: number }>('SELECT park_id AS parkId FROM parks')) {
      const range = ['--start', DATE, '--end', DATE];
      const { code, stderr } = await runHere(['import', '--source', 'history', '--park-id', String(parkId), ...range], {
        ...settings,
        ...connection,
      });
      expect([code, stderr]).toEqual([0, expect.any(String)]);
    }
    const sources = await app.query<{ n: number }>(
      "SELECT COUNT(*) AS n FROM ride_status_snapshots WHERE data_source = 'HISTORY_API'",
    );
    expect(Number(sources[0]!.n)).toBeGreaterThan(10);
    const conflicts = await app.query<{ sample: unknown }>(
      "SELECT sample FROM data_quality_log WHERE reason = 'STORED_VALUE_CONFLICT'",
    );
    expect(conflicts).toEqual([]);
  });
});
