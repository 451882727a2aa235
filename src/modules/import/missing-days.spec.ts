import { missingDays } from './missing-days.js';

const TODAY = '2024-03-10';
const OPEN = { startDate: null, endDate: null };

/** Gaps as `first…last ×days`. */
const gaps = (days: string[], asked: { startDate: string | null; endDate: string | null } = OPEN, today = TODAY) =>
  missingDays(days, asked, today).map(({ firstDay, lastDay, days: count }) => `${firstDay}…${lastDay} ×${count}`);

describe('missing days', () => {
  it('are the days without a file between the first and the last file', () => {
    expect(gaps(['2024-02-27', '2024-03-01', '2024-03-02', '2024-03-05'])).toEqual([
      '2024-02-28…2024-02-29 ×2',
      '2024-03-03…2024-03-04 ×2',
    ]);
  });

  it('are none in a complete archive, in any order of files', () => {
    expect(gaps(['2024-03-02', '2024-02-29', '2024-03-01', '2024-03-01'])).toEqual([]);
    expect(gaps(['2024-03-02'])).toEqual([]);
    expect(gaps([])).toEqual([]);
  });

  it('extend to the requested ends', () => {
    const asked = { startDate: '2024-02-29', endDate: '2024-03-04' };
    expect(gaps(['2024-03-02'], asked)).toEqual(['2024-02-29…2024-03-01 ×2', '2024-03-03…2024-03-04 ×2']);
    expect(gaps([], asked)).toEqual(['2024-02-29…2024-03-04 ×5']);
    expect(gaps(['2024-03-02'], { ...asked, endDate: null })).toEqual(['2024-02-29…2024-03-01 ×2']);
    expect(gaps(['2024-03-02'], { ...asked, startDate: null })).toEqual(['2024-03-03…2024-03-04 ×2']);
  });

  it('do not include today, whose file is still being written, or later days', () => {
    const asked = { startDate: '2024-03-08', endDate: '2024-12-31' };
    expect(gaps(['2024-03-08'], asked)).toEqual(['2024-03-09…2024-03-09 ×1']);
    expect(gaps(['2024-03-08', '2024-03-09'], asked)).toEqual([]);
    expect(gaps([], { startDate: TODAY, endDate: TODAY })).toEqual([]);
    expect(gaps([], { startDate: '2024-04-01', endDate: '2024-04-02' })).toEqual([]);
  });

  it('are one gap across the end of a year', () => {
    expect(gaps(['2023-12-30', '2024-01-02'])).toEqual(['2023-12-31…2024-01-01 ×2']);
  });
});
