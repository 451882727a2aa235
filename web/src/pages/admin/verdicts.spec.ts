import type { Schemas } from '../../api/client.js';
import { dateTimeText } from '../../format/times.js';
import {
  freshnessVerdict,
  importsVerdict,
  jobState,
  jobsVerdict,
  type Level,
  nightText,
  outcomesText,
  qualityVerdict,
  storageVerdict,
  worstOf,
} from './verdicts.js';

const job = (changed: Partial<Schemas['JobView']>): Schemas['JobView'] => ({
  ...{ name: 'collect', description: 'Collects', schedule: '*/5 * * * *', setting: null, isEnabled: true },
  ...{ nextRunAt: null, isRunning: false, holder: null, lastStartedAt: '2026-04-15T10:00:00Z' },
  ...{ lastFinishedAt: '2026-04-15T10:00:01Z', lastResult: 'DONE' },
  ...{ lastOutcomes: ['DONE'], consecutiveFailures: 0, overdueSince: null },
  ...changed,
});

const NOW = Date.parse('2026-04-15T10:02:00Z');

describe('the verdict on jobs', () => {
  it('is good while the last runs succeeded, and says so', () => {
    expect(jobsVerdict([job({})], NOW)).toEqual({
      name: 'Jobs',
      level: 'GOOD',
      reasons: ['The last runs of 1 job succeeded.'],
    });
  });

  it('is trouble with the result of each job that failed', () => {
    const { level, reasons } = jobsVerdict([job({}), job({ name: 'backup', lastResult: 'FAILED: no room' })], NOW);
    expect([level, reasons]).toEqual(['TROUBLE', ['backup: FAILED: no room']]);
  });

  it('is trouble with each job that was due and has not run', () => {
    const overdue = job({
      name: 'backup',
      overdueSince: '2026-04-15T04:30:00Z',
      lastStartedAt: null,
      lastResult: null,
    });
    const { level, reasons } = jobsVerdict([job({}), overdue], NOW);
    const at = dateTimeText('2026-04-15T04:30:00Z', 'UTC');
    expect([level, reasons]).toEqual(['TROUBLE', [`backup: due at ${at}, and has not run`]]);
  });

  it('says how many runs in a row failed', () => {
    const failing = job({ lastResult: 'FAILED: no room', consecutiveFailures: 4 });
    expect(jobsVerdict([failing], NOW).reasons).toEqual(['collect: 4 failed runs in a row. FAILED: no room']);
  });

  it('is not good before jobs have run, and names them, but not those that are switched off', () => {
    const never = { lastStartedAt: null, lastFinishedAt: null, lastResult: null };
    const jobs = [job({ name: 'sync', ...never }), job({ name: 'off', isEnabled: false, ...never })];
    expect(jobsVerdict(jobs, NOW)).toMatchObject({ level: 'CARE', reasons: ['1 job not run yet: sync'] });
    expect(jobsVerdict(jobs.slice(1), NOW).level).toBe('GOOD');
    const weekly = job({ name: 'drift', ...never, nextRunAt: new Date(NOW + 3 * 86_400_000).toISOString() });
    expect(jobsVerdict([weekly], NOW)).toMatchObject({ level: 'GOOD', reasons: ['1 job not run yet: drift'] });
  });
});

describe('the state of a job', () => {
  const never = { lastStartedAt: null, lastFinishedAt: null, lastResult: null, lastOutcomes: [] };
  it.each<[string, Partial<Schemas['JobView']>]>([
    ['Done', {}],
    ['Running', { isRunning: true }],
    ['Overdue', { overdueSince: '2026-04-15T04:30:00Z' }],
    ['Failed', { lastResult: 'FAILED: no room', consecutiveFailures: 1 }],
    ['Failed 3 times', { lastResult: 'FAILED: no room', consecutiveFailures: 3 }],
    ['Stopped', { lastResult: 'STOPPED: the process ended', lastOutcomes: ['STOPPED', 'DONE'] }],
    ['Not run yet', never],
    ['Switched off', { ...never, isEnabled: false }],
  ])('is "%s"', (text, changed) => {
    expect(jobState(job(changed)).text).toBe(text);
  });

  it('has its last runs counted by outcome', () => {
    expect(outcomesText(['DONE', 'FAILED', 'DONE', 'ABANDONED'])).toBe('4 last runs: 2 done, 1 failed, 1 abandoned');
    expect(outcomesText([])).toBe('No run is kept');
  });
});

