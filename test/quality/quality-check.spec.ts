import { AppConfig } from '../../src/common/config/app-config.js';
import { ParkNotFoundError } from '../../src/common/domain-error.js';
import { QualityCheckInProgressError } from '../../src/modules/quality/detection/quality-check.service.js';
import { SettableClock } from '../support/collector-app.js';
import { LiveRows } from '../support/live-rows.js';
import { type TestDatabase, createTestDatabase } from '../support/test-database.js';
import { QualityApp } from './quality-app.js';

const NOON = Date.parse('2026-04-15T12:00:00Z');
const MINUTE_MS = 60_000;
const after = (minutes: number) => new Date(NOON + minutes * MINUTE_MS);

/** A park in Paris, open from 07:00 to 20:00 UTC, without live data since noon. */
describe('a quality check', () => {
  const clock = new SettableClock(NOON);
  let database: TestDatabase;
  let app: QualityApp;

  beforeAll(async () => {
    database = await createTestDatabase('quality_check');
    app = await QualityApp.start({ connection: database.connectionOptions, clock });
    const rows = new LiveRows((sql, values) => app.query(sql, values));
    await rows.destination(1, 'Resort');
    await rows.park(11, 1, 'Park');
    await rows.ride(101, 11, 'Ride');
    await rows.schedule(11, '2026-04-15', after(-300), after(480));
    await app.query('INSERT INTO collection_runs (run_id, started_at) VALUES (1, ?)', [after(-300)]);
    await app.query(
      'INSERT INTO collection_run_destinations (run_id, destination_id, started_at, observed_at) VALUES (1, 1, ?, ?)',
      [after(-300), after(-300)],
    );
    await observed(after(-300), after(0), 'LIVE');
  });
  afterAll(async () => {
    await app?.close();
    await database?.drop();
  });

  const observed = (from: Date, until: Date | null, source: 'LIVE' | 'ARCHIVE') =>
    app.query(
      `INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, last_confirmed_at, data_source)
       VALUES (101, ?, 'OPERATING', 20, ?, ?)`,
      [from, until, source],
    );
  const checkAt = async (minutes: number) => {
    clock.nowMs = after(minutes).getTime();
    return app.checks.check();
  };
  const gap = async () => {
    const found = await app.found("issue_type = 'GAP' AND entity_type = 'PARK'");
    expect(found).toHaveLength(1);
    return found[0]!;
  };

  it('finds a gap as soon as it exceeds the limit, and extends its one row', async () => {
    await checkAt(15);
    expect(await app.found("issue_type = 'GAP'")).toEqual([]);
    await checkAt(30);
    expect(await gap()).toMatchObject({
      reason: 'COLLECTION_FAILURE',
      start: after(0),
      end: after(30),
      occurrences: 1,
    });
    await checkAt(90);
    expect(await gap()).toMatchObject({ start: after(0), end: after(90), occurrences: 2, status: 'OPEN' });
  });

  it('names the limits in the note of a resolved gap, and marks the gap as ended', async () => {
    const config = app.get(AppConfig);
    const { QUALITY_LIVE_GAP_MINUTES: before } = config;
    Object.assign(config, { QUALITY_LIVE_GAP_MINUTES: 600 });
    await checkAt(95);
    Object.assign(config, { QUALITY_LIVE_GAP_MINUTES: before });
    expect(await gap()).toMatchObject({
      status: 'RESOLVED',
      end: after(90),
      sample: { isOngoing: false },
      description: 'Park: no LIVE data for 90 open minutes',
      notes: expect.stringContaining('no live data of a park for more than 600 minutes') as unknown,
    });
  });

  it('ends the gap when the park is observed again', async () => {
    await observed(after(120), after(180), 'LIVE');
    await checkAt(180);
    expect(await gap()).toMatchObject({ end: after(120), occurrences: 3, sample: { isOngoing: false } });
  });

  it('reopens a gap that was resolved by hand and still exists', async () => {
    await app.query("UPDATE data_quality_log SET resolution_status = 'RESOLVED' WHERE issue_type = 'GAP'");
    await checkAt(180);
    expect(await gap()).toMatchObject({ status: 'OPEN', notes: 'Reopened automatically: it was found again' });
  });

  it('resolves the gap automatically, with a note, once a late import has filled it', async () => {
    for (let minutes = 10; minutes < 120; minutes += 10) await observed(after(minutes), null, 'ARCHIVE');
    expect(await checkAt(180)).toMatchObject({ closed: 1 });
    expect(await gap()).toMatchObject({
      status: 'RESOLVED',
      notes: expect.stringMatching(/^Resolved automatically/) as unknown,
    });
    expect(await checkAt(180)).toMatchObject({ closed: 0 });
  });

  it('resolves missing archive days once an import has read every day of them', async () => {
    await app.query(
      `INSERT INTO data_quality_log (issue_type, reason, entity_type, entity_id, window_start, window_end,
              records_affected, fingerprint, first_seen_at, last_seen_at, description)
       VALUES ('GAP', 'MISSING_ARCHIVE', 'DESTINATION', 1, '2026-04-01', '2026-04-03', 2, 'f', ?, ?, 'two days')`,
      [after(0), after(0)],
    );
    await app.query(
      `INSERT INTO import_checkpoints (import_id, destination_id, options, status, created_at, updated_at)
       VALUES ('imp_1', 1, '{}', 'COMPLETED', ?, ?)`,
      [after(0), after(0)],
    );
    const file = (day: string, defect: string | null) =>
      app.query(
        `INSERT INTO import_files (import_id, object_key, file_date, etag, size_bytes, events_read, events_stored, events_duplicate, events_rejected,
                queue_rows_stored, defect, done_at) VALUES ('imp_1', ?, ?, 'e', 1, 1, 1, 0, 0, 0, ?, ?)`,
        [`${day}${defect ?? ''}`, day, defect, after(0)],
      );
    const status = async () => (await app.found("reason = 'MISSING_ARCHIVE'"))[0]!.status;
    await file('2026-04-01', null);
    await file('2026-04-02', 'TRUNCATED');
    await checkAt(180);
    expect(await status()).toBe('OPEN');
    await file('2026-04-02', null);
    await checkAt(180);
    expect(await status()).toBe('RESOLVED');
  });

  it('reports attractions without metadata once for each park, until they have some', async () => {
    expect(await app.found("reason = 'NO_METADATA'")).toMatchObject([
      { entityType: 'PARK', affected: 1, status: 'OPEN' },
    ]);
    await app.query('INSERT INTO entity_metadata (ride_id, latitude, longitude) VALUES (101, 48.8, 2.7)');
    await checkAt(180);
    expect(await app.found("reason = 'NO_METADATA'")).toMatchObject([{ status: 'RESOLVED' }]);
  });

  it('is rejected for a park that does not exist', async () => {
    await expect(app.checks.check({ parkId: 7777 })).rejects.toThrow(ParkNotFoundError);
  });

  it('runs in one process at a time', async () => {
    const both = await Promise.allSettled([app.checks.check(), app.checks.check()]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = both.find((one) => one.status === 'rejected');
    expect(refused?.reason).toBeInstanceOf(QualityCheckInProgressError);
  });
});
