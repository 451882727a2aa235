import { type ParkDay, planParkDay } from '../archive-generator/park-calendar.js';
import type { EpochDay } from '../archive-generator/utc-days.js';
import type { ParkPlan } from '../archive-generator/world.js';
import type { ZoneClock } from '../archive-generator/zone-clock.js';

/** When the first feeds load the new day: after the latest closing, before any opening. */
const MORNING_MINUTES = 210;
const MOST_REMEMBERED = 4096;

/** Days of parks and mornings of time zones, worked out once for all the rides that share them. */
export class ParkDays {
  private readonly days = new Map<string, ParkDay | null>();
  private readonly mornings = new Map<string, number>();

  /** Null where the park stays shut. */
  of(park: ParkPlan, localDay: EpochDay): ParkDay | null {
    return remembered(this.days, `${park.id}/${localDay}`, () => planParkDay(park, localDay));
  }

  morningMs(clock: ZoneClock, localDay: EpochDay): number {
    return remembered(this.mornings, `${clock.timezone}/${localDay}`, () => clock.instantOf(localDay, MORNING_MINUTES));
  }
}

function remembered<Value>(cache: Map<string, Value>, key: string, make: () => Value): Value {
  const known = cache.get(key);
  if (known !== undefined) return known;
  if (cache.size >= MOST_REMEMBERED) cache.clear();
  const made = make();
  cache.set(key, made);
  return made;
}
