import type { ClockReading } from '../../common/database/database-clock.js';
import { offsetText } from '../../common/time/clock.js';
import type { AlertSeverity } from '../alerts/alert.js';
import type { ResponsesAhead } from './clock-watch.sql.js';

export const CLOCK_PROBLEM_KINDS = ['CLOCK_AHEAD', 'CLOCK_BEHIND', 'RESPONSES_AHEAD'] as const;
export type ClockProblemKind = (typeof CLOCK_PROBLEM_KINDS)[number];

/** A problem with a clock, described for operators. */
export interface ClockProblem {
  kind: ClockProblemKind;
  severity: AlertSeverity;
  title: string;
  description: string;
}

/** The problems of this process's clock and of the stored instants. Pure. */
export function clockProblems(reading: ClockReading, ahead: readonly ResponsesAhead[]): ClockProblem[] {
  const problems: ClockProblem[] = [];
  if (reading.verdict === 'AHEAD') problems.push(clockAhead(reading));
  if (reading.verdict === 'BEHIND') problems.push(clockBehind(reading));
  if (ahead.length > 0) problems.push(responsesAhead(reading, ahead));
  return problems;
}

/** Why a cycle stores nothing. */
export const clockAheadText = ({ offsetMs }: Pick<ClockReading, 'offsetMs'>): string =>
  `The clock of this process is ${offsetText(offsetMs)} ahead of the database's clock: observations with a ` +
  'time in the future are not stored. Correct the clock of this host';

const clockAhead = (reading: ClockReading): ClockProblem => ({
  kind: 'CLOCK_AHEAD',
  severity: 'CRITICAL',
  title: 'A clock is ahead: live collection has stopped',
  description: clockAheadText(reading),
});

const clockBehind = ({ offsetMs }: ClockReading): ClockProblem => ({
  kind: 'CLOCK_BEHIND',
  severity: 'WARNING',
  title: 'A clock is behind the database clock',
  description:
    `The clock of this process is ${offsetText(offsetMs)} behind the database's clock: its observations are stored ` +
    'with an earlier time, or not at all. Correct the wrong clock',
});

function responsesAhead({ databaseNowMs }: ClockReading, ahead: readonly ResponsesAhead[]): ClockProblem {
  const newestMs = Math.max(...ahead.map(({ newestAt }) => newestAt.getTime()));
  const names = ahead.slice(0, 3).map(({ name }) => name);
  const more = ahead.length > names.length ? ` and ${ahead.length - names.length} more` : '';
  return {
    kind: 'RESPONSES_AHEAD',
    severity: 'CRITICAL',
    title: 'Live responses are stored with a time in the future',
    description:
      `Live responses of ${names.join(', ')}${more} are stored up to ${offsetText(newestMs - databaseNowMs)} ahead of the ` +
      `database's clock (${new Date(newestMs).toISOString()}): a clock was ahead when they were collected. Collection ` +
      'continues. Once the clock is right, "npm run doctor -- --repair-clock" sets them aside',
  };
}
