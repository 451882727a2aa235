import { SettableClock } from '../support/collector-app.js';
import { LiveRows } from '../support/live-rows.js';
import { type TestDatabase, createTestDatabase } from '../support/test-database.js';
import { QualityApp } from './quality-app.js';

const HOUR_MS = 3_600_000;
/** Open from 09:00 to 21:00 UTC every day, in Paris. */
const [OPENS, CLOSES] = [9, 21];
const DAY_0 = Date.parse('2026-04-01T00:00:00Z');
const at = (day: number, hour: number) => new Date(DAY_0 + (24 * day + hour) * HOUR_MS);
const dateOf = (day: number) => at(day, 0).toISOString().slice(0, 10);
const LAST_DAY = 15;

/** Two weeks of live data without published hours. Each test has its own park and destination. */
describe('a park without published hours', () => {
  const clock = new SettableClock(DAY_0);
  let database: TestDatabase;
  let app: QualityApp;
  let rows: LiveRows;
  let parks = 0;
  let runs = 0;

  beforeAll(async () => {
    database = await createTestDatabase('usual_hours');
    const settings = { COLLECT_CRON: '*/15 * * * *' };
    app = await QualityApp.start({ connection: database.connectionOptions, clock, settings });
    rows = new LiveRows((sql, values) => app.query(sql, values));
  });
  afterAll(async () => {
    await app?.close();
    await database?.drop();
  });

  async function poll(destinationId: number, instant: Date): Promise<void> {
    await app.query('INSERT INTO collection_runs (run_id, started_at) VALUES (?, ?)', [++runs, instant]);
    await app.query(
      'INSERT INTO collection_run_destinations (run_id, destination_id, started_at, observed_at) VALUES (?, ?, ?, ?)',
      [runs, destinationId, instant, instant],
    );
  }

  /** Observed until `reportedUntil`: operating with changing waits by day, closed by night. */
  async function aPark(reportedUntil: Date): Promise<number> {
    const id = ++parks;
    await rows.destination(id, `Resort ${id}`);
    await rows.park(id, id, `Park ${id}`);
    await rows.ride(10 * id, id, `Ride ${id}`);
    await poll(id, at(0, 0));
    const values: unknown[][] = [];
    for (let hour = 0; at(0, hour) < reportedUntil; hour++) {
      const isOpen = hour % 24 >= OPENS && hour % 24 < CLOSES;
      const until = new Date(Math.min(at(0, hour + 1).getTime(), reportedUntil.getTime()));
      values.push([10 * id, at(0, hour), isOpen ? 'OPERATING' : 'CLOSED', isOpen ? 5 + (hour % 7) * 5 : null, until]);
    }
    await app.query(
      `INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, last_confirmed_at, data_source)
       VALUES ${values.map(() => "(?, ?, ?, ?, ?, 'LIVE')").join(', ')}`,
      values.flat(),
    );
    for (let day = 0; day < LAST_DAY; day++) {
      await app.query(
        'INSERT INTO park_daily_stats (park_id, stat_date, opens_at, closes_at, observed_ms) VALUES (?, ?, ?, ?, 1)',
        [id, dateOf(day), at(day, OPENS), at(day, CLOSES)],
      );
    }
    return id;
  }
  const gapsAt = async (parkId: number, now: Date) => {
    clock.nowMs = now.getTime();
    await app.checks.check({ parkId });
    return app.found(`park_id = ${parkId} AND issue_type = 'GAP' AND entity_type = 'PARK'`);
  };

  it('has a gap during an outage within its usual opening, which does not grow overnight', async () => {
    const parkId = await aPark(at(LAST_DAY, 12));
    const gap = { reason: 'COLLECTION_FAILURE', start: at(LAST_DAY, 12), status: 'OPEN' };
    for (const [now, end, missingHours] of [
      [at(LAST_DAY, 13), at(LAST_DAY, 13), 1],
      [at(LAST_DAY, 23), at(LAST_DAY, CLOSES), 9],
      [at(LAST_DAY + 1, 8), at(LAST_DAY, CLOSES), 9],
      [at(LAST_DAY + 1, 11), at(LAST_DAY + 1, 11), 11],
    ] as const) {
      expect(await gapsAt(parkId, now)).toMatchObject([
        { ...gap, end, sample: { isOngoing: true, missingMinutes: missingHours * 60 } },
      ]);
    }
  });

  it('has no gap for a night without observations', async () => {
    const parkId = await aPark(at(LAST_DAY, CLOSES));
    expect(await gapsAt(parkId, at(LAST_DAY + 1, OPENS))).toEqual([]);
    expect(await gapsAt(parkId, at(LAST_DAY + 1, OPENS + 1))).toMatchObject([{ start: at(LAST_DAY + 1, OPENS) }]);
  });

  it('has a gap of only the opening in which its data stopped if the source still responded', async () => {
    const parkId = await aPark(at(LAST_DAY, 12));
    for (let quarter = 1; quarter < 4 * 24; quarter++) await poll(parkId, at(LAST_DAY, 12 + quarter / 4));
    const withoutData = { reason: 'PARK_SILENT', start: at(LAST_DAY, 12), end: at(LAST_DAY, CLOSES) };
    expect(await gapsAt(parkId, at(LAST_DAY + 1, 12))).toMatchObject([withoutData]);
  });

  it('does not count a day without observations, except for the evening before, as closed', async () => {
    const parkId = await aPark(at(LAST_DAY, 12));
    await app.query(
      `UPDATE park_daily_stats SET opens_at = NULL, closes_at = NULL, rides_tracked = 1, observed_ms = ?
        WHERE park_id = ? AND stat_date = ?`,
      [HOUR_MS / 4, parkId, dateOf(LAST_DAY - 7)],
    );
    await app.query(
      'INSERT INTO park_daily_stats (park_id, stat_date, opens_at, closes_at, observed_ms) VALUES (?, ?, ?, ?, 1)',
      [parkId, dateOf(LAST_DAY - 21), at(LAST_DAY - 21, OPENS), at(LAST_DAY - 21, CLOSES)],
    );
    expect(await gapsAt(parkId, at(LAST_DAY, 14))).toMatchObject([{ start: at(LAST_DAY, 12), end: at(LAST_DAY, 14) }]);
  });

  it('has a gap if its usual opening is unknown but it was in use when last observed', async () => {
    const notKnown = await aPark(at(LAST_DAY, 12));
    await app.query(
      'UPDATE park_daily_stats SET opens_at = NULL, closes_at = NULL WHERE park_id = ? AND stat_date = ?',
      [notKnown, dateOf(LAST_DAY - 7)],
    );
    const gap = { start: at(LAST_DAY, 12), end: at(LAST_DAY, 14) };
    expect(await gapsAt(notKnown, at(LAST_DAY, 14))).toMatchObject([gap]);
    const published = await aPark(at(LAST_DAY, 12));
    await rows.schedule(published, dateOf(LAST_DAY - 1), at(LAST_DAY - 1, OPENS), at(LAST_DAY - 1, CLOSES));
    expect(await gapsAt(published, at(LAST_DAY, 14))).toMatchObject([gap]);
  });

  it('has no gap if its usual opening is unknown and it was closed when last observed', async () => {
    const closed = await aPark(at(LAST_DAY, OPENS));
    await app.query(
      'UPDATE park_daily_stats SET opens_at = NULL, closes_at = NULL WHERE park_id = ? AND stat_date = ?',
      [closed, dateOf(LAST_DAY - 7)],
    );
    expect(await gapsAt(closed, at(LAST_DAY, 14))).toEqual([]);
    const published = await aPark(at(LAST_DAY, OPENS));
    await rows.schedule(published, dateOf(LAST_DAY - 1), at(LAST_DAY - 1, OPENS), at(LAST_DAY - 1, CLOSES));
    expect(await gapsAt(published, at(LAST_DAY, 14))).toEqual([]);
  });
});
