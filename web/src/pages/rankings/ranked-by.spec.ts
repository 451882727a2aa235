import { periodQuery, readPeriod, withinQuery } from '../../periods.js';
import { RANKED_BY, RANKED_METRICS, rankedWord } from './ranked-by.js';

describe('what a ranking is by', () => {
  it('has one word of the address for each metric', () => {
    expect(RANKED_BY.map((word) => rankedWord(RANKED_METRICS[word].metric))).toEqual(RANKED_BY);
  });

  it('is not requested before both days of a period of choice are known', () => {
    expect(periodQuery({ period: 'custom', from: '2026-07-01' })).toBeNull();
    expect(periodQuery({ period: 'custom', from: '2026-07-01', to: '2026-07-31' })).toEqual({
      ...{ period: 'custom', from: '2026-07-01', to: '2026-07-31' },
    });
    expect(periodQuery({ from: '2026-07-01', to: '2026-07-31' })).toEqual({ period: 'last_7d' });
  });

  it('is over the default period if an address has days of choice without both days', () => {
    expect(readPeriod({ period: 'custom' })).toEqual({});
    expect(readPeriod({ period: 'custom', from: '2026-07-01' })).toEqual({ from: '2026-07-01' });
    expect(readPeriod({ period: 'custom', from: '2026-07-01', to: '2026-07-31' })).toMatchObject({ period: 'custom' });
    expect(readPeriod({ period: 'last_30d' })).toEqual({ period: 'last_30d' });
  });

  it('is within the narrowest choice: a park rather than its destination', () => {
    expect([{}, { destination: 2 }, { destination: 2, park: 7 }].map(withinQuery)).toEqual([
      {},
      { destinationId: 2 },
      { parkId: 7 },
    ]);
  });
});
