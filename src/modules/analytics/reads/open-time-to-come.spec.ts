import { openMsToCome, withoutOpenTimeToCome } from './open-time-to-come.js';
import { coverage } from './figures.js';
import { NO_SUMS } from './sums.js';

const HOUR = 3_600_000;
const at = (hour: number) => new Date(`2024-07-10T${String(hour).padStart(2, '0')}:00:00Z`);
const day = { opensAt: at(10), closesAt: at(20) };

describe('open time that is still to come', () => {
  it('is what is left of a published opening', () => {
    const left = [9, 10, 13, 20, 21].map((hour) => openMsToCome(day, at(hour).getTime()) / HOUR);
    expect(left).toEqual([10, 10, 7, 0, 0]);
    expect(openMsToCome({ opensAt: null, closesAt: null }, at(13).getTime())).toBe(0);
  });

  it('does not count as not observed: three hours of ten, all of them seen, are whole coverage at that moment', () => {
    const sums = { ...NO_SUMS, days: 1, openMs: 10 * HOUR, openObservedMs: 3 * HOUR };
    expect(coverage(sums, 1)).toBeCloseTo(0.3);
    expect(coverage(withoutOpenTimeToCome(sums, 7 * HOUR), 1)).toBe(1);
  });

  it('is never more than what was observed leaves, and of no day nothing', () => {
    const held = { ...NO_SUMS, days: 1, openMs: 10 * HOUR, openObservedMs: 4 * HOUR };
    expect(withoutOpenTimeToCome(held, 7 * HOUR).openMs).toBe(4 * HOUR);
    expect(withoutOpenTimeToCome(NO_SUMS, 7 * HOUR)).toBe(NO_SUMS);
  });
});
