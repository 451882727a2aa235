import { dayAfter, daysFromTo } from './calendar.js';

describe('dayAfter', () => {
  it.each([
    ['2024-02-28', 1, '2024-02-29'],
    ['2023-02-28', 1, '2023-03-01'],
    ['2024-12-31', 1, '2025-01-01'],
    ['2024-03-01', -1, '2024-02-29'],
    ['2024-03-01', 0, '2024-03-01'],
    ['2024-01-01', 366, '2025-01-01'],
  ])('%s and %d is %s', (day, count, expected) => {
    expect(dayAfter(day, count)).toBe(expected);
  });
});

describe('daysFromTo', () => {
  it('returns all days, including both ends', () => {
    expect(daysFromTo('2024-02-28', '2024-03-01')).toEqual(['2024-02-28', '2024-02-29', '2024-03-01']);
    expect(daysFromTo('2024-02-28', '2024-02-28')).toEqual(['2024-02-28']);
    expect(daysFromTo('2024-02-28', '2024-02-27')).toEqual([]);
  });
});
