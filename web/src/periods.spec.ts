import { daysText, readPeriod } from './periods.js';

describe('the days of a ranking', () => {
  const period = { from: '2026-11-22', to: '2026-11-29', days: 8, isFinal: false };

  it('tell how many each park has, where all together are more', () => {
    expect(daysText(period, [7, 7])).toMatch(/22.* to .*29.*, 7 local days of each park$/);
  });

  it('are alone where each park has as many, or not all have the same', () => {
    for (const days of [[], [8, 8], [7, 8]]) expect(daysText(period, days)).not.toContain('each park');
  });
});

describe('the period of an address', () => {
  it('is none without both of its days', () => {
    expect(readPeriod({ period: 'custom', from: '2026-11-02' })).toEqual({ from: '2026-11-02' });
    expect(readPeriod({ period: 'last_7d' })).toEqual({ period: 'last_7d' });
  });
});
