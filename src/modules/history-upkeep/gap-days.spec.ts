import type { FillableGap } from '../findings/gap-fill.entity.js';
import type { HistoryDayState } from '../import/entities/history-day.entity.js';
import { daysOfGap, filledMinutesOf, missingDaysOf, nextAttemptAfter, stateOfRequested } from './gap-days.js';

const HOUR_MS = 3_600_000;
const ms = (text: string): number => Date.parse(`${text}Z`);
const NOW_MS = ms('2026-07-20T12:00:00');

const gapOf = (start: string, end: string, isOngoing = false): FillableGap => ({
  ...{ logId: 1, parkId: 7, destinationId: 3, timezone: 'America/New_York', isOngoing },
  ...{ startMs: ms(start), endMs: ms(end), missingMinutes: 120, isUnresolved: true, fill: null },
});
const requested = (days: Record<string, [HistoryDayState, string]>) =>
  new Map(Object.entries(days).map(([day, [state, at]]) => [day, { state, fetchedAt: new Date(ms(at)) }]));
const never = () => false;

describe('the days of a gap', () => {
  it('are the local days of its park', () => {
    expect(daysOfGap(gapOf('2026-07-15T23:00:00', '2026-07-16T03:00:00'), NOW_MS)).toEqual(['2026-07-15']);
    expect(daysOfGap(gapOf('2026-07-15T23:00:00', '2026-07-16T04:00:00'), NOW_MS)).toEqual(['2026-07-15']);
    expect(daysOfGap(gapOf('2026-07-15T23:00:00', '2026-07-16T04:00:01'), NOW_MS)).toEqual([
      '2026-07-15',
      '2026-07-16',
    ]);
  });

  it('exclude today while it is ongoing', () => {
    expect(daysOfGap(gapOf('2026-07-19T16:00:00', '2026-07-20T12:00:00', true), NOW_MS)).toEqual(['2026-07-19']);
    expect(daysOfGap(gapOf('2026-07-19T16:00:00', '2026-07-20T12:00:00'), NOW_MS)).toHaveLength(2);
  });
});

describe('the days to request for a gap', () => {
  const gap = gapOf('2026-07-15T16:00:00', '2026-07-15T18:00:00');
  const missing = (days: Parameters<typeof requested>[0], mayRead: (day: string) => boolean = never) =>
    missingDaysOf(gap, ['2026-07-15'], requested(days), mayRead);

  it('are those that were never requested', () => {
    expect(missing({})).toEqual(['2026-07-15']);
    expect(missing({ '2026-07-15': ['FINAL', '2026-07-18T00:00:00'] })).toEqual([]);
  });

  it('include a provisional one that was requested before the end of the gap only', () => {
    expect(missing({ '2026-07-15': ['PROVISIONAL', '2026-07-15T17:00:00'] })).toEqual(['2026-07-15']);
    expect(missing({ '2026-07-15': ['PROVISIONAL', '2026-07-15T19:00:00'] })).toEqual([]);
  });

  it('include a refused one only if the account may read it now', () => {
    const refused = { '2026-07-15': ['REFUSED', '2026-07-18T00:00:00'] as [HistoryDayState, string] };
    expect(missing(refused)).toEqual([]);
    expect(missing(refused, () => true)).toEqual(['2026-07-15']);
  });
});

describe('the state of a gap whose days were requested', () => {
  const state = (states: HistoryDayState[], filledMinutes: number) => {
    const days = states.map((_, index) => `2026-07-1${index}`);
    const rows = Object.fromEntries(days.map((day, index) => [day, [states[index]!, '2026-07-18T00:00:00'] as [HistoryDayState, string]])); // prettier-ignore
    return stateOfRequested(days, requested(rows), { openMs: 120 * 60_000, filledMs: filledMinutes * 60_000 });
  };

  it('is FILLED if less than a cycle of live collection is missing, whether the days are final or not', () => {
    expect(state(['FINAL'], 116)).toBe('FILLED');
    expect(state(['PROVISIONAL'], 120)).toBe('FILLED');
  });

  it('is PROVISIONAL while a day may be completed, and describes the result afterwards', () => {
    expect(state(['FINAL', 'PROVISIONAL'], 60)).toBe('PROVISIONAL');
    expect(state(['FINAL', 'FINAL'], 60)).toBe('PARTLY_FILLED');
    expect(state(['FINAL'], 0)).toBe('NOT_HELD');
  });

  it('is REFUSED if all its days are, and partly filled if some are', () => {
    expect(state(['REFUSED', 'REFUSED'], 0)).toBe('REFUSED');
    expect(state(['REFUSED', 'FINAL'], 60)).toBe('PARTLY_FILLED');
  });
});

describe('a gap', () => {
  it('counts what is filled in its own minutes', () => {
    const gap = gapOf('2026-07-15T16:00:00', '2026-07-15T18:00:00');
    expect(filledMinutesOf(gap, { openMs: 4 * HOUR_MS, filledMs: HOUR_MS })).toBe(30);
    expect(filledMinutesOf(gap, { openMs: 0, filledMs: 0 })).toBe(0);
  });

  it('is asked for again after 1, 2, 4 … hours, and after a day at the latest', () => {
    const hours = [1, 2, 3, 6, 50].map((attempts) => (nextAttemptAfter(attempts, NOW_MS).getTime() - NOW_MS) / HOUR_MS);
    expect(hours).toEqual([1, 2, 4, 24, 24]);
  });
});
