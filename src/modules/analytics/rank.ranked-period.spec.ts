import { coveredPeriod, spansOfPeriod } from './rank.js';

const [TODAY, TOMORROW] = ['2024-07-10', '2024-07-11'];

describe('the period of a ranking', () => {
  it('consists of each park’s own days: the 11th in Tokyo is still the 10th in Orlando', () => {
    expect(spansOfPeriod({ period: 'today' }, TODAY)).toEqual([{ from: TODAY, to: TODAY }]);
    expect(coveredPeriod({ period: 'yesterday' }, [TODAY, TOMORROW])).toEqual({
      ...{ from: '2024-07-09', to: TODAY, days: 2, isFinal: false },
    });
  });

  it('is final once it has been over for at least a day everywhere', () => {
    const custom = (to: string) => coveredPeriod({ period: 'custom', from: '2024-07-01', to }, [TODAY, TOMORROW]);
    expect([custom('2024-07-08').isFinal, custom('2024-07-09').isFinal]).toEqual([true, false]);
  });

  it('excludes parks where it is in the future, and is rejected if that is so everywhere', () => {
    const asked = { period: 'custom', from: TOMORROW, to: '2024-07-20' } as const;
    expect(spansOfPeriod(asked, TODAY)).toEqual([]);
    expect(coveredPeriod(asked, [TODAY, TOMORROW])).toMatchObject({ from: TOMORROW, to: TOMORROW });
    expect(() => coveredPeriod(asked, [TODAY])).toThrow('in the future');
  });
});
