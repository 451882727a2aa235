import type { DayHour } from '../queries/day-hour.sql.js';
import { type TypicalHour, typicalHours } from '../typical-hours.js';
import type { TodayRideView } from './park-day.dto.js';

/**
 * What is typical of each ride in the present hour, and in which hour its wait is the shortest. Rides without any posted wait
 * are left out.
 */
export function typicalRides(
  hoursByRide: ReadonlyMap<number, readonly DayHour[]>,
  hoursOfDay: readonly number[],
  presentHour: number,
): TodayRideView[] {
  const rides = [...hoursByRide].sort(([a], [b]) => a - b);
  return rides.flatMap(([rideId, days]) => {
    const hours = typicalHours(days, hoursOfDay);
    const shortest = shortestOf(hours);
    if (shortest === null) return [];
    const { p25, p50, p75, p90, days: known } = hours.find(({ hour }) => hour === presentHour)!;
    return [
      {
        ...{ rideId, hour: presentHour, p25, p50, p75, p90, days: known },
        ...{ shortestHour: shortest.hour, shortestWaitMinutes: shortest.p50 },
      },
    ];
  });
}

/** An hour with waits on a few days only, such as one before the usual opening, is not typical. */
function shortestOf(hours: readonly TypicalHour[]): TypicalHour | null {
  const mostDays = Math.max(...hours.map(({ days }) => days));
  const known = hours.filter(({ p50, days }) => p50 !== null && days >= mostDays / 2);
  return known.reduce<TypicalHour | null>((least, hour) => (least && least.p50! <= hour.p50! ? least : hour), null);
}
