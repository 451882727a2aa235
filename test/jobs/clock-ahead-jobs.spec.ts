import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { JobScheduler } from '../../src/modules/jobs/job-scheduler.js';
import { ApiApp } from '../api/support/api-app.js';
import { SettableClock } from '../support/collector-app.js';
import { FollowedDatabaseClock } from '../support/followed-database-clock.js';
import { LiveRows } from '../support/live-rows.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const THREE_HOURS = 3 * 3_600_000;
const JOB_RUN = '/api/admin/jobs/{name}/run';
const WITHOUT_UPSTREAM = ['feed-health', 'live-use', 'quality-check', 'storage-measure'];

describe('scheduled jobs that depend on the current time', () => {
  const clock = new SettableClock(Date.parse('2026-04-15T15:00:00Z'));
  const databaseClock = new FollowedDatabaseClock(clock);
  let database: TestDatabase;
  let api: ApiApp;

  beforeAll(async () => {
    database = await createTestDatabase('clock_ahead_jobs');
    const settings = { ROLE: 'api' };
    api = await ApiApp.start({ connection: database.connectionOptions, settings, clock, databaseClock });
  });
  afterAll(async () => {
    await api?.close();
    await database?.drop();
  });

  const leasesTaken = async () =>
    (await api.query<{ name: string }>('SELECT name FROM job_leases ORDER BY name')).map(({ name }) => name);

  it('are skipped while the clock is ahead of the database, and run again once it is right', async () => {
    const scheduler = api.app.get(JobScheduler, { strict: false });
    const run = async (names: readonly string[]) => {
      expect(names.map((name) => scheduler.startNow(name))).toEqual(names.map(() => true));
      await scheduler.whenIdle();
    };
    databaseClock.behindMs = THREE_HOURS;
    await run([...WITHOUT_UPSTREAM, 'catalog-sync', 'metadata-sync', 'schedule-refresh']);
    expect(await leasesTaken()).toEqual([]);
    databaseClock.behindMs = 0;
    await run(WITHOUT_UPSTREAM);
    expect(await leasesTaken()).toEqual(WITHOUT_UPSTREAM);
  });
});

describe('requests that start work which depends on the current time', () => {
  const archive = temporaryFolder('clock_ahead_requests');
  const clock = new SettableClock(Date.parse('2026-04-15T15:00:00Z'));
  const databaseClock = new FollowedDatabaseClock(clock);
  let database: TestDatabase;
  let api: ApiApp;

  beforeAll(async () => {
    database = await createTestDatabase('clock_ahead_requests');
    const settings = {
      ROLE: 'worker',
      COLLECT_ENABLED: 'false',
      LIVE_API_BASE_URL: 'http://127.0.0.1:1/v1',
      ARCHIVE_SOURCE: archive.path,
    };
    api = await ApiApp.start({ connection: database.connectionOptions, settings, clock, databaseClock });
  });
  afterAll(async () => {
    await api?.close();
    await database?.drop();
  });

  it.each<[string, string?, object?]>([
    ['/api/admin/metadata/sync'],
    ['/api/admin/quality/check'],
    ['/api/admin/storage/measure'],
    ['/api/admin/aggregates/rebuild'],
    ['/api/admin/import/start', '/api/admin/import/start', { allParks: true }],
    ['/api/admin/import/resume/{importId}', '/api/admin/import/resume/imp_0123456789'],
    [JOB_RUN, '/api/admin/jobs/quality-check/run'],
    [JOB_RUN, '/api/admin/jobs/partitions/run'],
  ])(
    'POST %s is refused with 409 that names the clock while it is ahead',
    async (route, path = route, content = {}) => {
      databaseClock.behindMs = THREE_HOURS;
      const { status, body } = await api.send<{ error: object }>('post', path, {
        route,
        ...(route.includes('{') ? {} : { body: content }),
      });
      databaseClock.behindMs = 0;
      const message = expect.stringContaining("3 h 0 min ahead of the database's clock") as string;
      expect([status, body.error]).toEqual([
        409,
        { code: 'CLOCK_DISAGREES', message, details: { offsetSeconds: 10_800 } },
      ]);
    },
  );

  it('a waiting import, whose lease would look expired, is left alone until the clock is right', async () => {
    databaseClock.behindMs = THREE_HOURS;
    const comparisons = jest.spyOn(databaseClock, 'nowMs');
    await new LiveRows((sql, values) => api.query(sql, values)).destination(1, 'Resort');
    await api.query(
      `INSERT INTO import_checkpoints (import_id, destination_id, status, options, lease_owner, lease_until, created_at, updated_at)
       VALUES ('imp_0000000001', 1, 'IN_PROGRESS', ?, 'another', ?, NOW(3), NOW(3))`,
      [
        JSON.stringify({ onConflict: 'archive', replaceLive: false, origin: 'api' }),
        new Date(clock.now().getTime() - 1),
      ],
    );
    const attempts = async () => (await api.query<{ attempts: number }>('SELECT attempts FROM import_checkpoints'))[0];
    while (comparisons.mock.calls.length < 2 && (await attempts())!.attempts === 0) await delay(50);
    expect(await attempts()).toEqual({ attempts: 0 });
    databaseClock.behindMs = 0;
    await api.until('imp_0000000001', ({ status }) => status !== 'IN_PROGRESS');
    expect(await attempts()).toEqual({ attempts: 1 });
  });

  it('a job that does not depend on it starts', async () => {
    databaseClock.behindMs = THREE_HOURS;
    const { status } = await api.send('post', '/api/admin/jobs/clock-watch/run', { route: JOB_RUN });
    databaseClock.behindMs = 0;
    expect(status).toBe(202);
  });
});
