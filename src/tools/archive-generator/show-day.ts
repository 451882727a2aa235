import type { RideState, ShowTime } from './observation.js';
import { type ParkDay, around, evenMs } from './park-calendar.js';
import type { Phase } from './day-phases.js';
import type { SeededRandom } from './seeded-random.js';
import { MINUTE_MS } from '../../common/time/durations.js';

const SHOW_MINUTES = 25;
const CANCELLATION_CHANCE = 0.1;

/** The states of a show over a day: its times in the morning, without them at night, now and then one taken off. */
export function simulateShowDay(day: ParkDay, phases: readonly Phase[], random: SeededRandom): RideState[] {
  const showTimes = planShowTimes(day, random);
  const state = (atMs: number, status: Phase['status'], times: ShowTime[]): RideState => ({
    atMs,
    status,
    waitMinutes: null,
    queues: [],
    showTimes: times,
  });
  const states = phases.map((phase) =>
    state(phase.fromMs, phase.status, phase.status === 'OPERATING' ? showTimes : []),
  );
  const open = phases.find((phase) => phase.status === 'OPERATING');
  if (open && showTimes.length > 1 && random.chance(CANCELLATION_CHANCE)) {
    const cancelledMs = evenMs(open.fromMs + (open.toMs - open.fromMs) / 2);
    states.push(state(cancelledMs, 'OPERATING', showTimes.slice(0, -1)));
  }
  return states.sort((a, b) => a.atMs - b.atMs);
}

function planShowTimes(day: ParkDay, random: SeededRandom): ShowTime[] {
  const count = random.int(2, 6);
  const spacingMs = (day.closesMs - day.opensMs) / (count + 1);
  return Array.from({ length: count }, (_, index) => {
    const roundedMs = 15 * MINUTE_MS;
    const startMs = Math.round(around(day.opensMs + (index + 1) * spacingMs, -10, 10, random) / roundedMs) * roundedMs;
    return { startMs, endMs: startMs + SHOW_MINUTES * MINUTE_MS };
  });
}
