import { planPhases, type Phase } from './day-phases.js';
import type { GeneratorOptions } from './generator-options.js';
import type { RideState } from './observation.js';
import { type ParkDay, evenMs } from './park-calendar.js';
import { extendedQueuesAt } from './queue-model.js';
import { SeededRandom } from './seeded-random.js';
import { simulateShowDay } from './show-day.js';
import { MINUTE_MS } from '../../common/time/durations.js';
import { changedWaitMinutes, targetWaitMinutes } from './wait-curve.js';
import type { RidePlan } from './world.js';

export type DensityOptions = Pick<GeneratorOptions, 'style' | 'changeMinutes' | 'eventsPerRideDay'>;

/** All states of one ride over one day of its park, in order. Depends on the ride, the day and the options alone. */
export function simulateRideDay(ride: RidePlan, day: ParkDay, options: DensityOptions): RideState[] {
  const random = SeededRandom.fromWords(ride.seedWord, day.localDay);
  const phases = planPhases(ride, day, options.style, random);
  if (ride.kind === 'SHOW') return simulateShowDay(day, phases, random);
  const stepMs = stepMinutes(ride, day, options) * MINUTE_MS;
  const states: RideState[] = [];
  let postedMinutes: number | null = null;
  for (const phase of phases) {
    for (const atMs of stepsOf(phase, ride, stepMs, options, random)) {
      const target: number = targetWaitMinutes(ride, day, atMs, random);
      const held: number | null = postedMinutes;
      const waitMinutes: number =
        held === null || options.style === 'sampled' ? target : changedWaitMinutes(held, target, random);
      if (phase.status === 'OPERATING') postedMinutes = waitMinutes;
      states.push({
        atMs,
        status: phase.status,
        waitMinutes: phase.status === 'OPERATING' && ride.kind === 'POSTED' ? waitMinutes : null,
        queues: extendedQueuesAt({ ride, day, atMs, status: phase.status, waitMinutes, random }),
        showTimes: null,
      });
    }
  }
  return states;
}

function stepMinutes(ride: RidePlan, day: ParkDay, options: DensityOptions): number {
  if (options.eventsPerRideDay !== null) {
    return (day.closesMs - day.opensMs) / MINUTE_MS / options.eventsPerRideDay;
  }
  if (options.style === 'sampled') return options.changeMinutes;
  return options.changeMinutes * (ride.peakWaitMinutes > 60 ? 0.7 : ride.peakWaitMinutes > 30 ? 1 : 1.5);
}

/** A log speaks at the start of a phase and then only while a wait can change; a sampling feed speaks all the time. */
function* stepsOf(
  phase: Phase,
  ride: RidePlan,
  stepMs: number,
  options: DensityOptions,
  random: SeededRandom,
): Generator<number> {
  yield phase.fromMs;
  const changes = phase.status === 'OPERATING' && ride.kind !== 'UNPOSTED';
  if (options.style === 'log' && !changes) return;
  const jitter = options.style === 'sampled' ? 0.1 : 1;
  const nextGapMs = () => stepMs * (1 + jitter * (random.next() - 0.5));
  for (let atMs = phase.fromMs + nextGapMs(); atMs < phase.toMs; atMs += nextGapMs()) yield evenMs(atMs);
}
