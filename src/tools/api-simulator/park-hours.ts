import type { ParkDay } from '../archive-generator/park-calendar.js';
import { MINUTE_MS } from '../../common/time/durations.js';
import { weekdayOf } from '../archive-generator/utc-days.js';
import type { ParkPlan, RidePlan } from '../archive-generator/world.js';
import type { TimeSlot } from './live-state.js';

const EARLY_ENTRY_MINUTES = 30;
const EXTENDED_EVENING_MINUTES = 120;

/** Hotel guests come in before the others; not in every park. */
export function earlyEntry({ park, opensMs }: Pick<ParkDay, 'park' | 'opensMs'>): TimeSlot | null {
  if (park.seedWord % 2 !== 0) return null;
  return { type: 'Early Entry', startMs: opensMs - EARLY_ENTRY_MINUTES * MINUTE_MS, endMs: opensMs };
}

/** On Wednesdays, after closing and often past midnight. */
export function extendedEvening({ park, localDay, closesMs }: ParkDay): TimeSlot | null {
  if (weekdayOf(localDay) !== 3 || !hasExtendedEvenings(park)) return null;
  return { type: 'Extended Evening', startMs: closesMs, endMs: closesMs + EXTENDED_EVENING_MINUTES * MINUTE_MS };
}

/** An evening must end before the feeds load the next day. */
function hasExtendedEvenings(park: ParkPlan): boolean {
  return !park.lateNights && park.closesAtMinutes <= 1320;
}

/** Opening hours are the park's; some rides take part in early entry. */
export function rideHours(ride: RidePlan, day: ParkDay): TimeSlot[] {
  const slots: TimeSlot[] = [{ type: 'Operating', startMs: day.opensMs, endMs: day.closesMs }];
  const early = (ride.seedWord & 3) === 0 ? earlyEntry(day) : null;
  const evening = (ride.seedWord & 3) === 0 ? extendedEvening(day) : null;
  if (early) slots.unshift(early);
  if (evening) slots.push(evening);
  return slots;
}
