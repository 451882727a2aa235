import { type ParkDay, shareOfDay } from './park-calendar.js';
import type { SeededRandom } from './seeded-random.js';
import type { RidePlan } from './world.js';

const STEP_MINUTES = 5;
/** Most that a posted wait moves at once. */
const MAX_MOVE_MINUTES = 15;
/** Waits above 300 are a defect on request; ordinary days stay well below. */
const MAX_ORDINARY_WAIT_MINUTES = 240;

/** Share of the peak wait over the day: a late-morning rush, a second one in the afternoon, a quiet evening. */
export function rushHour(share: number): number {
  const morning = Math.exp(-(((share - 0.32) / 0.16) ** 2));
  const afternoon = Math.exp(-(((share - 0.62) / 0.2) ** 2));
  return Math.min(1.1, 0.2 + 0.75 * morning + 0.6 * afternoon);
}

/** The wait that a ride tends to at an instant, with noise, in multiples of five. */
export function targetWaitMinutes(ride: RidePlan, day: ParkDay, instantMs: number, random: SeededRandom): number {
  const expected = ride.peakWaitMinutes * day.crowd * rushHour(shareOfDay(day, instantMs));
  const wait = Math.round((expected * (1 + 0.18 * random.noise())) / STEP_MINUTES) * STEP_MINUTES;
  return Math.min(MAX_ORDINARY_WAIT_MINUTES, Math.max(0, wait));
}

/** The next posted wait, near the target and never the same as before: a log is silent where nothing changes. */
export function changedWaitMinutes(postedMinutes: number, targetMinutes: number, random: SeededRandom): number {
  const move = Math.min(MAX_MOVE_MINUTES, Math.max(-MAX_MOVE_MINUTES, targetMinutes - postedMinutes));
  if (move !== 0) return postedMinutes + move;
  const up = postedMinutes <= STEP_MINUTES || (postedMinutes < MAX_ORDINARY_WAIT_MINUTES && random.chance(0.5));
  return postedMinutes + (up ? STEP_MINUTES : -STEP_MINUTES);
}
