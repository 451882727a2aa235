import { historyRange } from './history-range.js';

/** The 30th in Paris and New York, the 31st in Tokyo. */
const NOW_MS = Date.UTC(2026, 7, 30, 16);
const PARIS = ['Europe/Paris'];
const of = (startDate: string, endDate: string | null, zones: (string | null)[] = PARIS) =>
  historyRange({ startDate, endDate }, zones, NOW_MS);

describe('the range of an import of the History API', () => {
  it.each([
    ['2026-08-01', '2026-08-30'],
    ['2026-08-30', '2026-08-30'],
    ['2026-08-29', null],
  ])('stays as it is from %s to %s', (startDate, endDate) => {
    expect(of(startDate, endDate)).toEqual({ range: { startDate, endDate } });
  });

  it('ends with the day of the request, and names the requested end', () => {
    const range = { startDate: '2026-08-01', endDate: '2026-08-30' };
    expect(of('2026-08-01', '2026-12-31')).toEqual({ range, requestedEndDate: '2026-12-31' });
  });

  it('is refused if it begins tomorrow', () => {
    expect(() => of('2026-08-31', '2026-09-30')).toThrow('startDate 2026-08-31 is in the future');
  });

  it('is refused if it begins today and has no end, because it would have no day', () => {
    expect(() => of('2026-08-30', null)).toThrow(
      'startDate 2026-08-30 is today: without endDate, the range ends with yesterday',
    );
  });

  it('may begin tomorrow in one park if it is that day in another', () => {
    const range = { startDate: '2026-08-31', endDate: '2026-08-31' };
    expect(of('2026-08-31', '2026-08-31', ['America/New_York', 'Asia/Tokyo'])).toEqual({ range });
  });

  it('counts a park of an unknown zone as in the latest one', () => {
    expect(of('2026-08-31', '2026-08-31', [null]).range.endDate).toBe('2026-08-31');
    expect(() => of('2026-09-02', '2026-09-02', [])).toThrow('is in the future');
  });
});
