import { SettableClock } from '../support/collector-app.js';
import { LiveRows } from '../support/live-rows.js';
import { type TestDatabase, createTestDatabase } from '../support/test-database.js';
import { QualityApp } from './quality-app.js';

const HOUR_MS = 3_600_000;
const DAY_0 = Date.parse('2026-04-01T00:00:00Z');
const at = (day: number, hour: number) => new Date(DAY_0 + (24 * day + hour) * HOUR_MS);

/** A park in Paris with two rides, and an archive of three days whose second file is corrupt. */
describe('a day with an unreadable archive file', () => {
  const clock = new SettableClock(at(3, 12).getTime());
  let database: TestDatabase;
  let app: QualityApp;

  beforeAll(async () => {
    database = await createTestDatabase('archive_holes');
    app = await QualityApp.start({ connection: database.connectionOptions, clock });
    const rows = new LiveRows((sql, values) => app.query(sql, values));
    await rows.destination(1, 'Resort');
    await rows.park(11, 1, 'Park');
    await rows.ride(101, 11, 'Ride 101');
    await rows.ride(102, 11, 'Ride 102');
    await app.query(
      `INSERT INTO import_checkpoints (import_id, destination_id, options, status, created_at, updated_at)
       VALUES ('imp_1', 1, '{}', 'COMPLETED', ?, ?), ('imp_2', 1, '{}', 'COMPLETED', ?, ?)`,
      Array.from({ length: 4 }, () => at(3, 0)),
    );
    await file('imp_1', 0, null);
    await file('imp_1', 1, 'TRUNCATED');
    await file('imp_1', 2, null);
    for (const [day, status] of [
      [0, 'OPERATING'],
      [1, 'CLOSED'],
      [2, 'OPERATING'],
    ] as const) {
      for (let hour = 8; hour < 20; hour += 0.25) await observed(102, at(day, hour), 'OPERATING');
      await observed(101, at(day, 10), status);
    }
  });
  afterAll(async () => {
    await app?.close();
    await database?.drop();
  });

  const file = (importId: string, day: number, defect: string | null) => {
    const date = at(day, 0).toISOString().slice(0, 10);
    return app.query(
      `INSERT INTO import_files (import_id, object_key, file_date, etag, size_bytes, events_read, events_stored, events_duplicate, events_rejected,
              queue_rows_stored, defect, done_at) VALUES (?, ?, ?, 'e', 1, 1, ?, 0, 0, 0, ?, ?)`,
      [importId, `resort/${date}`, date, defect === null ? 1 : 0, defect, at(3, 0)],
    );
  };
  const observed = (rideId: number, from: Date, status: string, until: Date | null = null) =>
    app.query(
      `INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, last_confirmed_at, data_source)
       VALUES (?, ?, ?, ?, ?, ?)`,
      [rideId, from, status, status === 'OPERATING' ? 20 : null, until, until === null ? 'ARCHIVE' : 'LIVE'],
    );
  const check = () => app.checks.check({ fromMs: at(0, 0).getTime() });
  const unread = () => app.found("reason = 'INVALID_DATA'");

  it('is a gap of the destination, and no finding about single rides', async () => {
    await check();
    expect(await unread()).toMatchObject([
      { issueType: 'GAP', entityType: 'DESTINATION', entityId: 1, start: at(1, 0), end: at(2, 0), status: 'OPEN' },
    ]);
    expect(await app.found("reason = 'CLOSED_ALL_DAY'")).toEqual([]);
  });

  it('is resolved once an import has read the file', async () => {
    await file('imp_2', 1, null);
    await check();
    expect(await unread()).toMatchObject([{ status: 'RESOLVED' }]);
    expect(await app.found("reason = 'CLOSED_ALL_DAY'")).toMatchObject([{ entityId: 101 }]);
  });

  it('expects no data between the last archive file and the first live data, even if hours are published', async () => {
    const rows = new LiveRows((sql, values) => app.query(sql, values));
    for (const day of [8, 9]) {
      await rows.schedule(11, at(day, 0).toISOString().slice(0, 10), at(day, 8), at(day, 20));
    }
    await app.query('INSERT INTO collection_runs (run_id, started_at) VALUES (1, ?)', [at(9, 15)]);
    await app.query(
      `INSERT INTO collection_run_destinations (run_id, destination_id, started_at, observed_at)
       VALUES (1, 1, ?, ?)`,
      [at(9, 15), at(9, 15)],
    );
    for (const rideId of [101, 102]) await observed(rideId, at(9, 15), 'OPERATING', at(9, 16));
    clock.nowMs = at(9, 16).getTime();
    await check();
    expect(await app.found("issue_type = 'GAP' AND entity_type <> 'DESTINATION'")).toEqual([]);
  });
});
