import { MINUTE_MS } from '../../common/time/calendar.js';
import { type ParkDay, rushHour, shareOfDay } from '../archive-generator/park-calendar.js';
import { SeededRandom } from '../archive-generator/seeded-random.js';
import { weekdayOf } from '../epoch-days.js';
import type { ParkPlan, RidePlan } from '../archive-generator/world.js';
import { type DiningSlot, type LiveState, NO_DETAILS, type TimeSlot } from './live-state.js';

const EARLY_ENTRY_MINUTES = 30;
const EXTENDED_EVENING_MINUTES = 120;

/** Hotel guests may enter earlier, in some parks. */
export function earlyEntry({ park, opensMs }: Pick<ParkDay, 'park' | 'opensMs'>): TimeSlot | null {
  if (park.seedWord % 2 !== 0) return null;
  return { type: 'Early Entry', startMs: opensMs - EARLY_ENTRY_MINUTES * MINUTE_MS, endMs: opensMs };
}

/** On Wednesdays, after closing and often past midnight. */
export function extendedEvening({ park, localDay, closesMs }: ParkDay): TimeSlot | null {
  if (weekdayOf(localDay) !== 3 || !hasExtendedEvenings(park)) return null;
  return { type: 'Extended Evening', startMs: closesMs, endMs: closesMs + EXTENDED_EVENING_MINUTES * MINUTE_MS };
}

/** The evening must end before the feeds load the next day. */
function hasExtendedEvenings(park: ParkPlan): boolean {
  return !park.lateNights && park.closesAtMinutes <= 1320;
}

/** The park's opening hours; some rides also have early entry. */
export function rideHours(ride: RidePlan, day: ParkDay): TimeSlot[] {
  const slots: TimeSlot[] = [{ type: 'Operating', startMs: day.opensMs, endMs: day.closesMs }];
  const early = (ride.seedWord & 3) === 0 ? earlyEntry(day) : null;
  const evening = (ride.seedWord & 3) === 0 ? extendedEvening(day) : null;
  if (early) slots.unshift(early);
  if (evening) slots.push(evening);
  return slots;
}

/** Start of the timestamps of entities that never change, which are years old. */
const OLDEST_STAMP_MS = Date.UTC(2015, 4, 14, 13, 36, 4);
const RESTAURANT_STEP_MINUTES = 20;
const PARTY_SIZES = [2, 4, 6] as const;

type VenueState = Pick<LiveState, 'status' | 'standby'> & Partial<LiveState>;

function state(changedAtMs: number, given: VenueState): LiveState {
  return { ...NO_DETAILS, queues: [], ...given, changedAtMs };
}

/** Only OPERATING: hotels, and unmaintained feeds. */
export function unchangingState(seedWord: number, standby: LiveState['standby']): LiveState {
  return state(OLDEST_STAMP_MS + ((seedWord >>> 0) % 5_000_000) * 1000, { status: 'OPERATING', standby });
}

/** The park in its own live data, with an empty STANDBY queue like real ones. */
export function parkStates(
  feed: 'HOURS' | 'STUCK',
  day: ParkDay | null,
  fromMs: number,
  seedWord: number,
): LiveState[] {
  const standby = { waitMinutes: null };
  if (feed === 'STUCK') return [unchangingState(seedWord, standby)];
  const closed = state(fromMs, { status: 'CLOSED', standby });
  if (day === null) return [closed];
  return [
    closed,
    state(day.opensMs, { status: 'OPERATING', standby }),
    state(day.closesMs, { status: 'CLOSED', standby }),
  ];
}

export function restaurantStates(
  feed: 'PLAIN' | 'STANDBY' | 'DINING',
  day: ParkDay | null,
  fromMs: number,
  seedWord: number,
): LiveState[] {
  if (feed === 'PLAIN') return [unchangingState(seedWord, { waitMinutes: null })];
  const isDining = feed === 'DINING';
  const quiet = {
    standby: isDining ? null : { waitMinutes: null },
    diningAvailability: isDining ? [] : null,
    operatingHours: day ? [{ type: 'Operating', startMs: day.opensMs, endMs: day.closesMs }] : [],
  };
  const closed = state(fromMs, { ...quiet, status: 'CLOSED' });
  if (day === null) return [closed];
  const random = SeededRandom.fromWords(seedWord, day.localDay);
  const states = [closed];
  for (let atMs = day.opensMs; atMs < day.closesMs; atMs += random.int(1, 2) * RESTAURANT_STEP_MINUTES * MINUTE_MS) {
    const wait = Math.round(8 * day.crowd * rushHour(shareOfDay(day, atMs)) * (0.5 + random.next())) * 5;
    const open = isDining ? { diningAvailability: tables(wait, random) } : { standby: { waitMinutes: wait } };
    states.push(state(atMs, { ...quiet, status: 'OPERATING', ...open }));
  }
  states.push(state(day.closesMs, { ...quiet, status: 'CLOSED' }));
  return states;
}

/** A party that is too large for the day has a wait of null. */
function tables(waitMinutes: number, random: SeededRandom): DiningSlot[] {
  return PARTY_SIZES.map((partySize) => ({
    partySize,
    waitMinutes: partySize === 6 && random.chance(0.3) ? null : waitMinutes + partySize * 5,
  }));
}
