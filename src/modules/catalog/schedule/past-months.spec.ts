import { datesOfMonth, isMonth, monthAfter, pastMonths } from './past-months.js';

describe('past months', () => {
  it('are those that ended before today, newest first', () => {
    expect(pastMonths('2025-11', '2026-02-01')).toEqual(['2026-01', '2025-12', '2025-11']);
    expect(pastMonths('2026-02', '2026-02-28')).toEqual([]);
  });

  it('begin in 1970, whatever is asked for', () => {
    expect(pastMonths('0001-01', '1970-03-05')).toEqual(['1970-02', '1970-01']);
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
    expect([monthAfter('2026-12', 1), monthAfter('2026-01', -1)]).toEqual(['2027-01', '2025-12']);
  });
});
