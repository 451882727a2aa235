import { plural } from '../../common/text.js';
import type { Alert } from '../alerts/alert.js';
import type { JobState } from '../jobs/due-jobs.service.js';

const FAILED_PREFIX = 'jobs.failed.';
const OVERDUE_PREFIX = 'jobs.overdue.';

export interface JobAlertRules {
  /** Failed runs in a row that raise an alert; 0: none. */
  failuresLimit: number;
  /** Keys of all active alerts. */
  activeKeys: readonly string[];
  /** Whether this is the first check of the process: its settings may have changed. */
  isFirstCheck: boolean;
}

export interface JobAlertChanges {
  raise: Alert[];
  clear: { key: string; note: string }[];
}

/**
 * The alerts to raise and to clear. Several processes decide in turn, so an alert is cleared only for a reason that holds in all
 * of them: a job that is switched off here may be on elsewhere, and one that is in grace here may be overdue elsewhere.
 */
export function jobAlertChanges(states: readonly JobState[], rules: JobAlertRules): JobAlertChanges {
  const changes: JobAlertChanges = { raise: [], clear: [] };
  for (const state of states) {
    const { job } = state;
    const alert = job.isEnabledHere ? failedAlert(state, rules.failuresLimit) : null;
    if (alert !== null) changes.raise.push(alert);
    else if (job.isEnabledHere || rules.isFirstCheck)
      changes.clear.push({ key: FAILED_PREFIX + job.name, note: noteOf(state, 'The job runs without failure again') });
    if (state.due.state === 'OVERDUE') changes.raise.push(overdueAlert(state, state.due.dueAt));
    else if (state.due.state === 'ON_TIME' && (job.isEnabledHere || rules.isFirstCheck))
      changes.clear.push({ key: OVERDUE_PREFIX + job.name, note: noteOf(state, 'The job has run again') });
  }
  const known = new Set(states.flatMap(({ job }) => [FAILED_PREFIX + job.name, OVERDUE_PREFIX + job.name]));
  const removed = rules.activeKeys.filter((key) => isJobAlert(key) && !known.has(key));
  changes.clear.push(...removed.map((key) => ({ key, note: 'The job no longer exists' })));
  return { raise: changes.raise, clear: changes.clear.filter(({ key }) => rules.activeKeys.includes(key)) };
}

const isJobAlert = (key: string): boolean => key.startsWith(FAILED_PREFIX) || key.startsWith(OVERDUE_PREFIX);

const noteOf = ({ job }: JobState, note: string): string => (job.isEnabledHere ? note : 'The job is switched off');

function failedAlert({ job, lastRuns, consecutiveFailures }: JobState, limit: number): Alert | null {
  if (limit === 0 || consecutiveFailures < limit) return null;
  const newest = lastRuns.find(({ outcome }) => outcome === 'FAILED' || outcome === 'ABANDONED')!;
  const reason = newest.error ?? 'its process died';
  return {
    key: FAILED_PREFIX + job.name,
    severity: 'WARNING',
    title: `The job ${job.name} keeps failing`,
    description: `The last ${plural(consecutiveFailures, 'run')} failed, the newest at ${newest.startedAt.toISOString()}: ${reason}`,
    details: { job: job.name, failures: consecutiveFailures, lastStartedAt: newest.startedAt, error: reason },
  };
}

function overdueAlert({ job, newest }: JobState, dueAt: Date): Alert {
  const last = newest?.startedAt ?? null;
  const lastText = last === null ? 'It has never run' : `It last started at ${last.toISOString()}`;
  return {
    key: OVERDUE_PREFIX + job.name,
    severity: 'WARNING',
    title: `The job ${job.name} has not run`,
    description: `It was due at ${dueAt.toISOString()} (${job.schedule}, UTC). ${lastText}`,
    details: { job: job.name, dueAt, lastStartedAt: last },
  };
}
