import { MINUTE_MS } from '../../common/time/calendar.js';
import { nextTicks } from '../../common/time/cron-times.js';

/** A run may start this long before its scheduled time: the clock of the process that ran it may be behind. */
const EARLY_MS = MINUTE_MS;
/** A worker that missed this many scheduled times in a row was switched off, not just restarted. */
const MISSED_WITHOUT_GRACE = 3;

export interface DueCheck {
  /** The cron expression, in UTC. */
  schedule: string;
  /** When the newest run started or ended, whichever is later; null: the job has never run. */
  lastActiveAt: Date | null;
  /** Start of the process that checks. */
  processStartedAt: Date;
  now: Date;
  toleranceMs: number;
}

/**
 * Whether a job ran when it was due. A scheduled time counts as missed once the tolerance is over.
 * - `ON_TIME`: no scheduled time since the newest run was missed
 * - `IN_GRACE`: some were missed, but before this process started
 * - `OVERDUE`: this process has seen one missed; or three in a row were missed, however short it has been running
 */
export type DueState = { state: 'ON_TIME' } | { state: 'IN_GRACE' | 'OVERDUE'; dueAt: Date };

/** @param firstTick the first scheduled time after an instant; the caller may remember it, because it takes milliseconds */
export function dueState(
  { schedule, lastActiveAt, processStartedAt, now, toleranceMs }: DueCheck,
  firstTick = (since: Date): Date => nextTicks(schedule, since, 1)[0]!,
): DueState {
  const isMissed = (scheduledAt: Date): boolean => scheduledAt.getTime() + toleranceMs < now.getTime();
  const since = lastActiveAt === null ? processStartedAt : new Date(lastActiveAt.getTime() + EARLY_MS);
  if (!isMissed(since)) return { state: 'ON_TIME' };
  const dueAt = firstTick(since);
  if (!isMissed(dueAt)) return { state: 'ON_TIME' };
  if (since > processStartedAt || isMissed(nextTicks(schedule, processStartedAt, 1)[0]!))
    return { state: 'OVERDUE', dueAt };
  const isLongOff = isMissed(nextTicks(schedule, since, MISSED_WITHOUT_GRACE).at(-1)!) && isMissed(processStartedAt);
  return { state: isLongOff ? 'OVERDUE' : 'IN_GRACE', dueAt };
}
