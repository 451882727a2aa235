import { SettableClock } from '../support/collector-app.js';
import { LiveRows } from '../support/live-rows.js';
import { type TestDatabase, createTestDatabase } from '../support/test-database.js';
import { QualityApp } from './quality-app.js';

const HOUR_MS = 3_600_000;
const DAY_0 = Date.parse('2026-04-01T00:00:00Z');
const at = (day: number, hour: number) => new Date(DAY_0 + (24 * day + hour) * HOUR_MS);
/** Open from 08:00 to 20:00 UTC. */
const [OPENS, CLOSES] = [8, 20];

/** Anomalies of many rides of a park at once, from observations to the log. Each test has its own park. */
describe('an event of many rides', () => {
  const clock = new SettableClock(DAY_0);
  let database: TestDatabase;
  let app: QualityApp;
  let rows: LiveRows;
  let parks = 0;

  beforeAll(async () => {
    database = await createTestDatabase('park_events');
    app = await QualityApp.start({ connection: database.connectionOptions, clock });
    rows = new LiveRows((sql, values) => app.query(sql, values));
  });
  afterAll(async () => {
    await app?.close();
    await database?.drop();
  });

  const aPark = async (rides: number): Promise<{ parkId: number; ride: (n: number) => number }> => {
    const id = ++parks;
    const ride = (n: number) => 100 * id + n;
    await rows.destination(id, `Resort ${id}`);
    await rows.park(id, id, `Park ${id}`);
    for (let n = 1; n <= rides; n++) await rows.ride(ride(n), id, `Ride ${n}`);
    for (let day = 0; day < 8; day++) {
      await rows.schedule(id, at(day, 0).toISOString().slice(0, 10), at(day, OPENS), at(day, CLOSES));
    }
    await app.query('INSERT INTO collection_runs (run_id, started_at) VALUES (?, ?)', [id, at(0, 0)]);
    await app.query(
      'INSERT INTO collection_run_destinations (run_id, destination_id, started_at, observed_at) VALUES (?, ?, ?, ?)',
      [id, id, at(0, 0), at(0, 0)],
    );
    return { parkId: id, ride };
  };
  /** Live observations over an interval; waits of operating rides change every hour. */
  const live = async (rideId: number, from: Date, until: Date, status: string) => {
    const step = status === 'OPERATING' ? HOUR_MS : until.getTime() - from.getTime();
    for (let ms = from.getTime(); ms < until.getTime(); ms += step) {
      await app.query(
        `INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, last_confirmed_at, data_source)
         VALUES (?, ?, ?, ?, ?, 'LIVE')`,
        [rideId, new Date(ms), status, status === 'OPERATING' ? 20 + ((ms / HOUR_MS + rideId) % 5) * 5 : null, new Date(Math.min(ms + step, until.getTime()))], // prettier-ignore
      );
    }
  };
  /** Ordinary days. */
  const operates = async (rideId: number, first: number, last: number) => {
    for (let day = first; day <= last; day++) {
      await live(rideId, at(day, OPENS), at(day, CLOSES), 'OPERATING');
      await live(rideId, at(day, CLOSES), at(day + 1, OPENS), 'CLOSED');
    }
  };
  const check = (parkId: number, day: number, hour: number) => {
    clock.nowMs = at(day, hour).getTime();
    return app.checks.check({ parkId, fromMs: at(day - 1, hour).getTime() });
  };
  const found = (parkId: number, where = "resolution_status = 'OPEN'") =>
    app.found(`park_id = ${parkId} AND reason <> 'NO_METADATA' AND ${where}`);

  it('resolves the findings of its rides with a note that names it, and adds none on the following days', async () => {
    const { parkId, ride } = await aPark(12);
    for (let n = 1; n <= 12; n++) {
      await operates(ride(n), 0, 0);
      if (n > 6) await operates(ride(n), 1, 4);
      else {
        await live(ride(n), at(1, OPENS), at(1, 14), 'OPERATING');
        await live(ride(n), at(1, 14), at(5, OPENS), 'CLOSED');
      }
    }
    // as an earlier version without park events left it
    await app.query(
      `INSERT INTO data_quality_log (issue_type, reason, entity_type, entity_id, park_id, window_start, window_end,
              records_affected, fingerprint, first_seen_at, last_seen_at, description)
       VALUES ('SUSPICIOUS', 'CLOSED_ALL_DAY', 'RIDE', ?, ?, ?, ?, 1, SHA2(?, 256), ?, ?, 'closed')`,
      [
        ...[ride(1), parkId, at(2, 2), at(3, 2)],
        JSON.stringify(['SUSPICIOUS', 'CLOSED_ALL_DAY', 'RIDE', ride(1), at(2, 2).getTime()]),
        ...[at(3, 0), at(3, 0)],
      ],
    );
    for (const day of [2, 3, 4]) await check(parkId, day, 6);
    expect(await found(parkId)).toMatchObject([
      { reason: 'RIDES_CLOSED_TOGETHER', entityType: 'PARK', affected: 6, start: at(1, 14), end: at(1, CLOSES) },
    ]);
    expect(await found(parkId, "reason = 'CLOSED_ALL_DAY'")).toMatchObject([
      {
        status: 'RESOLVED',
        notes: expect.stringMatching(/part of the park's finding RIDES_CLOSED_TOGETHER: Park 1: 6 of 12/) as unknown,
      },
    ]);
  });

  it('is one gap if rides drop out together, and ends when they return', async () => {
    const { parkId, ride } = await aPark(10);
    for (let n = 1; n <= 10; n++) {
      await operates(ride(n), 0, 0);
      await live(ride(n), at(1, OPENS), at(1, n > 6 ? CLOSES : 12), 'OPERATING');
      if (n > 6) await operates(ride(n), 2, 4);
      else if (n > 1) await operates(ride(n), 3, 4);
    }
    await check(parkId, 2, 18);
    const gaps = () => found(parkId, "issue_type = 'GAP'");
    expect(await gaps()).toMatchObject([
      {
        ...{ reason: 'RIDES_DROPPED_OUT', affected: 6, start: at(1, 12), end: at(2, 18) },
        sample: { isOngoing: true, rides: 6, rideIds: [1, 2, 3, 4, 5, 6].map(ride) },
      },
    ]);
    await check(parkId, 3, 18);
    expect(await gaps()).toMatchObject([
      {
        reason: 'RIDES_DROPPED_OUT',
        status: 'OPEN',
        start: at(1, 12),
        end: at(2, CLOSES),
        sample: { isOngoing: false },
      },
      { reason: 'PARK_SILENT', entityId: ride(1), status: 'OPEN', sample: { isOngoing: true } },
    ]);
    // long after it, the ride that stays missing still has its own gap
    await check(parkId, 4, 19);
    await check(parkId, 4, 19.5);
    expect((await gaps()).map(({ reason, status }) => [reason, status])).toEqual([
      ['RIDES_DROPPED_OUT', 'OPEN'],
      ['PARK_SILENT', 'OPEN'],
    ]);
  });

  it('is one finding for the park if five rides have their first closed day together', async () => {
    const { parkId, ride } = await aPark(12);
    for (let n = 1; n <= 12; n++) {
      await operates(ride(n), 0, 1);
      if (n > 5) await operates(ride(n), 2, 2);
      else await live(ride(n), at(2, OPENS), at(3, OPENS), 'CLOSED');
    }
    for (const hour of [5, 7]) await check(parkId, 3, hour);
    expect(await found(parkId)).toMatchObject([
      { reason: 'CLOSED_ALL_DAY', entityType: 'PARK', affected: 5, occurrences: 2, start: at(2, 2), end: at(3, 2) },
    ]);
  });

  it('is reported once if a feed begins to report DOWN, and moves when an import adds an earlier DOWN', async () => {
    const { parkId } = await aPark(1);
    const reports = async (from: string) => {
      await app.query('DELETE FROM park_down_reports WHERE park_id = ?', [parkId]);
      await app.query('INSERT INTO park_down_reports (park_id, from_date) VALUES (?, ?)', [parkId, from]);
    };
    await app.query(
      "INSERT INTO park_daily_stats (park_id, stat_date, scheduled_operating_ms) VALUES (?, '2025-06-16', 1)",
      [parkId],
    );
    await reports('2026-03-18');
    for (const hour of [5, 6]) await check(parkId, 1, hour);
    const steps = () => found(parkId, "reason LIKE 'DOWN%'");
    expect(await steps()).toMatchObject([
      { reason: 'DOWN_REPORTS_BEGAN', entityType: 'PARK', occurrences: 2, start: new Date('2026-03-17T23:00:00Z') },
    ]);
    await reports('2026-01-05');
    await check(parkId, 1, 7);
    expect((await steps()).map(({ status, start }) => [status, start])).toEqual([
      ['OPEN', new Date('2026-01-04T23:00:00Z')],
      ['RESOLVED', new Date('2026-03-17T23:00:00Z')],
    ]);
  });
});
