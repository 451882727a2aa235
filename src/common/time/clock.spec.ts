import { clockVerdict, offsetText } from './clock.js';

describe('the comparison of two clocks', () => {
  it.each([
    [0, 'RIGHT'],
    [60_000, 'RIGHT'],
    [60_001, 'AHEAD'],
    [-60_000, 'RIGHT'],
    [-60_001, 'BEHIND'],
  ])('calls an offset of %d ms %s with a tolerance of a minute', (offsetMs, verdict) => {
    expect(clockVerdict(offsetMs, 60_000)).toBe(verdict);
  });

  it('shows the offset in suitable units', () => {
    expect([61_000, -300_000, 10_800_000, 5_460_000].map(offsetText)).toEqual([
      '61 s',
      '5 min',
      '3 h 0 min',
      '1 h 31 min',
    ]);
  });
});
