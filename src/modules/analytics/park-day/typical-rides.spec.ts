import type { DayHour } from '../queries/day-hour.sql.js';
import { typicalRides } from './typical-rides.js';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const HOUR_MS = 3_600_000;

/** One hour of a day with a wait; null: observed without one. */
function dayHour(date: string, hour: number, wait: number | null): DayHour {
  const waitKnownMs = wait === null ? 0 : HOUR_MS;
  return { date, hour, observedMs: HOUR_MS, waitKnownMs, waitMinutesMs: waitKnownMs * (wait ?? 0) };
}

const DATES = ['2024-10-01', '2024-10-08', '2024-10-15'];
const everyDay = (hour: number, ...waits: number[]) =>
  DATES.map((date, at) => dayHour(date, hour, waits[at] ?? waits[0]!));

describe('what is typical of the rides of a park', () => {
  it('is the distribution of the present hour, and the hour with the shortest median', () => {
    const ride = [...everyDay(10, 20, 30, 40), ...everyDay(15, 60), ...everyDay(20, 10)];
    expect(typicalRides(new Map([[4, ride]]), HOURS, 10)).toEqual([
      { rideId: 4, hour: 10, p25: 25, p50: 30, p75: 35, p90: 38, days: 3, shortestHour: 20, shortestWaitMinutes: 10 },
    ]);
  });

  it('leaves out an hour that had a wait on few of the days', () => {
    const ride = [dayHour(DATES[0]!, 7, 5), ...everyDay(10, 20), ...everyDay(15, 60)];
    expect(typicalRides(new Map([[4, ride]]), HOURS, 7)[0]).toMatchObject({ days: 1, p50: 5, shortestHour: 10 });
  });

  it('is unknown in an hour without a wait, and absent for a ride without any', () => {
    const rides = new Map([
      [9, everyDay(10, 20)],
      [4, [dayHour(DATES[0]!, 10, null)]],
      [2, everyDay(11, 30)],
    ]);
    expect(typicalRides(rides, HOURS, 3).map(({ rideId, p50, days }) => [rideId, p50, days])).toEqual([
      [2, null, 0],
      [9, null, 0],
    ]);
  });

  it('is the earlier one of two hours that are as short', () => {
    const ride = [...everyDay(10, 20), ...everyDay(20, 20)];
    expect(typicalRides(new Map([[4, ride]]), HOURS, 10)[0]).toMatchObject({ shortestHour: 10 });
  });
});