describe('the other verdicts', () => {
  it('take the level of the quality summary with its reasons', () => {
    const found = { reasons: [{ message: '3 gaps' }], openIssues: { total: 3 } };
    const summary = { health: 'DEGRADED', ...found } as unknown as Schemas['QualitySummary'];
    expect(qualityVerdict(summary, undefined)).toMatchObject({ level: 'CARE', reasons: ['3 gaps'] });
  });

  it('are not good for data with open issues of high severity, however old', () => {
    const summary = {
      health: 'HEALTHY',
      reasons: [],
      openIssues: { total: 0 },
    } as unknown as Schemas['QualitySummary'];
    expect(qualityVerdict(summary, 0)).toMatchObject({ level: 'GOOD', reasons: ['0 open issues.'] });
    expect(qualityVerdict(summary, 2)).toMatchObject({
      level: 'CARE',
      reasons: ['2 open issues of high severity.'],
    });
  });

  it('are good for live data only if there is some, and trouble if an open park is stale', () => {
    const of = (freshness: object) => freshnessVerdict({ freshness } as Schemas['QualitySummary']).level;
    expect(of({ fresh: 0, normal: 0, stale: 0, closed: 0 })).toBe('CARE');
    expect(of({ fresh: 0, normal: 0, stale: 0, closed: 3 })).toBe('GOOD');
    expect(of({ fresh: 9, normal: 0, stale: 1, closed: 3 })).toBe('TROUBLE');
  });

  it('take the worst alert of the storage', () => {
    const active = [
      { severity: 'WARNING', note: '62 %', acknowledgedBy: null },
      { severity: 'CRITICAL', note: 'full', acknowledgedBy: null },
    ];
    const alerts = { active } as unknown as Schemas['StorageAlertsView'];
    expect(storageVerdict(alerts)).toMatchObject({ level: 'TROUBLE', reasons: ['62 %', 'full'] });
    const taken = { active: [{ ...active[1], acknowledgedBy: 'J. Doe' }] } as unknown as Schemas['StorageAlertsView'];
    expect(storageVerdict(taken)).toMatchObject({ level: 'CARE', reasons: ['full (taken over by J. Doe)'] });
  });

  it('need attention for an import that failed or was interrupted', () => {
    const of = (changed: object) =>
      ({
        importId: 'imp_1',
        destination: { name: 'Resort' },
        status: 'IN_PROGRESS',
        interrupted: false,
        ...changed,
      }) as Schemas['ImportView'];
    expect(importsVerdict([of({})])).toMatchObject({ level: 'GOOD', reasons: ['1 import in progress.'] });
    expect(importsVerdict([of({ interrupted: true })])).toMatchObject({
      level: 'CARE',
      reasons: ['Resort: interrupted (imp_1)'],
    });
    expect(importsVerdict([of({ status: 'FAILED' })]).reasons).toEqual(['Resort: failed (imp_1)']);
  });

  it('answer whether the night worked', () => {
    const night = (...levels: [name: string, level: Level][]) =>
      nightText(levels.map(([name, level]) => ({ name, level, reasons: [] })));
    expect(night(['Jobs', 'GOOD'], ['Storage', 'GOOD'])).toBe('Yes: every part works.');
    expect(night(['Jobs', 'GOOD'], ['Data quality', 'CARE'])).toBe('Yes, but data quality needs attention.');
    expect(night(['Imports', 'CARE'])).toBe('Yes, but imports need attention.');
    expect(night(['Jobs', 'CARE'])).toBe('Yes, but jobs need attention.');
    expect(night(['Live data', 'CARE'], ['Imports', 'CARE'], ['Storage', 'CARE'])).toBe(
      'Yes, but live data, imports and storage need attention.',
    );
    expect(night(['Jobs', 'TROUBLE'], ['Storage', 'CARE'])).toBe('No: there is trouble with jobs.');
  });

  it('are as bad as the worst', () => {
    expect(worstOf(['GOOD', 'CARE'])).toBe('CARE');
    expect(worstOf([])).toBe('GOOD');
  });
});
