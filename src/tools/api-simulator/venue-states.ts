import { type ParkDay, shareOfDay } from '../archive-generator/park-calendar.js';
import { SeededRandom } from '../archive-generator/seeded-random.js';
import { MINUTE_MS } from '../../common/time/durations.js';
import { rushHour } from '../archive-generator/wait-curve.js';
import { type DiningSlot, type LiveState, NO_DETAILS } from './live-state.js';

/** Entities that never change carry stamps years old: these begin here. */
const OLDEST_STAMP_MS = Date.UTC(2015, 4, 14, 13, 36, 4);
const RESTAURANT_STEP_MINUTES = 20;
const PARTY_SIZES = [2, 4, 6] as const;

type VenueState = Pick<LiveState, 'status' | 'standby'> & Partial<LiveState>;

function state(changedAtMs: number, given: VenueState): LiveState {
  return { ...NO_DETAILS, queues: [], ...given, changedAtMs };
}

/** OPERATING, and that is all: a hotel, and feeds that nobody looks after. */
export function unchangingState(seedWord: number, standby: LiveState['standby']): LiveState {
  return state(OLDEST_STAMP_MS + ((seedWord >>> 0) % 5_000_000) * 1000, { status: 'OPERATING', standby });
}

/** The park in its own live data: with an empty STANDBY queue, as real ones come. */
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

/** A party too large for today has a wait of null. */
function tables(waitMinutes: number, random: SeededRandom): DiningSlot[] {
  return PARTY_SIZES.map((partySize) => ({
    partySize,
    waitMinutes: partySize === 6 && random.chance(0.3) ? null : waitMinutes + partySize * 5,
  }));
}
