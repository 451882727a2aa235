import { percentile } from './derived-metrics.js';

describe('a percentile', () => {
  it('is interpolated between its neighbours', () => {
    const waits = [10, 20, 30, 40];
    expect(percentile(waits, 0.5)).toBe(25);
    expect(percentile(waits, 0.25)).toBe(17.5);
    expect(percentile(waits, 0.9)).toBeCloseTo(37, 10);
  });

  it('of one value is that value, and the extremes are the minimum and the maximum', () => {
    expect(percentile([42], 0.9)).toBe(42);
    expect([percentile([5, 6, 90], 0), percentile([5, 6, 90], 1)]).toEqual([5, 90]);
  });
});
