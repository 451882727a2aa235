import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { SettableClock } from '../support/collector-app.js';
import { LiveRows } from '../support/live-rows.js';
import { type TestDatabase, createTestDatabase } from '../support/test-database.js';
import { QualityApp } from './quality-app.js';

const HOUR_MS = 3_600_000;
/** Open from 08:00 to 20:00 UTC every day, in Paris. */
const [OPENS, CLOSES] = [8, 20];
const DAY_0 = Date.parse('2026-04-01T00:00:00Z');
const at = (day: number, hour: number) => new Date(DAY_0 + (24 * day + hour) * HOUR_MS);

/** Findings may reach beyond the examined window. Each test has its own park and destination. */
describe('a check of a limited time window', () => {
  const clock = new SettableClock(DAY_0);
  let database: TestDatabase;
  let app: QualityApp;
  let rows: LiveRows;
  let parks = 0;

  beforeAll(async () => {
    database = await createTestDatabase('check_windows');
    app = await QualityApp.start({ connection: database.connectionOptions, clock });
    rows = new LiveRows((sql, values) => app.query(sql, values));
  });
  afterAll(async () => {
    await app?.close();
    await database?.drop();
  });

  /** A park with rides `10 * id + 1` and so on, live since the first day, with published hours up to `days`. */
  const aPark = async (rides: number, days: number): Promise<{ parkId: number; ride: (n: number) => number }> => {
    const id = ++parks;
    await rows.destination(id, `Resort ${id}`);
    await rows.park(id, id, `Park ${id}`);
    for (let n = 1; n <= rides; n++) await rows.ride(10 * id + n, id, `Ride ${id}.${n}`);
    for (let day = 0; day < days; day++) {
      await rows.schedule(id, at(day, 0).toISOString().slice(0, 10), at(day, OPENS), at(day, CLOSES));
    }
    await app.query('INSERT INTO collection_runs (run_id, started_at) VALUES (?, ?)', [id, at(0, 0)]);
    await app.query(
      'INSERT INTO collection_run_destinations (run_id, destination_id, started_at, observed_at) VALUES (?, ?, ?, ?)',
      [id, id, at(0, 0), at(0, 0)],
    );
    return { parkId: id, ride: (n) => 10 * id + n };
  };
  const observed = (rideId: number, from: Date, until: Date | null, wait = 20, status = 'OPERATING') =>
    app.query(
      `INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, last_confirmed_at, data_source)
       VALUES (?, ?, ?, ?, ?, ?)`,
      [rideId, from, status, status === 'OPERATING' ? wait : null, until, until === null ? 'ARCHIVE' : 'LIVE'],
    );
  /** A ride that changes every hour, day and night. */
  const lively = (rideId: number, from: Date, until: Date) => {
    const hours = (until.getTime() - from.getTime()) / HOUR_MS;
    const values = Array.from({ length: hours }, (_, hour) => {
      const begun = new Date(from.getTime() + hour * HOUR_MS);
      return [rideId, begun, 5 + (hour % 7) * 5, new Date(begun.getTime() + HOUR_MS)];
    });
    return app.query(
      `INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, last_confirmed_at, data_source)
       VALUES ${values.map(() => "(?, ?, 'OPERATING', ?, ?, 'LIVE')").join(', ')}`,
      values.flat(),
    );
  };
  const check = (parkId: number, now: Date, range: { fromMs?: number; toMs?: number } = {}) => {
    clock.nowMs = now.getTime();
    return app.checks.check({ parkId, ...range });
  };
  const found = (parkId: number, issueType = 'GAP') => app.found(`park_id = ${parkId} AND issue_type = '${issueType}'`);

  it('reports no gap of the park for days before the window', async () => {
    const { parkId, ride } = await aPark(3, 12);
    await observed(ride(1), at(2, 9), at(2, 20));
    await observed(ride(2), at(4, 9), at(4, 20));
    await lively(ride(3), at(6, 0), at(10, 12));
    await check(parkId, at(10, 12));
    expect((await found(parkId)).filter(({ entityType }) => entityType === 'PARK')).toEqual([]);
  });

  it('reports no gap between a ride and the former id that is linked to it', async () => {
    const { parkId, ride } = await aPark(3, 12);
    await observed(ride(1), at(2, 9), at(2, 20));
    await rows.link(ride(1), ride(2));
    await lively(ride(2), at(6, 0), at(10, 12));
    await lively(ride(3), at(6, 0), at(10, 12));
    await check(parkId, at(10, 12));
    expect(await found(parkId)).toEqual([]);
  });

  it('reports the whole gap if it continues after the window', async () => {
    const { parkId, ride } = await aPark(1, 12);
    await lively(ride(1), at(0, 0), at(3, 18));
    await lively(ride(1), at(5, 10), at(10, 12));
    const range = { fromMs: at(3, 0).getTime(), toMs: at(4, 0).getTime() };
    await check(parkId, at(10, 12), range);
    const whole = { start: at(3, 18), end: at(5, 10), sample: { isOngoing: false, missingMinutes: 960 } };
    expect(await found(parkId)).toMatchObject([whole]);
    await check(parkId, at(10, 12), { fromMs: at(2, 0).getTime() });
    await check(parkId, at(10, 12), { ...range, fromMs: at(2, 0).getTime() });
    expect(await found(parkId)).toMatchObject([{ ...whole, occurrences: 3 }]);
  });

  it('keeps the start and all opening hours of a gap that lasts for months', async () => {
    const { parkId, ride } = await aPark(1, 60);
    await lively(ride(1), at(0, 0), at(1, 18));
    await check(parkId, at(20, 12));
    await check(parkId, at(59, 12));
    expect(await found(parkId)).toMatchObject([
      { start: at(1, 18), end: at(59, 12), sample: { isOngoing: true, missingMinutes: (2 + 57 * 12 + 4) * 60 } },
    ]);
  });

  it('resolves an old gap once a late import has filled it', async () => {
    const { parkId, ride } = await aPark(1, 40);
    await lively(ride(1), at(0, 0), at(3, 10));
    await lively(ride(1), at(3, 14), at(30, 12));
    await check(parkId, at(4, 12));
    expect(await found(parkId)).toMatchObject([{ start: at(3, 10), end: at(3, 14), status: 'OPEN' }]);
    for (let minutes = 5; minutes < 240; minutes += 5) await observed(ride(1), at(3, 10 + minutes / 60), null);
    await app.query(
      `INSERT INTO import_checkpoints (import_id, destination_id, options, status, created_at, updated_at)
       VALUES ('imp_late', ?, '{}', 'COMPLETED', ?, ?)`,
      [parkId, at(30, 9), at(30, 10)],
    );
    await app.query(
      `INSERT INTO import_files (import_id, object_key, file_date, etag, size_bytes, events_read, events_stored, events_duplicate, events_rejected,
              queue_rows_stored, defect, done_at) VALUES ('imp_late', 'k', ?, 'e', 1, 47, 47, 0, 0, 0, NULL, ?)`,
      [at(3, 0), at(30, 10)],
    );
    clock.nowMs = at(30, 12).getTime();
    await app.checks.check();
    expect(await found(parkId)).toMatchObject([
      { status: 'RESOLVED', notes: expect.stringMatching(/^Resolved automatically/) as unknown },
    ]);
  });

  it('finds since when a feed is frozen, even if its rows were restarted', async () => {
    const { parkId, ride } = await aPark(4, 12);
    for (const n of [1, 2, 3, 4]) {
      for (let day = 1; day < 11; day++) await observed(ride(n), at(day, 1), at(day + 1, 0.9), 30 + n);
    }
    for (const day of [4, 7, 10]) await check(parkId, at(day, 12));
    const frozen = (await found(parkId, 'SUSPICIOUS')).filter(({ reason }) => reason.startsWith('FROZEN'));
    // the frozen waits of its rides are part of the park's finding
    expect(frozen.map(({ reason, start, end, occurrences }) => [reason, start, end, occurrences])).toEqual([
      ['FROZEN_PARK', at(1, 1), at(11, 0.9), 3],
    ]);
  });

  describe('of data that does not change while a rule excludes it', () => {
    const frozen = async (parkId: number) =>
      (await found(parkId, 'SUSPICIOUS')).filter(({ reason }) => ['FROZEN_PARK', 'FROZEN_WAIT'].includes(reason));
    const exclude = (parkId: number, rideId: number | null, reason: string, from: Date, to: Date | null) =>
      app.query(
        `INSERT INTO data_exclusions
           (park_id, ride_id, from_at, to_at, scope, reason, origin, note, created_at, updated_at)
         VALUES (?, ?, ?, ?, 'ALL', ?, ?, 'Excluded', ?, ?)`,
        [parkId, rideId, from, to, reason, reason === 'MANUAL' ? 'PERSON' : 'RULE', from, from],
      );
    /** All waits and states stay the same from 10:00 to 18:00 of day 1. */
    const aFrozenPark = async () => {
      const park = await aPark(4, 3);
      for (const n of [1, 2, 3, 4]) await observed(park.ride(n), at(1, 10), at(1, 18), 30 + n);
      return park;
    };

    it('reports a stale feed only as such, and resolves what it reported before', async () => {
      const { parkId } = await aFrozenPark();
      await check(parkId, at(1, 18));
      expect(await frozen(parkId)).toMatchObject([{ reason: 'FROZEN_PARK', status: 'OPEN' }]);
      await exclude(parkId, null, 'STALE_FEED', at(1, 10.5), at(1, 18));
      await check(parkId, at(1, 19));
      expect(await frozen(parkId)).toMatchObject([{ reason: 'FROZEN_PARK', status: 'RESOLVED' }]);
      expect((await frozen(parkId))[0]!.notes).toContain('STALE_FEED');
      const other = await aFrozenPark();
      await exclude(other.parkId, null, 'STALE_FEED', at(1, 10.5), null);
      await check(other.parkId, at(1, 19));
      expect(await frozen(other.parkId)).toEqual([]);
    });

    it('reports a stale row only as such', async () => {
      const { parkId, ride } = await aPark(2, 3);
      for (const n of [1, 2]) await observed(ride(n), at(0, 20), at(2, 20), 40);
      await exclude(parkId, ride(1), 'STALE_ROW', at(1, 8), null);
      await check(parkId, at(2, 20), { fromMs: at(0, 8).getTime() });
      expect((await frozen(parkId)).map(({ reason, entityId }) => [reason, entityId])).toEqual([
        ['FROZEN_WAIT', ride(2)],
      ]);
    });

    it('reports it if a person has excluded it, or if most of it counts', async () => {
      const byPerson = await aFrozenPark();
      await exclude(byPerson.parkId, null, 'MANUAL', at(1, 10), at(1, 18));
      const mostlyCounted = await aFrozenPark();
      await exclude(mostlyCounted.parkId, null, 'STALE_FEED', at(1, 15), at(1, 18));
      const ofOneRide = await aFrozenPark();
      await exclude(ofOneRide.parkId, ofOneRide.ride(1), 'STALE_ROW', at(1, 10), at(1, 18));
      for (const { parkId } of [byPerson, mostlyCounted, ofOneRide]) {
        await check(parkId, at(1, 19));
        expect(await frozen(parkId)).toMatchObject([{ reason: 'FROZEN_PARK', status: 'OPEN' }]);
      }
    });

    it('reports no jump of the waits when a stale feed catches up', async () => {
      const { parkId, ride } = await aPark(2, 3);
      for (const n of [1, 2]) {
        await observed(ride(n), at(1, 10), at(1, 15), 20);
        await observed(ride(n), at(1, 15.1), at(1, 20), 200);
      }
      const jumps = async () =>
        (await found(parkId, 'SUSPICIOUS')).filter(({ reason }) => reason === 'IMPOSSIBLE_JUMP');
      await check(parkId, at(1, 20));
      expect(await jumps()).toMatchObject([{ status: 'OPEN' }, { status: 'OPEN' }]);
      await exclude(parkId, null, 'STALE_FEED', at(1, 10), at(1, 15.1));
      await check(parkId, at(1, 21));
      expect(await jumps()).toMatchObject([{ status: 'RESOLVED' }, { status: 'RESOLVED' }]);
    });

    it('does not take a day of zeros for a frozen park', async () => {
      const { parkId, ride } = await aPark(4, 3);
      for (const n of [1, 2, 3, 4]) await observed(ride(n), at(1, 10), at(1, 18), 0);
      await check(parkId, at(1, 19));
      expect(await frozen(parkId)).toEqual([]);
    });
  });

  it('does not resolve CLOSED_ALL_DAY when the day before it is outside of the window', async () => {
    const { parkId, ride } = await aPark(2, 12);
    await app.query('DELETE FROM park_schedules WHERE park_id = ? AND local_date = ?', [parkId, '2026-04-04']);
    await lively(ride(1), at(0, 0), at(2, 20));
    await observed(ride(1), at(2, 20), at(7, 12), 0, 'CLOSED');
    await lively(ride(2), at(0, 0), at(2, 20));
    await observed(ride(2), at(2, 20), at(4, 8), 0, 'CLOSED');
    await lively(ride(2), at(4, 8), at(7, 12));
    for (const hour of [6, 30, 54]) await check(parkId, at(5, hour));
    // the rides of this park operate at night too, outside of its published hours
    const closedDays = (await found(parkId, 'SUSPICIOUS')).filter(({ reason }) => reason !== 'RUNS_OUTSIDE_HOURS');
    expect(closedDays).toMatchObject([
      { reason: 'CLOSED_ALL_DAY', entityId: ride(1), start: at(4, 2), status: 'OPEN' },
    ]);
  });

  describe('of a park that is closed all day although hours are published', () => {
    const closedDays = async (parkId: number) =>
      (await found(parkId, 'SUSPICIOUS')).filter(({ reason }) => reason === 'CLOSED_THOUGH_PUBLISHED');
    /** Open on days 0 to 3, closed on days 4 to 6, and open again from day 7 on. */
    const aClosedPark = async () => {
      const park = await aPark(2, 12);
      for (const n of [1, 2]) {
        await lively(park.ride(n), at(0, 0), at(3, 20));
        await observed(park.ride(n), at(3, 20), at(7, 8), 0, 'CLOSED');
        await lively(park.ride(n), at(7, 8), at(8, 20));
      }
      return park;
    };

    it('reports one run of days for repeated and different windows', async () => {
      const { parkId } = await aClosedPark();
      for (const day of [5, 6, 7, 8]) await check(parkId, at(day, 12));
      const once = await closedDays(parkId);
      expect(once).toMatchObject([
        { entityType: 'PARK', affected: 3, status: 'OPEN', sample: ['2026-04-05', '2026-04-06', '2026-04-07'] },
      ]);
      await check(parkId, at(8, 12), { fromMs: at(0, 0).getTime() });
      expect(await closedDays(parkId)).toMatchObject([{ logId: once[0]!.logId, affected: 3, status: 'OPEN' }]);
    });

    it('continues a run that is WONTFIX instead of reporting a new one', async () => {
      const { parkId } = await aClosedPark();
      for (const day of [5, 6]) await check(parkId, at(day, 12));
      const [run] = await closedDays(parkId);
      await app.query("UPDATE data_quality_log SET resolution_status = 'WONTFIX' WHERE log_id = ?", [run!.logId]);
      await check(parkId, at(7, 12));
      expect(await closedDays(parkId)).toMatchObject([{ logId: run!.logId, affected: 3, status: 'WONTFIX' }]);
    });

    it('ignores a day that is not over and a day on which a ride opened late', async () => {
      const { parkId, ride } = await aPark(2, 12);
      for (const n of [1, 2]) await observed(ride(n), at(4, 0), at(5, 19), 0, 'CLOSED');
      await observed(ride(1), at(5, 19), at(5, 20), 10);
      await check(parkId, at(4, 19));
      expect(await closedDays(parkId)).toEqual([]);
      await check(parkId, at(6, 12));
      expect(await closedDays(parkId)).toMatchObject([{ affected: 1, sample: ['2026-04-05'] }]);
    });

    it('resolves the run if NEVER_OPERATING excludes the park', async () => {
      const { parkId } = await aClosedPark();
      await check(parkId, at(6, 12));
      expect(await closedDays(parkId)).toMatchObject([{ affected: 2, status: 'OPEN' }]);
      await app.query(
        `INSERT INTO data_exclusions (park_id, from_at, to_at, scope, reason, origin, note, created_at, updated_at)
         VALUES (?, ?, NULL, 'ALL', 'NEVER_OPERATING', 'RULE', 'Closed', ?, ?)`,
        [parkId, at(3, 22), at(6, 20), at(6, 20)],
      );
      await check(parkId, at(7, 7));
      const [run] = await closedDays(parkId);
      expect(run).toMatchObject({ status: 'RESOLVED' });
      expect(run!.notes).toContain('NEVER_OPERATING');
    });
  });

  it('continues after a park that cannot be examined, and fails at the end', async () => {
    const [odd, good] = [await aPark(1, 0), await aPark(1, 12)];
    await app.query(
      `CREATE TRIGGER refuse_findings BEFORE INSERT ON data_quality_log FOR EACH ROW
         IF NEW.park_id = ${odd.parkId} THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no findings of this park'; END IF`,
    );
    await lively(good.ride(1), at(0, 0), at(3, 10));
    clock.nowMs = at(3, 12).getTime();
    jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    await expect(app.checks.check()).rejects.toThrow('no findings of this park');
    expect(await found(good.parkId)).toHaveLength(1);
    await app.query('DROP TRIGGER refuse_findings');
    jest.restoreAllMocks();
  });
});
