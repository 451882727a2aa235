import { MINUTE_MS } from '../../common/time/calendar.js';
import { SeededRandom } from './seeded-random.js';
import { type EpochDay, isoDayOf, weekdayOf } from '../epoch-days.js';
import type { ParkPlan, RidePlan } from './world.js';

/** One day of operation, named by the local day on which it starts; it may end after local midnight. */
export interface ParkDay {
  park: ParkPlan;
  localDay: EpochDay;
  opensMs: number;
  closesMs: number;
  /** 13:00 local, when boarding groups are allocated again. */
  secondAllocationMs: number;
  /** 1 is an ordinary day; waits grow with it. */
  crowd: number;
}

/** January to December in the northern hemisphere, with school holidays in summer, autumn and around New Year. */
const SEASON = [0.75, 0.85, 1.0, 1.1, 0.95, 1.15, 1.3, 1.25, 0.85, 1.05, 0.9, 1.2] as const;
/** Monday to Sunday. */
const WEEKDAY = [0.95, 0.85, 0.85, 0.9, 1.05, 1.3, 1.2] as const;

/** Null if the park stays closed that day. */
export function planParkDay(park: ParkPlan, localDay: EpochDay): ParkDay | null {
  const random = SeededRandom.fromWords(park.seedWord, localDay);
  const month = seasonMonth(park, localDay);
  const weekday = weekdayOf(localDay);
  if (park.seasonal && (month === 1 || month === 2) && (weekday === 2 || weekday === 3)) return null;
  const crowd = SEASON[month - 1]! * WEEKDAY[weekday - 1]! * (1 + 0.12 * random.noise());
  const opens = park.opensAtMinutes - (crowd > 1.4 ? 60 : 0);
  return {
    park,
    localDay,
    opensMs: park.clock.instantOf(localDay, opens),
    closesMs: park.clock.instantOf(localDay, closingMinutes(park, weekday, crowd, random)),
    secondAllocationMs: park.clock.instantOf(localDay, 13 * 60),
    crowd,
  };
}

/** The equivalent month of the northern hemisphere: a southern July is a January. */
function seasonMonth(park: ParkPlan, localDay: EpochDay): number {
  const month = Number(isoDayOf(localDay).slice(5, 7));
  return park.southern ? ((month + 5) % 12) + 1 : month;
}

function closingMinutes(park: ParkPlan, weekday: number, crowd: number, random: SeededRandom): number {
  if (park.lateNights && (weekday >= 5 || crowd > 1.2)) return random.pick([1440, 1500, 1530, 1560]);
  return park.closesAtMinutes + (weekday >= 6 ? 60 : 0);
}

/** A ride has at most one refurbishment in each quarter of a year. */
const REFURBISHMENT_BLOCK_DAYS = 90;

export function isInRefurbishment(rideSeedWord: number, localDay: EpochDay): boolean {
  const block = Math.floor(localDay / REFURBISHMENT_BLOCK_DAYS);
  const random = SeededRandom.fromWords(rideSeedWord ^ 0x5eed, block);
  if (!random.chance(0.12)) return false;
  const length = random.int(5, 20);
  const first = block * REFURBISHMENT_BLOCK_DAYS + random.int(0, REFURBISHMENT_BLOCK_DAYS - length);
  return localDay >= first && localDay < first + length;
}

/** Elapsed share of the park's day: 0 at opening, 1 at closing. */
export function shareOfDay(day: ParkDay, instantMs: number): number {
  return Math.min(1, Math.max(0, (instantMs - day.opensMs) / (day.closesMs - day.opensMs)));
}

/** An instant a few minutes around another, always at an even millisecond (odd ones are left to defects). */
export function around(instantMs: number, fromMinutes: number, toMinutes: number, random: SeededRandom): number {
  return evenMs(instantMs + (fromMinutes + random.next() * (toMinutes - fromMinutes)) * MINUTE_MS);
}

export function evenMs(instantMs: number): number {
  return Math.floor(instantMs / 2) * 2;
}

const STEP_MINUTES = 5;
/** Largest change of a posted wait. */
const MAX_MOVE_MINUTES = 15;
/** Waits above 300 occur only as requested defects; ordinary days stay well below. */
const MAX_ORDINARY_WAIT_MINUTES = 240;

/** Share of the peak wait over the day: a late-morning rush, a second one in the afternoon, a quiet evening. */
export function rushHour(share: number): number {
  const morning = Math.exp(-(((share - 0.32) / 0.16) ** 2));
  const afternoon = Math.exp(-(((share - 0.62) / 0.2) ** 2));
  return Math.min(1.1, 0.2 + 0.75 * morning + 0.6 * afternoon);
}

/** The target wait of a ride at an instant, with noise, in multiples of five. */
export function targetWaitMinutes(ride: RidePlan, day: ParkDay, instantMs: number, random: SeededRandom): number {
  const expected = ride.peakWaitMinutes * day.crowd * rushHour(shareOfDay(day, instantMs));
  const wait = Math.round((expected * (1 + 0.18 * random.noise())) / STEP_MINUTES) * STEP_MINUTES;
  return Math.min(MAX_ORDINARY_WAIT_MINUTES, Math.max(0, wait));
}

/** The next posted wait, near the target and never unchanged, because a log has an event only for a change. */
export function changedWaitMinutes(postedMinutes: number, targetMinutes: number, random: SeededRandom): number {
  const move = Math.min(MAX_MOVE_MINUTES, Math.max(-MAX_MOVE_MINUTES, targetMinutes - postedMinutes));
  if (move !== 0) return postedMinutes + move;
  const up = postedMinutes <= STEP_MINUTES || (postedMinutes < MAX_ORDINARY_WAIT_MINUTES && random.chance(0.5));
  return postedMinutes + (up ? STEP_MINUTES : -STEP_MINUTES);
}
