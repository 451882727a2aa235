import { HOUR_MS } from '../../common/time/durations.js';
import { type ParkDay, shareOfDay } from '../archive-generator/park-calendar.js';
import { SeededRandom } from '../archive-generator/seeded-random.js';
import { rushHour } from '../archive-generator/wait-curve.js';
import type { RidePlan } from '../archive-generator/world.js';
import type { ForecastHour } from './live-state.js';

/** An hour of the day each; no better than a guess, and the one of the afternoon is another. */
export function dayForecast(ride: RidePlan, day: ParkDay, made: 'MORNING' | 'AFTERNOON'): ForecastHour[] {
  const random = SeededRandom.fromWords(ride.seedWord ^ (made === 'MORNING' ? 0xf0c1 : 0xf0c2), day.localDay);
  const highest = ride.peakWaitMinutes * 1.5;
  const hours: ForecastHour[] = [];
  for (let atMs = day.opensMs; atMs < day.closesMs; atMs += HOUR_MS) {
    const expected = ride.peakWaitMinutes * day.crowd * rushHour(shareOfDay(day, atMs)) * (0.9 + 0.2 * random.next());
    const waitMinutes = Math.max(0, Math.round(expected / 5) * 5);
    hours.push({ atMs, waitMinutes, percentage: Math.min(100, Math.round((waitMinutes / highest) * 100)) });
  }
  return hours;
}
