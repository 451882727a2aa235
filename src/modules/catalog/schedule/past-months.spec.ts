import { datesOfMonth, isDue, isMonth, pastMonths } from './past-months.js';

describe('past months', () => {
  it('are those that ended before today, newest first', () => {
    expect(pastMonths('2025-11', '2026-02-01')).toEqual(['2026-01', '2025-12', '2025-11']);
    expect(pastMonths('2026-02', '2026-02-02')).toEqual(['2026-02']);
    expect(pastMonths('2026-02', '2026-02-01')).toEqual([]);
  });

  it('begin in 1970, whatever is asked for', () => {
    expect(pastMonths('0001-01', '1970-03-05')).toEqual(['1970-03', '1970-02', '1970-01']);
  });

  it('have two digits and a year that the source accepts', () => {
    const months = ['1970-01', '2150-12', '2026-1', '1969-12', '2151-01', '2026-13', '2026-00'];
    expect(months.map(isMonth)).toEqual([true, true, false, false, false, false, false]);
  });

  it('have all their days', () => {
    expect(['2024-02', '2026-02', '2026-12'].map((month) => datesOfMonth(month).last)).toEqual([
      '2024-02-29',
      '2026-02-28',
      '2026-12-31',
    ]);
  });
});

describe('a month of the schedule', () => {
  it('is read once after it ended, unless every date has an entry', () => {
    const july = (readOn: string | null, storedDates: number) =>
      isDue('2026-07', '2026-08-12', { readOn, storedDates });
    expect([july(null, 30), july('2026-07-31', 30), july('2026-08-01', 30), july(null, 31)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('is read once a day while it lasts, unless every past date has an entry', () => {
    const august = (readOn: string | null, storedDates: number) =>
      isDue('2026-08', '2026-08-12', { readOn, storedDates });
    expect([august(null, 10), august('2026-08-11', 10), august('2026-08-12', 10), august(null, 11)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
