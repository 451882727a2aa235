import { AppConfig } from '../../src/common/config/app-config.js';
import { JobExplorer } from '../../src/modules/jobs/job-explorer.js';
import { JobLeaseService } from '../../src/modules/jobs/job-lease.service.js';
import { JobScheduler } from '../../src/modules/jobs/job-scheduler.js';
import type { JobRunPageView, JobView } from '../../src/modules/jobs/jobs.dto.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ApiApp, type Json } from './support/api-app.js';

const NOW = new Date('2026-04-15T16:00:00Z');
const RUN = '/api/admin/jobs/{name}/run';
const RUNS = '/api/admin/jobs/{name}/runs';
const NAMES = [
  'alert-delivery',
  'backup',
  'catalog-sync',
  'clock-watch',
  'collect',
  'disk-watch',
  'drift-check',
  'drift-samples',
  'feed-health',
  'history-gaps',
  'history-recheck',
  'job-watch',
  'live-use',
  'metadata-sync',
  'partitions',
  'quality-check',
  'reconciliation',
  'schedule-past',
  'schedule-refresh',
  'statistics',
  'storage-measure',
];

interface Started {
  name?: string;
  error?: { code: string; message: string };
}

describe('/api/admin/jobs', () => {
  let database: TestDatabase;
  let api: ApiApp;

  beforeAll(async () => {
    database = await createTestDatabase('api_jobs');
    api = await ApiApp.start({
      connection: database.connectionOptions,
      settings: { ROLE: 'worker', COLLECT_ENABLED: 'false', QUALITY_CHECK_CRON: '20 * * * *' },
      clock: { now: () => NOW },
    });
    await whenIdle();
  });
  afterAll(async () => {
    await api?.close();
    await database?.drop();
  });

  const whenIdle = () => api.app.get(JobScheduler, { strict: false }).whenIdle();
  const list = async () => (await api.get<Json<JobView>[]>('/api/admin/jobs')).body;
  const find = async (name: string) => (await list()).find((job) => job.name === name)!;
  const runsOf = async (name: string, query = '') =>
    (await api.get<Json<JobRunPageView>>(`/api/admin/jobs/${name}/runs${query}`, RUNS)).body;
  const run = (name: string) => api.send<Started>('post', `/api/admin/jobs/${name}/run`, { route: RUN });

  it('lists every job of the application by name', async () => {
    expect((await list()).map(({ name }) => name)).toEqual(NAMES);
  });

  it('shows the schedule of the setting that replaces it, and the next run in UTC', async () => {
    expect(await find('quality-check')).toMatchObject({
      schedule: '20 * * * *',
      setting: 'QUALITY_CHECK_CRON',
      isEnabled: true,
      nextRunAt: '2026-04-15T16:20:00.000Z',
    });
  });

  it('shows disabled jobs without a next run', async () => {
    expect(await find('collect')).toMatchObject({ isEnabled: false, nextRunAt: null, lastStartedAt: null });
  });

  it('shows the result of the last run', async () => {
    const { lastStartedAt, lastFinishedAt, lastResult, isRunning, holder } = await find('partitions');
    expect([lastStartedAt, lastFinishedAt]).toEqual([NOW.toISOString(), NOW.toISOString()]);
    expect(lastResult).toContain('ride_status_snapshots');
    expect([isRunning, holder]).toEqual([false, null]);
  });

  it('starts a job, and shows its result afterwards', async () => {
    expect((await find('quality-check')).lastFinishedAt).toBeNull();
    const { status, body } = await run('quality-check');
    expect([status, body]).toEqual([202, { name: 'quality-check', startedAt: NOW.toISOString() }]);
    await whenIdle();
    expect((await find('quality-check')).lastFinishedAt).toBe(NOW.toISOString());
  });

  it('records the runs of jobs that every process runs', async () => {
    await run('clock-watch');
    await whenIdle();
    expect(await find('clock-watch')).toMatchObject({ lastResult: 'DONE', isRunning: false });
  });

  it('refuses a second run while any process holds the lease, and lists the holder', async () => {
    let letGo = () => {};
    const held = api.app.get(JobLeaseService, { strict: false }).runExclusive({
      name: 'statistics',
      ttlMs: 60_000,
      work: () => new Promise<void>((resolve) => (letGo = resolve)),
    });
    while (!(await find('statistics')).isRunning) await new Promise((resolve) => setImmediate(resolve));
    expect((await find('statistics')).holder).toContain(`:${process.pid}:`);
    const { status, body } = await run('statistics');
    expect([status, body.error!.code]).toEqual([409, 'JOB_IN_PROGRESS']);
    letGo();
    await held;
  });

  it('lists the runs of a job, newest first and page by page, with what they did and where', async () => {
    for (let runs = 0; runs < 3; runs++) {
      await run('partitions');
      await whenIdle();
    }
    const { data, nextCursor } = await runsOf('partitions', '?limit=2');
    expect(data[0]).toEqual({
      runId: expect.any(Number) as number,
      ...{ startedAt: NOW.toISOString(), finishedAt: NOW.toISOString(), outcome: 'DONE', error: null },
      result: expect.stringContaining('ride_status_snapshots') as string,
      holder: expect.stringContaining(`:${process.pid}:`) as string,
    });
    expect(nextCursor).toBe(data[1]!.runId);
    const rest = await runsOf('partitions', `?limit=200&cursor=${nextCursor}`);
    expect(rest.nextCursor).toBeNull();
    expect(rest.data[0]!.runId).toBeLessThan(data[1]!.runId);
    expect((await runsOf('partitions', '?outcome=FAILED')).data).toEqual([]);
    expect((await find('partitions')).lastOutcomes).toEqual([...data, ...rest.data].map(({ outcome }) => outcome));
  });

  it('lists a run that failed, and how many did in a row', async () => {
    const leases = api.app.get(JobLeaseService, { strict: false });
    const fail = () =>
      leases.runExclusive({
        name: 'drift-check',
        ttlMs: 60_000,
        work: () => Promise.reject(new RangeError('SELECT 1')),
      });
    for (let runs = 0; runs < 12; runs++) await expect(fail()).rejects.toThrow(RangeError);
    expect((await runsOf('drift-check')).data[0]).toMatchObject({
      outcome: 'FAILED',
      result: null,
      error: 'RangeError',
    });
    const { lastOutcomes, consecutiveFailures, overdueSince } = await find('drift-check');
    expect([lastOutcomes.length, consecutiveFailures, overdueSince]).toEqual([10, 10, null]);
  });

  it('refuses the runs of an unknown job, and a wrong page', async () => {
    expect((await api.get<Started>('/api/admin/jobs/no-such-job/runs', RUNS)).body.error!.code).toBe('JOB_NOT_FOUND');
    expect((await api.get('/api/admin/jobs/partitions/runs?limit=0', RUNS)).status).toBe(400);
  });

  it('lists the available jobs in the response for an unknown one', async () => {
    const { status, body } = await run('no-such-job');
    expect([status, body.error!.code]).toEqual([404, 'JOB_NOT_FOUND']);
    expect(body.error!.message).toContain('quality-check');
  });

  it('refuses fields in the body of a route without a body, and accepts an empty body', async () => {
    const send = (body: object) => api.send<Started>('post', '/api/admin/jobs/partitions/run', { route: RUN, body });
    const refused = await send({ from: '2026-01-01' });
    expect([refused.status, refused.body.error]).toMatchObject([400, { details: { from: expect.any(Array) as [] } }]);
    expect((await send({})).status).toBe(202);
    await whenIdle();
  });
});

describe('the schedules of jobs with a setting', () => {
  it('equal the defaults of the settings in @Cron', async () => {
    const database = await createTestDatabase('api_jobs_defaults');
    const api = await ApiApp.start({ connection: database.connectionOptions, settings: { ROLE: 'api' } });
    try {
      const defaults = new AppConfig();
      const jobs = api.app.get(JobExplorer, { strict: false }).find();
      const withSetting = jobs.filter(({ setting }) => setting !== undefined);
      expect(withSetting.map(({ name }) => name)).toEqual(['backup', 'collect', 'quality-check', 'schedule-refresh']);
      for (const { setting, cronTime } of withSetting) expect(cronTime).toBe(defaults[setting!]);
      const { status, body } = await api.send<Started>('post', '/api/admin/jobs/partitions/run', { route: RUN });
      expect([status, body.error!.code]).toEqual([409, 'NOT_A_WORKER']);
    } finally {
      await api.close();
      await database.drop();
    }
  });
});
