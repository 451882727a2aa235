import { percentile } from './metrics.js';

describe('a percentile', () => {
  it('lies between its neighbours by distance', () => {
    const waits = [10, 20, 30, 40];
    expect(percentile(waits, 0.5)).toBe(25);
    expect(percentile(waits, 0.25)).toBe(17.5);
    expect(percentile(waits, 0.9)).toBeCloseTo(37, 10);
  });

  it('of one value is that value, and the ends are the least and the greatest', () => {
    expect(percentile([42], 0.9)).toBe(42);
    expect([percentile([5, 6, 90], 0), percentile([5, 6, 90], 1)]).toEqual([5, 90]);
  });
});
