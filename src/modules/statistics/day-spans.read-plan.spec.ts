import { dayAfter } from '../../common/time/calendar.js';
import { monthOf, readPlan, readPlanOfDetails, tenDaysOf } from './day-spans.js';

describe('the rollups read for a period', () => {
  it('are months, and days at the ends', () => {
    expect(readPlan([{ from: '2024-01-30', to: '2024-04-02' }])).toEqual([
      { table: 'days', from: '2024-01-30', to: '2024-01-31' },
      { table: 'months', from: '2024-02-01', to: '2024-03-31' },
      { table: 'days', from: '2024-04-01', to: '2024-04-02' },
    ]);
  });

  it('are months and days for metrics that ten-day rollups do not hold', () => {
    expect(readPlanOfDetails([{ from: '2024-02-10', to: '2024-03-31' }])).toEqual([
      { table: 'days', from: '2024-02-10', to: '2024-02-29' },
      { table: 'months', from: '2024-03-01', to: '2024-03-31' },
    ]);
  });

  it('are only months for a whole year, leap day included', () => {
    expect(readPlan([{ from: '2024-01-01', to: '2024-12-31' }])).toEqual([
      { table: 'months', from: '2024-01-01', to: '2024-12-31' },
    ]);
  });

  it('are ten-day rollups if no month is complete, and days around them', () => {
    expect(readPlan([{ from: '2024-02-02', to: '2024-03-30' }])).toEqual([
      { table: 'days', from: '2024-02-02', to: '2024-02-10' },
      { table: 'tenDayPeriods', from: '2024-02-11', to: '2024-03-20' },
      { table: 'days', from: '2024-03-21', to: '2024-03-30' },
    ]);
    expect(readPlan([{ from: '2024-02-01', to: '2024-02-28' }])).toEqual([
      { table: 'tenDayPeriods', from: '2024-02-01', to: '2024-02-20' },
      { table: 'days', from: '2024-02-21', to: '2024-02-28' },
    ]);
    expect(readPlan([{ from: '2023-01-21', to: '2023-03-10' }])).toEqual([
      { table: 'tenDayPeriods', from: '2023-01-21', to: '2023-01-31' },
      { table: 'months', from: '2023-02-01', to: '2023-02-28' },
      { table: 'tenDayPeriods', from: '2023-03-01', to: '2023-03-10' },
    ]);
  });

  it('are only days if no ten-day period is complete', () => {
    const span = { from: '2024-02-02', to: '2024-02-19' };
    expect(readPlan([span])).toEqual([{ table: 'days', ...span }]);
  });

  it('cover each day of any span exactly once', () => {
    for (let day = 0; day < 800; day += 7) {
      const span = { from: dayAfter('2023-01-01', day % 97), to: dayAfter('2023-01-01', (day % 97) + day) };
      const parts = readPlan([span]);
      expect(parts[0]!.from).toBe(span.from);
      expect(parts.at(-1)!.to).toBe(span.to);
      parts.slice(1).forEach(({ from }, index) => expect(from).toBe(dayAfter(parts[index]!.to, 1)));
      for (const { table, from, to } of parts) {
        const startOf = table === 'months' ? monthOf : table === 'tenDayPeriods' ? tenDaysOf : (date: string) => date;
        expect([startOf(from), startOf(dayAfter(to, 1))]).toEqual([from, dayAfter(to, 1)]);
      }
    }
  });

  it('are read once if spans of two parks overlap, and cover no other days', () => {
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

  it('are none without spans', () => {
    expect(readPlan([])).toEqual([]);
  });
});
