import { SuspicionHandler } from '../../src/modules/collector/suspicion/suspicion-handler.js';
import { QualityCheckHandler } from '../../src/modules/quality/quality-check-handler.js';
import { ApiApp } from '../api/support/api-app.js';
import { SettableClock } from '../support/collector-app.js';
import { FollowedDatabaseClock } from '../support/followed-database-clock.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const THREE_HOURS = 3 * 3_600_000;

describe('scheduled jobs that judge data by the time of now', () => {
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

  it('do not run with a clock that is ahead of the database, and run again once it is right', async () => {
    const handlers = [SuspicionHandler, QualityCheckHandler].map((type) => api.app.get(type, { strict: false }));
    const runAll = () => Promise.all(handlers.map((handler) => handler.run(new AbortController().signal)));
    databaseClock.behindMs = THREE_HOURS;
    await runAll();
    expect(await leasesTaken()).toEqual([]);
    databaseClock.behindMs = 0;
    await runAll();
    expect(await leasesTaken()).toEqual(['feed-suspicion', 'quality-check']);
  });
});
