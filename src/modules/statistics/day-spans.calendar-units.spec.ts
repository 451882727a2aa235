import { dayAfter } from '../../common/time/calendar.js';
import { tenDaysOf, monthOf, nextTenDays, nextMonth } from './day-spans.js';

describe('the ten-day periods of a month', () => {
  it('begin on the 1st, 11th and 21st, and the last one has the remaining days', () => {
    const firsts = ['01', '10', '11', '20', '21', '28', '29', '30', '31'].map((day) => tenDaysOf(`2024-01-${day}`));
    expect(firsts.map((day) => day.slice(8))).toEqual(['01', '01', '11', '11', '21', '21', '21', '21', '21']);
  });

  it('are contiguous, like months, in common and leap years', () => {
    for (let day = '2023-01-01'; day < '2025-01-01'; day = dayAfter(day, 1)) {
      const next = dayAfter(day, 1);
      expect(nextTenDays(day)).toBe(tenDaysOf(next) === tenDaysOf(day) ? nextTenDays(next) : next);
      expect(nextMonth(day)).toBe(monthOf(next) === monthOf(day) ? nextMonth(next) : next);
    }
  });
});
