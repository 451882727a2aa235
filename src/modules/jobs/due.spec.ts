import { HOUR_MS, MINUTE_MS } from '../../common/time/calendar.js';
import { dueState } from './due.js';

const DAILY = '25 3 * * *';
const HOURLY = '12 * * * *';
const at = (text: string): Date => new Date(`2026-04-${text}:00Z`);
const LONG_AGO = at('01T00:00');

interface Check {
  schedule?: string;
  last: string | null;
  now: string;
  start?: Date;
}
const check = ({ schedule = DAILY, last, now, start = LONG_AGO }: Check) =>
  dueState({
    schedule,
    lastActiveAt: last === null ? null : at(last),
    processStartedAt: start,
    now: at(now),
    toleranceMs: 15 * MINUTE_MS,
  });

describe('a job', () => {
  it('is on time until the tolerance after its next scheduled time is over', () => {
    expect(check({ last: '14T03:25', now: '15T03:40' })).toEqual({ state: 'ON_TIME' });
    expect(check({ last: '14T03:25', now: '15T03:41' })).toEqual({ state: 'OVERDUE', dueAt: at('15T03:25') });
  });

  it('is overdue since the first scheduled time that was missed', () => {
    expect(check({ schedule: HOURLY, last: '14T03:12', now: '15T16:00' })).toEqual({
      state: 'OVERDUE',
      dueAt: at('14T04:12'),
    });
  });

  it('that has never run is due at its first scheduled time after the start of the process', () => {
    expect(check({ last: null, start: at('15T03:26'), now: '16T03:40' })).toEqual({ state: 'ON_TIME' });
    expect(check({ last: null, start: at('15T03:24'), now: '15T03:41' })).toMatchObject({ state: 'OVERDUE' });
  });

  it('that was missed while no process was running is in grace', () => {
    expect(check({ last: '14T03:25', start: at('15T04:00'), now: '15T09:00' })).toEqual({
      state: 'IN_GRACE',
      dueAt: at('15T03:25'),
    });
    expect(check({ last: '14T03:25', start: at('15T04:00'), now: '16T03:41' })).toMatchObject({ state: 'OVERDUE' });
  });

  it('that was missed three times in a row is in grace only for the tolerance after the start', () => {
    const missed = { last: '12T03:25', start: at('15T04:00') };
    expect(check({ ...missed, now: '15T04:15' })).toMatchObject({ state: 'IN_GRACE' });
    expect(check({ ...missed, now: '15T04:16' })).toEqual({ state: 'OVERDUE', dueAt: at('13T03:25') });
  });

  it('that another process started a little early by its clock has run', () => {
    expect(check({ last: '15T03:24', now: '15T09:00' })).toEqual({ state: 'ON_TIME' });
    expect(check({ last: '15T03:23', now: '15T09:00' })).toMatchObject({ state: 'OVERDUE' });
  });

  it('of a frequent schedule is overdue only after the tolerance', () => {
    const schedule = '*/20 * * * * *';
    const start = new Date(at('15T09:00').getTime() - 3 * HOUR_MS);
    expect(check({ schedule, last: '15T08:50', start, now: '15T09:05' })).toEqual({ state: 'ON_TIME' });
    expect(check({ schedule, last: '15T08:48', start, now: '15T09:05' })).toMatchObject({ state: 'OVERDUE' });
  });
});
