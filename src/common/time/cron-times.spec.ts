import fc from 'fast-check';
import { CycleLimit, nextTicks } from './cron-times.js';

const NOW = new Date('2026-04-15T12:03:20.500Z');
const times = (cron: string, count: number) => nextTicks(cron, NOW, count).map((tick) => tick.toISOString());

describe('nextTicks', () => {
  it('returns instants in UTC, for expressions with and without seconds', () => {
    expect(times('*/5 * * * *', 2)).toEqual(['2026-04-15T12:05:00.000Z', '2026-04-15T12:10:00.000Z']);
    expect(times('30 4 3 * * *', 1)).toEqual(['2026-04-16T03:04:30.000Z']);
  });
});

const cycleTimeMs = (cron: string, now: Date) => new CycleLimit(cron).timeMs(now);

describe('the time limit of a cycle', () => {
  it('ends before the next cycle begins', () => {
    expect(cycleTimeMs('*/5 * * * *', NOW)).toBe(270_000);
    expect(cycleTimeMs('* * * * *', NOW)).toBe(54_000);
  });

  it('follows the shortest gap between two cycles', () => {
    expect(cycleTimeMs('0,2 * * * *', NOW)).toBe(108_000);
  });

  it('is never more than ten minutes', () => {
    expect(cycleTimeMs('0 0 * * *', NOW)).toBe(600_000);
  });

  it('does not depend on when it was asked for before', () => {
    const minutes = fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(fc.constantFrom('0,2,30 * * * *', '*/5 * * * *', '*/7 9-11 * * *'), minutes, (cron, times) => {
        const limit = new CycleLimit(cron);
        for (const minute of times) {
          const now = new Date(NOW.getTime() + minute * 60_000);
          expect(limit.timeMs(now)).toBe(cycleTimeMs(cron, now));
        }
      }),
      { numRuns: 10 },
    );
  });
});
