import { SettableClock } from '../support/collector-app.js';
import { LiveRows } from '../support/live-rows.js';
import { type TestDatabase, createTestDatabase } from '../support/test-database.js';
import { QualityApp } from '../quality/quality-app.js';

const HOUR_MS = 3_600_000;
const DAY_0 = Date.parse('2026-03-01T00:00:00Z');
const at = (day: number, hour: number): Date => new Date(DAY_0 + (24 * day + hour) * HOUR_MS);
/** Weeks after all exclusions of these tests. */
const NOW = at(40, 12);

describe('a check after an import of old days', () => {
  const clock = new SettableClock(NOW.getTime());
  let database: TestDatabase;
  let app: QualityApp;
  let imports = 0;

  beforeAll(async () => {
    database = await createTestDatabase('late_imports');
    app = await QualityApp.start({ connection: database.connectionOptions, clock });
    const rows = new LiveRows((sql, values) => app.query(sql, values));
    for (const id of [1, 2, 3]) {
      await rows.destination(id, `Resort ${id}`);
      await rows.park(id, id, `Park ${id}`);
      for (let ride = 1; ride <= 4; ride++) await rows.ride(id * 10 + ride, id, `Ride ${id}.${ride}`);
    }
  });
  afterAll(async () => {
    await app?.close();
    await database?.drop();
  });

  const exclude = async (parkId: number, reason: string, from: Date, to: Date | null, rideId: number | null = null) =>
    app.query(
      `INSERT INTO data_exclusions (park_id, ride_id, from_at, to_at, scope, reason, origin, created_at, updated_at)
       VALUES (?, ?, ?, ?, 'ALL', ?, 'RULE', ?, ?)`,
      [parkId, rideId, from, to, reason, from, from],
    );
  /** Archived observations of one day, and their file. */
  const importDay = async (parkId: number, day: number, doneAt: Date, observed: [number, number, number][]) => {
    for (const [rideId, hour, wait] of observed) {
      await app.query(
        `INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, data_source)
         VALUES (?, ?, 'OPERATING', ?, 'ARCHIVE')`,
        [rideId, at(day, hour), wait],
      );
    }
    const importId = `imp_${++imports}`;
    await app.query(
      `INSERT INTO import_checkpoints (import_id, destination_id, options, status, created_at, updated_at)
       VALUES (?, ?, '{}', 'COMPLETED', ?, ?)`,
      [importId, parkId, doneAt, doneAt],
    );
    await app.query(
      `INSERT INTO import_files (import_id, object_key, file_date, etag, size_bytes, events_read, events_stored, events_duplicate, events_rejected,
              queue_rows_stored, defect, done_at) VALUES (?, 'k', ?, 'e', 1, ?, ?, 0, 0, 0, NULL, ?)`,
      [importId, at(day, 0), observed.length, observed.length, doneAt],
    );
  };
  const states = (parkId: number) =>
    app.query<{ reason: string; revoked: string | null; examined: Date | null }>(
      `SELECT reason, revoked_origin AS revoked, examined_at AS examined FROM data_exclusions WHERE park_id = ?
        ORDER BY exclusion_id`,
      [parkId],
    );
  /** A check without a range, like the hourly job. */
  const check = (now: Date) => {
    clock.nowMs = now.getTime();
    return app.checks.check();
  };

  it('revokes exclusions that the archive contradicts, however old, and keeps the others', async () => {
    await exclude(1, 'STALE_FEED', at(3, 10), at(3, 18));
    await exclude(1, 'STALE_ROW', at(3, 10), at(5, 18), 12);
    await exclude(1, 'STALE_FEED', at(20, 10), at(20, 18));
    await check(NOW);
    expect((await states(1)).map(({ revoked }) => revoked)).toEqual([null, null, null]);
    await importDay(1, 3, NOW, [
      [11, 9, 20],
      [11, 12, 35],
      [11, 14, 15],
    ]);
    await check(new Date(NOW.getTime() + HOUR_MS));
    expect(await states(1)).toMatchObject([
      { reason: 'STALE_FEED', revoked: 'RULE' },
      { reason: 'STALE_ROW', revoked: null, examined: new Date(NOW.getTime() + HOUR_MS) },
      { reason: 'STALE_FEED', revoked: null, examined: null },
    ]);
  });

  it('examines an exclusion once per import, not in every check', async () => {
    const [, stale] = await states(1);
    await check(new Date(NOW.getTime() + 3 * HOUR_MS));
    await check(new Date(NOW.getTime() + 5 * HOUR_MS));
    expect((await states(1))[1]).toEqual(stale);
    await importDay(1, 4, new Date(NOW.getTime() + 6 * HOUR_MS), [
      [12, 12, 35],
      [12, 14, 15],
    ]);
    await check(new Date(NOW.getTime() + 7 * HOUR_MS));
    expect((await states(1))[1]).toMatchObject({ reason: 'STALE_ROW', revoked: 'RULE' });
  });

  it('does not revoke an exclusion that a live rule keeps in progress', async () => {
    await exclude(2, 'STALE_ROW', at(10, 8), null, 21);
    await importDay(2, 11, at(41, 0), [
      [21, 12, 35],
      [21, 14, 15],
    ]);
    await check(at(41, 1));
    await check(at(41, 5));
    expect(await states(2)).toMatchObject([{ revoked: null, examined: null }]);
    await app.query('UPDATE data_exclusions SET to_at = ? WHERE park_id = 2', [at(41, 6)]);
    await check(at(41, 7));
    expect(await states(2)).toMatchObject([{ revoked: 'RULE' }]);
  });

  it('revokes NEVER_OPERATING even while it is in progress', async () => {
    await exclude(3, 'NEVER_OPERATING', at(1, 0), null);
    await importDay(3, 2, at(41, 8), [[31, 12, 35]]);
    await check(at(41, 9));
    expect(await states(3)).toMatchObject([{ reason: 'NEVER_OPERATING', revoked: 'RULE' }]);
  });
});
