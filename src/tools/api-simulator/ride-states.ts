import { extendedQueuesAt } from '../archive-generator/queue-model.js';
import type { RideState } from '../archive-generator/observation.js';
import { type ParkDay, isInRefurbishment } from '../archive-generator/park-calendar.js';
import { simulateRideDay } from '../archive-generator/ride-day.js';
import { SeededRandom } from '../archive-generator/seeded-random.js';
import { type EpochDay, DAY_MS, MINUTE_MS } from '../archive-generator/utc-days.js';
import type { RidePlan } from '../archive-generator/world.js';
import type { QueueObservation } from '../../modules/snapshots/observations.js';
import { dayForecast } from './day-forecast.js';
import { type LiveState, NO_DETAILS, type TimeSlot } from './live-state.js';
import { rideHours } from './park-hours.js';

const DENSITY = { style: 'log', changeMinutes: 8, eventsPerRideDay: null } as const;

/** The live states of an attraction or show from a morning on. `day` is null where its park stays shut. */
export function rideStates(ride: RidePlan, localDay: EpochDay, day: ParkDay | null, fromMs: number): LiveState[] {
  if (isInRefurbishment(ride.seedWord, localDay)) return [refurbishment(ride, localDay, fromMs)];
  if (day === null) return [{ ...closed(ride, fromMs, []), ...hoursOf(ride, [], []) }];
  const random = SeededRandom.fromWords(ride.seedWord ^ 0x11fe, localDay);
  const simulated = simulateRideDay(ride, day, DENSITY);
  const slots = simulated.find(({ showTimes }) => showTimes?.length)?.showTimes ?? [];
  const plannedShows = slots.map(({ startMs, endMs }) => showTime(ride, startMs, endMs));
  const hours = rideHours(ride, day);
  const morning = {
    ...closed(ride, fromMs, morningQueues(ride, day, fromMs, random)),
    ...hoursOf(ride, hours, plannedShows),
  };
  const states = [morning, ...simulated.map((state) => liveState(ride, state, hours))];
  const last = states.at(-1)!;
  // The archive's nights may go by without a word of closing; a live feed closes its rides.
  if (last.status !== 'CLOSED') {
    const closedAtMs = Math.max(last.changedAtMs + MINUTE_MS, day.closesMs + random.int(1, 12) * MINUTE_MS);
    const queues = extendedQueuesAt({ ride, day, atMs: closedAtMs, status: 'CLOSED', waitMinutes: 0, random });
    states.push({ ...last, ...closed(ride, closedAtMs, pricesSaid(ride, queues)) });
  }
  return withForecast(states, ride, day);
}

/** Says nothing else, and nothing new for weeks: its stamp is that of the first morning. */
function refurbishment(ride: RidePlan, localDay: EpochDay, fromMs: number): LiveState {
  let first = localDay;
  while (isInRefurbishment(ride.seedWord, first - 1)) first--;
  const changedAtMs = fromMs - (localDay - first) * DAY_MS;
  return { ...NO_DETAILS, changedAtMs, status: 'REFURBISHMENT', standby: null, queues: [], ...hoursOf(ride, [], []) };
}

function closed(ride: RidePlan, changedAtMs: number, queues: readonly QueueObservation[]): LiveState {
  return { ...NO_DETAILS, changedAtMs, status: 'CLOSED', standby: standbyOf(ride, null), queues };
}

function liveState(ride: RidePlan, state: RideState, hours: readonly TimeSlot[]): LiveState {
  const shows = (state.showTimes ?? []).map(({ startMs, endMs }) => showTime(ride, startMs, endMs));
  return {
    ...NO_DETAILS,
    changedAtMs: state.atMs,
    status: state.status,
    standby: standbyOf(ride, state.waitMinutes),
    queues: pricesSaid(ride, state.queues),
    ...hoursOf(ride, hours, shows),
  };
}

/** Only shows have show times, only attractions hours of operation. */
function hoursOf(ride: RidePlan, hours: readonly TimeSlot[], shows: readonly TimeSlot[]): Partial<LiveState> {
  return ride.kind === 'SHOW' ? { showTimes: shows, operatingHours: null } : { showTimes: null, operatingHours: hours };
}

/** Rides without a posted wait, and shows, come with an empty STANDBY queue or with none. */
function standbyOf(ride: RidePlan, waitMinutes: number | null): LiveState['standby'] {
  if (ride.kind === 'POSTED') return { waitMinutes };
  return ride.kind !== 'VIRTUAL' && ride.seedWord % 3 === 0 ? { waitMinutes: null } : null;
}

function showTime(ride: RidePlan, startMs: number, endMs: number): TimeSlot {
  const said = ride.seedWord & 3;
  return { type: 'Performance Time', startMs, endMs: said === 0 ? startMs : said === 1 ? null : endMs };
}

/** In the morning return times are there to book already. */
function morningQueues(ride: RidePlan, day: ParkDay, atMs: number, random: SeededRandom): QueueObservation[] {
  const shut = extendedQueuesAt({ ride, day, atMs, status: 'CLOSED', waitMinutes: 0, random });
  const firstReturnMs = day.opensMs + random.int(1, 12) * 15 * MINUTE_MS;
  return pricesSaid(ride, shut).map((queue) =>
    queue.queueType === 'RETURN_TIME' ? { ...queue, state: 'AVAILABLE', returnStartMs: firstReturnMs } : queue,
  );
}

/** Half of the unpublished prices are `null`, the others have a currency and an amount of null. */
function pricesSaid(ride: RidePlan, queues: readonly QueueObservation[]): QueueObservation[] {
  const saysCurrency = ride.pricing === 'UNPUBLISHED' && ride.seedWord % 2 === 0;
  return queues.map((queue) =>
    saysCurrency && queue.queueType === 'PAID_RETURN_TIME'
      ? { ...queue, priceCurrency: ride.park.currency.code }
      : queue,
  );
}

/** Headliners have a forecast for the whole day, made anew at one o'clock. */
function withForecast(states: readonly LiveState[], ride: RidePlan, day: ParkDay): LiveState[] {
  if (ride.kind !== 'POSTED' || ride.peakWaitMinutes < 50) return [...states];
  const renewedMs = day.secondAllocationMs;
  const before = states.filter(({ changedAtMs }) => changedAtMs < renewedMs);
  const after = states.filter(({ changedAtMs }) => changedAtMs >= renewedMs);
  const morning = dayForecast(ride, day, 'MORNING');
  const renewed = dayForecast(ride, day, 'AFTERNOON');
  const turning = after[0]?.changedAtMs === renewedMs ? [] : [{ ...before.at(-1)!, changedAtMs: renewedMs }];
  return [
    ...before.map((state) => ({ ...state, forecast: morning })),
    ...[...turning, ...after].map((state) => ({ ...state, forecast: renewed })),
  ];
}
