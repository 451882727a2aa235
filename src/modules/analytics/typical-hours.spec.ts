import type { DayHour } from './queries/day-hour.sql.js';
import { typicalDates, typicalHours } from './typical-hours.js';

const MINUTE = 60_000;
const hour = (date: string, minutes: number, average: number): DayHour => ({
  date,
  hour: 14,
  observedMs: 60 * MINUTE,
  waitKnownMs: minutes * MINUTE,
  waitMinutesMs: minutes * MINUTE * average,
});

describe('a typical hour', () => {
  const hours = [
    hour('2024-07-01', 60, 10),
    hour('2024-07-08', 60, 20),
    hour('2024-07-15', 5, 60),
    hour('2024-07-22', 0, 0),
  ];

  it('is the distribution of days, each counted once however long its waits were posted', () => {
    // 10, 20, 60: p25 between 10 and 20, p75 between 20 and 60, p90 at 1.8 of 2
    const [at14] = typicalHours(hours, [14]);
    expect(at14).toEqual({
      hour: 14,
      p25: 15,
      p50: 20,
      p75: 40,
      p90: 52,
      days: 3,
      postedMinutes: 125,
      observedDays: 4,
    });
  });

  it('is null if no day has posted waits', () => {
    const [at3] = typicalHours(hours, [3]);
    expect(at3).toEqual({
      ...{ hour: 3, p25: null, p50: null, p75: null, p90: null, days: 0, postedMinutes: 0, observedDays: 0 },
    });
  });
});

describe('the days of a typical day', () => {
  it('are the 52 same weekdays before the requested day, without that day', () => {
    const dates = typicalDates({ date: '2024-07-04' }, '2024-08-01');
    expect([dates.length, dates[0], dates.at(-1)]).toEqual([52, '2023-07-06', '2024-06-27']);
  });

  it('are those before today if the requested day is in the future', () => {
    const dates = typicalDates({ date: '2024-12-26' }, '2024-08-01');
    expect([dates.length, dates.at(-1)]).toEqual([52, '2024-07-25']);
  });

  it('are those before today if a weekday is requested', () => {
    const dates = typicalDates({ weekday: 1 }, '2024-08-01');
    expect([dates.length, dates.at(-1)]).toEqual([52, '2024-07-29']);
    expect(typicalDates({ weekday: 4 }, '2024-08-01').at(-1)).toBe('2024-07-25');
  });
});
