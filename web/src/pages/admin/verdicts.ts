import type { Schemas } from '../../api/client.js';
import { plural } from '../../format/numbers.js';
import { DAY_MS, dateTimeText } from '../../format/times.js';
import { listText } from '../../parts/words.js';

/** Green, amber or red. */
export type Level = 'GOOD' | 'CARE' | 'TROUBLE';

/** Whether a part of the warehouse works, and why. */
export interface Verdict {
  name: string;
  level: Level;
  reasons: string[];
}

const WORST: readonly Level[] = ['TROUBLE', 'CARE', 'GOOD'];
export const worstOf = (levels: readonly Level[]): Level => WORST.find((level) => levels.includes(level)) ?? 'GOOD';

/** Whether the last night worked: `Yes, but data quality needs attention.` */
export function nightText(verdicts: readonly Verdict[]): string {
  const namesAt = (wanted: Level) =>
    verdicts.filter(({ level }) => level === wanted).map(({ name }) => name.toLowerCase());
  const [trouble, care] = [namesAt('TROUBLE'), namesAt('CARE')];
  if (trouble.length > 0) return `No: there is trouble with ${listText(trouble)}.`;
  if (care.length === 0) return 'Yes: every part works.';
  return `Yes, but ${listText(care)} ${care.length === 1 && !ARE_MANY.includes(care[0]!) ? 'needs' : 'need'} attention.`;
}

/** Verdicts whose name is a plural. */
const ARE_MANY: readonly string[] = ['imports', 'jobs'];

type Job = Schemas['JobView'];

/** Running, overdue, or how the last run ended. */
export function jobState(job: Job): { text: string; level: Level | null } {
  const { isEnabled, isRunning, overdueSince, lastOutcomes, lastResult, consecutiveFailures: failures } = job;
  if (overdueSince !== null) return { text: 'Overdue', level: 'TROUBLE' };
  if (isRunning) return { text: 'Running', level: null };
  if (failures > 1) return { text: `Failed ${failures} times`, level: 'TROUBLE' };
  if (hasFailed(job)) return { text: 'Failed', level: 'TROUBLE' };
  if (lastResult === null) return { text: isEnabled ? 'Not run yet' : 'Switched off', level: null };
  return lastOutcomes[0] === 'STOPPED' ? { text: 'Stopped', level: null } : { text: 'Done', level: 'GOOD' };
}

const hasFailed = ({ lastResult, consecutiveFailures }: Job): boolean =>
  consecutiveFailures > 0 || lastResult?.startsWith('FAILED') === true;

/** Whether the job runs within a day; a weekly one of a new warehouse need not. */
const isDueSoon = ({ nextRunAt }: Job, nowMs: number): boolean =>
  nextRunAt === null || new Date(nextRunAt).getTime() - nowMs <= DAY_MS;

export function jobsVerdict(jobs: readonly Job[], nowMs: number): Verdict {
  const overdue = jobs.filter(({ overdueSince }) => overdueSince !== null);
  const failed = jobs.filter(hasFailed);
  const neverRun = jobs.filter((job) => job.isEnabled && job.lastStartedAt === null && !overdue.includes(job));
  const reasons = [
    ...overdue.map(({ name, overdueSince }) => `${name}: due at ${dateTimeText(overdueSince, 'UTC')}, and has not run`),
    ...failed.map((job) => `${job.name}: ${failureText(job)}`),
    ...(neverRun.length === 0 ? [] : [`${plural(neverRun.length, 'job')} not run yet: ${namesOf(neverRun)}`]),
  ];
  const level =
    failed.length + overdue.length > 0 ? 'TROUBLE' : neverRun.some((job) => isDueSoon(job, nowMs)) ? 'CARE' : 'GOOD';
  return { name: 'Jobs', level, reasons: orElse(reasons, `The last runs of ${plural(jobs.length, 'job')} succeeded.`) };
}

