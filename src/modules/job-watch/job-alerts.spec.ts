import type { JobState } from '../jobs/due-jobs.service.js';
import { consecutiveFailures } from '../jobs/due-jobs.service.js';
import type { JobOutcome } from '../jobs/job-run.entity.js';
import { jobAlertChanges } from './job-alerts.js';

const AT = new Date('2026-04-15T03:25:00Z');
const FAILED = 'jobs.failed.backup';
const OVERDUE = 'jobs.overdue.backup';

/** @param outcomes newest first */
function backup(outcomes: JobOutcome[], rest: { isEnabledHere?: boolean; due?: JobState['due'] } = {}): JobState {
  const { isEnabledHere = true, due = { state: 'ON_TIME' } } = rest;
  const lastRuns = outcomes.map((outcome, index) => ({
    ...{ runId: 100 - index, jobName: 'backup', startedAt: AT, finishedAt: AT, outcome, result: null },
    error: outcome === 'FAILED' ? 'The folder is full' : null,
  }));
  const job = { name: 'backup', schedule: '30 4 * * *', isEnabledHere } as JobState['job'];
  return { job, newest: null, isRunning: false, lastRuns, consecutiveFailures: consecutiveFailures(lastRuns), due };
}

const changes = (
  state: JobState,
  rules: { failuresLimit?: number; activeKeys?: string[]; isFirstCheck?: boolean } = {},
) => jobAlertChanges([state], { failuresLimit: 3, activeKeys: [FAILED, OVERDUE], isFirstCheck: false, ...rules });
const raised = (...args: Parameters<typeof changes>) => changes(...args).raise.map(({ key }) => key);
const cleared = (...args: Parameters<typeof changes>) => changes(...args).clear.map(({ key }) => key);

describe('the failed runs in a row', () => {
  it.each<[JobOutcome[], number]>([
    [[], 0],
    [['DONE', 'FAILED'], 0],
    [['FAILED', 'FAILED', 'DONE', 'FAILED'], 2],
    [['RUNNING', 'FAILED', 'STOPPED', 'ABANDONED', 'DONE'], 2],
  ])('of %j are %i', (outcomes, count) => {
    expect(consecutiveFailures(outcomes.map((outcome) => ({ outcome })))).toBe(count);
  });
});

describe('the alert about failed runs', () => {
  it('is raised at the limit, with the error of the newest failure', () => {
    expect(raised(backup(['FAILED', 'FAILED', 'DONE']))).toEqual([]);
    const [alert] = changes(backup(['STOPPED', 'FAILED', 'ABANDONED', 'FAILED', 'DONE'])).raise;
    expect(alert).toMatchObject({
      key: FAILED,
      severity: 'WARNING',
      description: 'The last 3 runs failed, the newest at 2026-04-15T03:25:00.000Z: The folder is full',
    });
  });

  it('is cleared by a run without failure', () => {
    expect(cleared(backup(['DONE', 'FAILED', 'FAILED', 'FAILED']), { activeKeys: [FAILED] })).toEqual([FAILED]);
    expect(cleared(backup(['RUNNING', 'FAILED', 'FAILED', 'FAILED']), { activeKeys: [FAILED] })).toEqual([]);
  });

  it('is neither raised nor kept with a limit of 0', () => {
    const failing = backup(['FAILED', 'FAILED', 'FAILED']);
    expect(raised(failing, { failuresLimit: 0 })).toEqual([]);
    expect(cleared(failing, { failuresLimit: 0, activeKeys: [FAILED] })).toEqual([FAILED]);
  });
});

describe('the alert about a job that has not run', () => {
  it('is raised for an overdue job, left alone in grace, and cleared once it is on time', () => {
    expect(raised(backup([], { due: { state: 'OVERDUE', dueAt: AT } }))).toEqual([OVERDUE]);
    const inGrace = backup([], { due: { state: 'IN_GRACE', dueAt: AT } });
    expect([raised(inGrace), cleared(inGrace, { activeKeys: [OVERDUE] })]).toEqual([[], []]);
    expect(cleared(backup(['DONE']), { activeKeys: [OVERDUE] })).toEqual([OVERDUE]);
  });
});

describe('the alerts about a job that is switched off here', () => {
  const off = backup(['FAILED', 'FAILED', 'FAILED'], { isEnabledHere: false });

  it('are cleared by the first check only, because it may be on in another process', () => {
    expect([raised(off), cleared(off)]).toEqual([[], []]);
    const { clear } = changes(off, { isFirstCheck: true });
    expect(clear).toEqual([FAILED, OVERDUE].map((key) => ({ key, note: 'The job is switched off' })));
  });
});

describe('the alerts about a job that no longer exists', () => {
  it('are cleared, and those about other things are left alone', () => {
    expect(cleared(backup(['DONE']), { activeKeys: ['jobs.failed.old', 'storage.disk'] })).toEqual(['jobs.failed.old']);
  });
});
