import { MINUTE_MS } from '../../common/time/calendar.js';
import type { RideStatus } from '../../modules/snapshots/observations.js';
import type { EventStyle, GeneratorOptions } from './generator-options.js';
import {
  around,
  changedWaitMinutes,
  evenMs,
  isInRefurbishment,
  type ParkDay,
  targetWaitMinutes,
} from './park-calendar.js';
import { extendedQueuesAt } from './queue-model.js';
import { SeededRandom } from './seeded-random.js';
import type { RidePlan, RideState, ShowTime } from './world.js';

/** An interval in which a ride keeps one status. */
export interface Phase {
  status: RideStatus;
  fromMs: number;
  toMs: number;
}

/** Probability that a closing is not reported. */
const NO_DATA_NIGHT_CHANCE = 0.04;
const LATE_START_CHANCE = 0.05;
/** How long a sampling feed reports CLOSED before and after the day. */
const CLOSED_MINUTES = 60;

/** The statuses of one ride over one day of its park, in order and without gaps. */
export function planPhases(ride: RidePlan, day: ParkDay, style: EventStyle, random: SeededRandom): Phase[] {
  if (isInRefurbishment(ride.seedWord, day.localDay)) {
    return [{ status: 'REFURBISHMENT', fromMs: around(day.opensMs, -90, -30, random), toMs: day.closesMs }];
  }
  const opensMs = random.chance(LATE_START_CHANCE)
    ? around(day.opensMs, 20, 110, random)
    : around(day.opensMs, -10, 5, random);
  const closesMs = around(day.closesMs, 0, 15, random);
  const phases = operatingPhases(ride, opensMs, closesMs, random);
  if (style === 'sampled') {
    const fromMs = around(opensMs, -CLOSED_MINUTES, -CLOSED_MINUTES + 5, random);
    phases.unshift({ status: 'CLOSED', fromMs, toMs: opensMs });
  }
  if (!random.chance(NO_DATA_NIGHT_CHANCE)) {
    phases.push({ status: 'CLOSED', fromMs: closesMs, toMs: closesMs + CLOSED_MINUTES * MINUTE_MS });
  }
  return phases;
}

/** Operating phases with breakdowns, each well within the day and apart from the previous one. */
function operatingPhases(ride: RidePlan, opensMs: number, closesMs: number, random: SeededRandom): Phase[] {
  const phases: Phase[] = [];
  const brokenStatus = ride.park.reportsDown ? 'DOWN' : 'CLOSED';
  const scheduledMs = closesMs - opensMs;
  let fromMs = opensMs;
  for (const downMs of breakdownStarts(ride, random).map((share) => opensMs + share * scheduledMs)) {
    const startMs = around(downMs, 0, 1, random);
    const endMs = around(startMs, 8, 12 + 80 * random.next() ** 2, random);
    if (startMs < fromMs + 20 * MINUTE_MS || endMs > closesMs - 20 * MINUTE_MS) continue;
    phases.push({ status: 'OPERATING', fromMs, toMs: startMs }, { status: brokenStatus, fromMs: startMs, toMs: endMs });
    fromMs = endMs;
  }
  phases.push({ status: 'OPERATING', fromMs, toMs: closesMs });
  return phases;
}

function breakdownStarts(ride: RidePlan, random: SeededRandom): number[] {
  const starts: number[] = [];
  for (let chance = ride.breakdownsPerDay; chance > 0; chance--) {
    if (random.chance(Math.min(1, chance))) starts.push(random.next());
  }
  return starts.sort((a, b) => a - b);
}

const SHOW_MINUTES = 25;
const CANCELLATION_CHANCE = 0.1;

/** The states of a show over a day: with its times in the morning, without them at night, and an occasional cancellation. */
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

export type DensityOptions = Pick<GeneratorOptions, 'style' | 'changeMinutes' | 'eventsPerRideDay'>;

/** All states of one ride over one day of its park, in order. Depends only on the ride, the day and the options. */
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

/** A log has steps at the start of a phase and then while the wait can change; a sampling feed has steps all the time. */
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