function failureText({ lastResult, consecutiveFailures: failures }: Job): string {
  const times = failures > 1 ? `${plural(failures, 'failed run')} in a row. ` : '';
  return `${times}${lastResult ?? 'Its process died'}`;
}

/** `10 last runs: 8 done, 2 failed` */
export function outcomesText(outcomes: Job['lastOutcomes']): string {
  const counts = OUTCOME_WORDS.map(
    ([outcome, word]) => [outcomes.filter((one) => one === outcome).length, word] as const,
  );
  const parts = counts.flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}`]));
  return parts.length === 0 ? 'No run is kept' : `${plural(outcomes.length, 'last run')}: ${parts.join(', ')}`;
}

const OUTCOME_WORDS = [
  ['DONE', 'done'],
  ['FAILED', 'failed'],
  ['ABANDONED', 'abandoned'],
  ['STOPPED', 'stopped'],
  ['RUNNING', 'running'],
] as const;

const namesOf = (jobs: readonly Job[]): string => jobs.map(({ name }) => name).join(', ');

/** @param severe open issues of high severity, whenever they were found; undefined: not known yet */
export function qualityVerdict(
  { health, reasons, openIssues }: Schemas['QualitySummary'],
  severe: number | undefined,
): Verdict {
  const ofHealth = ({ HEALTHY: 'GOOD', DEGRADED: 'CARE', CRITICAL: 'TROUBLE' } as const)[health];
  const texts = reasons.map(({ message }) => message);
  if (severe) texts.push(`${plural(severe, 'open issue')} of high severity.`);
  const level = worstOf([ofHealth, severe ? 'CARE' : 'GOOD']);
  return { name: 'Data quality', level, reasons: orElse(texts, `${plural(openIssues.total, 'open issue')}.`) };
}

export function freshnessVerdict({ freshness }: Schemas['QualitySummary']): Verdict {
  const { stale, fresh, normal, closed } = freshness;
  if (stale + fresh + normal + closed === 0)
    return { name: 'Live data', level: 'CARE', reasons: ['No park has live data.'] };
  const upToDate = `${plural(fresh + normal, 'open park')} up to date, ${closed} closed.`;
  if (stale === 0) return { name: 'Live data', level: 'GOOD', reasons: [upToDate] };
  const old = `${plural(stale, 'open park')} without live data for 30 minutes.`;
  return { name: 'Live data', level: 'TROUBLE', reasons: [old, upToDate] };
}

export function storageVerdict({ active }: Schemas['StorageAlertsView']): Verdict {
  // An alert that was taken over is being dealt with.
  const levelOf = ({ severity, acknowledgedBy }: Schemas['StorageAlertView']) =>
    severity === 'CRITICAL' && acknowledgedBy === null ? 'TROUBLE' : 'CARE';
  const level = worstOf(active.map(levelOf));
  const texts = active.map(
    ({ note, type, acknowledgedBy }) => `${note ?? type}${acknowledgedBy ? ` (taken over by ${acknowledgedBy})` : ''}`,
  );
  return { name: 'Storage', level, reasons: orElse(texts, 'No alert is active.') };
}

export function importsVerdict(imports: readonly Schemas['ImportView'][]): Verdict {
  const isFailed = ({ status, interrupted }: Schemas['ImportView']) => status === 'FAILED' || interrupted;
  const isRunning = ({ status, interrupted }: Schemas['ImportView']) => status === 'IN_PROGRESS' && !interrupted;
  const failed = imports.filter(isFailed);
  const running = imports.filter(isRunning).length;
  const reasons = failed.map(
    ({ destination, interrupted, importId }) =>
      `${destination.name}: ${interrupted ? 'interrupted' : 'failed'} (${importId})`,
  );
  const fine = running > 0 ? `${plural(running, 'import')} in progress.` : 'No import failed.';
  return { name: 'Imports', level: failed.length > 0 ? 'CARE' : 'GOOD', reasons: orElse(reasons, fine) };
}

const orElse = (reasons: string[], otherwise: string): string[] => (reasons.length > 0 ? reasons : [otherwise]);
