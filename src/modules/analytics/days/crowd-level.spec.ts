import fc from 'fast-check';
import { dayAfter } from '../../../common/time/calendar.js';
import { crowdLevels, type WaitDay } from './crowd-level.js';

const HOUR = 3_600_000;
const dayOf = (date: string, average: number, more: Partial<WaitDay> = {}): WaitDay => ({
  ...{ date, waitKnownMs: 8 * HOUR, waitMinutesMs: 8 * HOUR * average, scheduledMs: 10 * HOUR },
  ...{ scheduledObservedMs: 10 * HOUR, ...more },
});
const FIRST = '2024-01-01';
/** One day after the other. */
const daysOf = (averages: readonly number[]): WaitDay[] =>
  averages.map((average, index) => dayOf(dayAfter(FIRST, index), average));
const last = (days: readonly WaitDay[]) => crowdLevels(days).get(days.at(-1)!.date) ?? null;
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('the crowd level', () => {
  it.each([
    ['below all others is 1', 0.5, 1],
    ['above all others is 10', 500, 10],
    ['above 50 of 100 is 6', 50.5, 6],
    ['above 49 of 100 is 5', 49.5, 5],
    // 59 below and one equal: 59.5 of 100
    ['equal to another counts half of it', 60, 6],
    ['above 9 of 100 is 1, above 10 is 2', 10.5, 2],
  ])('of an average %s', (_, average, level) => {
    expect(last(daysOf([...upTo(100), average]))).toBe(level);
  });

  it('needs 30 known days before it', () => {
    expect(last(daysOf([...upTo(29), 50]))).toBeNull();
    expect(last(daysOf([...upTo(30), 50]))).toBe(10);
  });

  it('compares with the 365 days before it, and none older', () => {
    const old = [...Array<number>(40).fill(100), ...Array<number>(365).fill(10), 20];
    expect(last(daysOf(old))).toBe(10);
    // the oldest day at 100 is within 365 days: 364 of 365 below
    expect(last(daysOf([...Array<number>(40).fill(100), ...Array<number>(364).fill(10), 20]))).toBe(10);
  });

  it('ignores days of which less than half of the scheduled time was observed, or without waits', () => {
    const days = daysOf(upTo(40));
    const unknown = [
      dayOf('2024-03-01', 1, { scheduledObservedMs: 4 * HOUR }),
      dayOf('2024-03-02', 1, { waitKnownMs: 0, waitMinutesMs: 0 }),
      dayOf('2024-03-03', 1, { scheduledMs: 0, scheduledObservedMs: 0 }),
    ];
    const levels = crowdLevels([...days, ...unknown, dayOf('2024-03-04', 40.5)]);
    expect(unknown.map(({ date }) => levels.get(date))).toEqual([undefined, undefined, undefined]);
    expect(levels.get('2024-03-04')).toBe(10);
  });

  it('is the percentile rank that a plain definition gives', () => {
    const averages = fc.array(fc.integer({ min: 0, max: 15 }), { minLength: 31, maxLength: 500 });
    fc.assert(
      fc.property(averages, (values) => {
        const before = values.slice(0, -1).slice(-365);
        const mine = values.at(-1)!;
        const below =
          before.filter((value) => value < mine).length + before.filter((value) => value === mine).length / 2;
        const expected = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1].find((level) => (below / before.length) * 10 >= level - 1)!;
        expect(last(daysOf(values))).toBe(expected);
      }),
      { seed: 16, numRuns: 200 },
    );
  });
});
