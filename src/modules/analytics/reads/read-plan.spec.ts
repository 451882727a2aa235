import { readPlan } from './read-plan.js';

describe('what is read of a period', () => {
  it('is whole months from the monthly table and the days at the ends', () => {
    expect(readPlan([{ from: '2024-01-30', to: '2024-04-02' }])).toEqual([
      { table: 'days', from: '2024-01-30', to: '2024-01-31' },
      { table: 'months', from: '2024-02-01', to: '2024-03-31' },
      { table: 'days', from: '2024-04-01', to: '2024-04-02' },
    ]);
  });

  it('is months alone of a whole year, leap day included', () => {
    expect(readPlan([{ from: '2024-01-01', to: '2024-12-31' }])).toEqual([
      { table: 'months', from: '2024-01-01', to: '2024-12-31' },
    ]);
  });

  it('is days alone where no month is whole', () => {
    const span = { from: '2024-02-02', to: '2024-03-30' };
    expect(readPlan([span])).toEqual([{ table: 'days', ...span }]);
    expect(readPlan([{ from: '2024-02-01', to: '2024-02-28' }])).toEqual([
      { table: 'days', from: '2024-02-01', to: '2024-02-28' },
    ]);
  });

  it('is read once where the spans of two parks overlap, and never a day that none of them has', () => {
    const [here, there] = [
      { from: '2024-03-04', to: '2024-03-10' },
      { from: '2024-03-05', to: '2024-03-11' },
    ];
    expect(readPlan([here, there, here])).toEqual([
      { table: 'days', from: '2024-03-04', to: '2024-03-04' },
      { table: 'days', from: '2024-03-05', to: '2024-03-10' },
      { table: 'days', from: '2024-03-11', to: '2024-03-11' },
    ]);
    const days = ['2024-03-04', '2024-03-08'].map((day) => ({ from: day, to: day }));
    expect(readPlan(days).map(({ from }) => from)).toEqual(['2024-03-04', '2024-03-08']);
  });

  it('is nothing of no spans', () => {
    expect(readPlan([])).toEqual([]);
  });
});
