import { scheduledMsToCome, withoutScheduledTimeToCome } from './scheduled-time.service.js';
import { coverage } from '../../statistics/derived-metrics.js';
import { NO_TOTALS } from '../../statistics/rollup-totals.js';

const HOUR = 3_600_000;
const at = (hour: number) => new Date(`2024-07-10T${String(hour).padStart(2, '0')}:00:00Z`);
const day = { opensAt: at(10), closesAt: at(20) };

describe('scheduled time in the future', () => {
  it('is the rest of a published interval', () => {
    const left = [9, 10, 13, 20, 21].map((hour) => scheduledMsToCome(day, at(hour).getTime()) / HOUR);
    expect(left).toEqual([10, 10, 7, 0, 0]);
    expect(scheduledMsToCome({ opensAt: null, closesAt: null }, at(13).getTime())).toBe(0);
  });

  it('does not lower coverage: three observed hours of the first three of ten are 100 %', () => {
    const totals = { ...NO_TOTALS, days: 1, scheduledMs: 10 * HOUR, scheduledObservedMs: 3 * HOUR };
    expect(coverage(totals, 1)).toBeCloseTo(0.3);
    expect(coverage(withoutScheduledTimeToCome(totals, 7 * HOUR), 1)).toBe(1);
  });

  it('never exceeds the unobserved rest, and is 0 without a day', () => {
    const held = { ...NO_TOTALS, days: 1, scheduledMs: 10 * HOUR, scheduledObservedMs: 4 * HOUR };
    expect(withoutScheduledTimeToCome(held, 7 * HOUR).scheduledMs).toBe(4 * HOUR);
    expect(withoutScheduledTimeToCome(NO_TOTALS, 7 * HOUR)).toBe(NO_TOTALS);
  });
});
