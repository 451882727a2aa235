import { JobScheduler } from '../../src/modules/jobs/job-scheduler.js';
import { ApiApp } from '../api/support/api-app.js';
import { SettableClock } from '../support/collector-app.js';
import { FollowedDatabaseClock } from '../support/followed-database-clock.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const THREE_HOURS = 3 * 3_600_000;
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
