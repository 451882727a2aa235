import { weekdayOf } from '../statistics/day-spans.js';
import { alignedDates } from './compare-years.js';

const dates = (...args: Parameters<typeof alignedDates>) => alignedDates(...args).map(({ date }) => date);

describe('the aligned date of a day', () => {
  it('by date is the same month and day of the earlier year', () => {
    expect(alignedDates({ from: '2024-07-04', to: '2024-07-05' }, 2, 'date')).toEqual([
      { date: '2022-07-04', comparedWith: '2024-07-04' },
      { date: '2022-07-05', comparedWith: '2024-07-05' },
    ]);
  });

  it('by weekday is 364 days before for each year, and so the same weekday', () => {
    // 4 July 2024 was a Thursday: 6 July 2023 and 7 July 2022 were too
    const span = { from: '2024-07-04', to: '2024-07-04' };
    expect([dates(span, 1, 'weekday'), dates(span, 2, 'weekday')]).toEqual([['2023-07-06'], ['2022-07-07']]);
    expect([...dates(span, 3, 'weekday'), span.from].map(weekdayOf)).toEqual([4, 4]);
  });

  it('of 29 February by date is missing in a common year, and is 29 February four years before', () => {
    const span = { from: '2024-02-28', to: '2024-03-01' };
    expect(dates(span, 1, 'date')).toEqual(['2023-02-28', '2023-03-01']);
    expect(dates(span, 4, 'date')).toEqual(['2020-02-28', '2020-02-29', '2020-03-01']);
  });

  it('is never 29 February for a period of a common year, whose other side omits it', () => {
    expect(dates({ from: '2025-02-28', to: '2025-03-01' }, 1, 'date')).toEqual(['2024-02-28', '2024-03-01']);
  });

  it('by weekday exists for 29 February too', () => {
    expect(dates({ from: '2024-02-29', to: '2024-02-29' }, 1, 'weekday')).toEqual(['2023-03-02']);
  });
});
