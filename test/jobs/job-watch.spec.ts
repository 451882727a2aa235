import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/common/time/calendar.js';
import { AlertService } from '../../src/modules/alerts/alert.service.js';
import { JobLeaseService } from '../../src/modules/jobs/job-lease.service.js';
import { JobScheduler } from '../../src/modules/jobs/job-scheduler.js';
import type { JobView } from '../../src/modules/jobs/jobs.dto.js';
import { ApiApp, type Json } from '../api/support/api-app.js';
import { SettableClock } from '../support/collector-app.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const START = Date.parse('2026-04-15T16:00:00Z');

describe('the watch of scheduled jobs', () => {
  let clock: SettableClock;
  let database: TestDatabase;
  let api: ApiApp;

  beforeEach(async () => {
    clock = new SettableClock(START);
    database = await createTestDatabase('job_watch');
    api = await ApiApp.start({
      connection: database.connectionOptions,
      settings: { ROLE: 'api', JOB_HISTORY_DAYS: '2', JOB_ALERT_AFTER_FAILURES: '2' },
      clock,
    });
  });
  afterEach(async () => {
    await api?.close();
    await database?.drop();
  });

  const scheduler = () => api.app.get(JobScheduler, { strict: false });
  const watch = async () => {
    expect(scheduler().startNow('job-watch')).toBe(true);
    await scheduler().whenIdle();
  };
  const run = (name: string, work: () => Promise<unknown>) =>
    api.app.get(JobLeaseService, { strict: false }).runExclusive({ name, ttlMs: MINUTE_MS, work });
  const fail = (name: string) => expect(run(name, () => Promise.reject(new RangeError('x')))).rejects.toThrow();
  const alertsOf = async (name: string) =>
    (await api.app.get(AlertService, { strict: false }).active())
      .map(({ key }) => key)
      .filter((key) => key.endsWith(`.${name}`));

  it('raises an alert when a job fails again and again, and clears it after a good run', async () => {
    await fail('partitions');
    await watch();
    expect(await alertsOf('partitions')).toEqual([]);
    await fail('partitions');
    await watch();
    expect(await alertsOf('partitions')).toEqual(['jobs.failed.partitions']);
    await run('partitions', () => Promise.resolve());
    await watch();
    expect(await alertsOf('partitions')).toEqual([]);
  });

  it('counts a run whose process died as a failure', async () => {
    await api.query(
      "INSERT INTO job_runs (job_name, holder, started_at, outcome) VALUES ('partitions', 'dead:1:0', ?, 'RUNNING')",
      [new Date(START - HOUR_MS)],
    );
    await fail('partitions');
    await watch();
    expect(await alertsOf('partitions')).toEqual(['jobs.failed.partitions']);
    expect(await api.query("SELECT outcome FROM job_runs WHERE job_name = 'partitions' ORDER BY run_id")).toEqual([
      { outcome: 'ABANDONED' },
      { outcome: 'FAILED' },
    ]);
  });

  it('raises an alert about a job that has not run when due, never about one that is switched off', async () => {
    await run('partitions', () => Promise.resolve());
    clock.nowMs += DAY_MS;
    await watch();
    expect(await alertsOf('partitions')).toEqual(['jobs.overdue.partitions']);
    expect(await alertsOf('collect')).toEqual([]);
    const { body } = await api.get<Json<JobView>[]>('/api/admin/jobs');
    const views = new Map(body.map((job) => [job.name, job]));
    expect(views.get('partitions')!.overdueSince).toBe('2026-04-16T03:25:00.000Z');
    expect(views.get('collect')!.overdueSince).toBeNull();
    await run('partitions', () => Promise.resolve());
    await watch();
    expect(await alertsOf('partitions')).toEqual([]);
  });

  it('leaves a running job alone, however long it runs', async () => {
    await run('partitions', async () => {
      clock.nowMs += DAY_MS;
      await api.query("UPDATE job_leases SET until = ? WHERE name = 'partitions'", [new Date(clock.nowMs + HOUR_MS)]);
      await watch();
    });
    expect(await alertsOf('partitions')).toEqual([]);
  });

  it('removes runs that are older than the setting', async () => {
    await run('partitions', () => Promise.resolve());
    clock.nowMs += DAY_MS;
    await run('partitions', () => Promise.resolve());
    clock.nowMs += DAY_MS + 1;
    await watch();
    const runs = await api.query<{ startedAt: Date }>(
      "SELECT started_at AS startedAt FROM job_runs WHERE job_name = 'partitions'",
    );
    expect(runs).toEqual([{ startedAt: new Date(START + DAY_MS) }]);
  });
});
