import { HOUR_MS, MINUTE_MS } from '../../common/time/calendar.js';
import type { QueueObservation } from '../../modules/snapshots/observations.js';
import { isInRefurbishment, type ParkDay, rushHour, shareOfDay } from '../archive-generator/park-calendar.js';
import { extendedQueuesAt } from '../archive-generator/queue-model.js';
import { simulateRideDay } from '../archive-generator/ride-day.js';
import { SeededRandom } from '../archive-generator/seeded-random.js';
import type { EpochDay } from '../epoch-days.js';
import type { RidePlan, RideState, ShowTime } from '../archive-generator/world.js';
import { reportedQueues, withLateFirstWait, withoutPastShows } from './feed-habits.js';
import { type ForecastHour, type LiveDetails, type LiveState, NO_DETAILS, type TimeSlot } from './live-state.js';
import { rideHours } from './venue-states.js';

/** A forecast for each hour of the day: a guess, different in the afternoon. */
export function dayForecast(ride: RidePlan, day: ParkDay, made: 'MORNING' | 'AFTERNOON'): ForecastHour[] {
  const random = SeededRandom.fromWords(ride.seedWord ^ (made === 'MORNING' ? 0xf0c1 : 0xf0c2), day.localDay);
  const highest = ride.peakWaitMinutes * 1.5;
  const hours: ForecastHour[] = [];
  for (let atMs = day.opensMs; atMs < day.closesMs; atMs += HOUR_MS) {
    const expected = ride.peakWaitMinutes * day.crowd * rushHour(shareOfDay(day, atMs)) * (0.9 + 0.2 * random.next());
    const waitMinutes = Math.max(0, Math.round(expected / 5) * 5);
    hours.push({ atMs, waitMinutes, percentage: Math.min(100, Math.round((waitMinutes / highest) * 100)) });
  }
  return hours;
}

/** Rides that never have a long wait get no forecast. */
const FORECAST_PEAK_MINUTES = 50;
const PAUSE_MINUTES = 60;
const DENSITY = { style: 'log', changeMinutes: 8, eventsPerRideDay: null } as const;

/**
 * The live states of an attraction or show from a morning on. `day` is null if its park stays closed.
 * @param morningMs when its feed loads a day
 */
export function rideStates(
  ride: RidePlan,
  localDay: EpochDay,
  day: ParkDay | null,
  morningMs: (localDay: EpochDay) => number,
): LiveState[] {
  if (isInRefurbishment(ride.seedWord, localDay)) return [refurbishment(ride, localDay, morningMs)];
  const fromMs = morningMs(localDay);
  if (day === null) return [stateOf(fromMs, 'CLOSED', standbyOf(ride, null), [], plainDetails(ride, [], []))];
  const random = SeededRandom.fromWords(ride.seedWord ^ 0x11fe, localDay);
  const simulated = simulateRideDay(ride, day, DENSITY);
  const details = dayDetails(ride, day);
  const states = simulated.map((state) => liveState(ride, day, state, details));
  const slots = simulated.find(({ showTimes }) => showTimes?.length)?.showTimes ?? null;
  const queues = morningQueues(ride, day, fromMs, random);
  states.unshift(stateOf(fromMs, 'CLOSED', standbyOf(ride, null), queues, details(fromMs, slots)));
  const last = states.at(-1)!;
  // In the archive, a closing may be missing; a live feed always closes its rides.
  if (last.status !== 'CLOSED') {
    const closedAtMs = Math.max(last.changedAtMs + MINUTE_MS, day.closesMs + random.int(1, 12) * MINUTE_MS);
    const shut = extendedQueuesAt({ ride, day, atMs: closedAtMs, status: 'CLOSED', waitMinutes: 0, random });
    states.push(
      stateOf(
        closedAtMs,
        'CLOSED',
        standbyOf(ride, null),
        reportedQueues(ride, 'CLOSED', shut),
        details(closedAtMs, null),
      ),
    );
  }
  const renewed = withNewForecast(states, day.secondAllocationMs, details);
  return ride.kind === 'SHOW' ? withoutPastShows(ride, renewed) : withLateFirstWait(ride, renewed);
}

/** Reports only the refurbishment, unchanged for weeks, with the timestamp of the first morning. */
function refurbishment(ride: RidePlan, localDay: EpochDay, morningMs: (localDay: EpochDay) => number): LiveState {
  let first = localDay;
  while (isInRefurbishment(ride.seedWord, first - 1)) first--;
  return stateOf(morningMs(first), 'REFURBISHMENT', null, [], plainDetails(ride, [], []));
}

function liveState(ride: RidePlan, day: ParkDay, state: RideState, details: DetailsAt): LiveState {
  const { atMs, status, waitMinutes, queues, showTimes } = state;
  return stateOf(
    atMs,
    status,
    standbyOf(ride, waitMinutes),
    pausedAtNoon(day, atMs, reportedQueues(ride, status, queues)),
    details(atMs, showTimes),
  );
}

/**
 * A feed's clock has whole seconds, so that `lastUpdated` and the history's `time` are the same instant. Written out,
 * because spreading so many objects costs more than the rest of the work.
 */
function stateOf(
  atMs: number,
  status: LiveState['status'],
  standby: LiveState['standby'],
  queues: LiveState['queues'],
  { showTimes, operatingHours, diningAvailability, forecast }: LiveDetails,
): LiveState {
  const changedAtMs = Math.floor(atMs / 1000) * 1000;
  return { changedAtMs, status, standby, queues, showTimes, operatingHours, diningAvailability, forecast };
}

/** Details at an instant of a day; `shows` are the remaining show times. */
type DetailsAt = (atMs: number, shows: readonly ShowTime[] | null) => LiveDetails;

/** Hours are those of the day; the forecast is made in the morning and renewed at one o'clock. */
function dayDetails(ride: RidePlan, day: ParkDay): DetailsAt {
  const early = plainDetails(ride, rideHours(ride, day), []);
  if (ride.kind === 'SHOW') {
    return (_, shows) => ({ ...early, showTimes: (shows ?? []).map((show) => showSlot(ride, show)) });
  }
  if (ride.kind !== 'POSTED' || ride.peakWaitMinutes < FORECAST_PEAK_MINUTES) return () => early;
  const morning: LiveDetails = { ...early, forecast: dayForecast(ride, day, 'MORNING') };
  const renewed: LiveDetails = { ...early, forecast: dayForecast(ride, day, 'AFTERNOON') };
  return (atMs) => (atMs < day.secondAllocationMs ? morning : renewed);
}

/** Only shows have show times, only attractions hours of operation. */
function plainDetails(ride: RidePlan, hours: readonly TimeSlot[], shows: readonly TimeSlot[]): LiveDetails {
  return ride.kind === 'SHOW' ? { ...NO_DETAILS, showTimes: shows } : { ...NO_DETAILS, operatingHours: hours };
}

/** Adds a change when the forecast is renewed. */
function withNewForecast(states: readonly LiveState[], renewedMs: number, details: DetailsAt): LiveState[] {
  const index = states.findIndex(({ changedAtMs }) => changedAtMs >= renewedMs);
  const before = states[index - 1];
  if (!before?.forecast || states[index]!.changedAtMs === renewedMs) return [...states];
  return states.toSpliced(index, 0, { ...before, ...details(renewedMs, null), changedAtMs: renewedMs });
}

/** Rides without a posted wait, and shows, have an empty STANDBY queue or none. */
function standbyOf(ride: RidePlan, waitMinutes: number | null): LiveState['standby'] {
  if (!hasStandby(ride)) return null;
  return { waitMinutes: ride.kind === 'POSTED' ? waitMinutes : null };
}

/** Whether the ride has a STANDBY queue while it is not in refurbishment. */
export function hasStandby({ kind, seedWord }: RidePlan): boolean {
  return kind === 'POSTED' || (kind !== 'VIRTUAL' && seedWord % 3 === 0);
}

/** Some feeds end a show when it starts, others give no end. */
function showSlot(ride: RidePlan, { startMs, endMs }: ShowTime): TimeSlot {
  const reported = ride.seedWord & 3;
  return { type: 'Performance Time', startMs, endMs: reported === 0 ? startMs : reported === 1 ? null : endMs };
}

/** Return times can already be booked in the morning. */
function morningQueues(ride: RidePlan, day: ParkDay, atMs: number, random: SeededRandom): QueueObservation[] {
  const shut = extendedQueuesAt({ ride, day, atMs, status: 'CLOSED', waitMinutes: 0, random });
  const firstReturnMs = day.opensMs + random.int(1, 12) * 15 * MINUTE_MS;
  return reportedQueues(ride, 'CLOSED', shut).map((queue) =>
    queue.queueType === 'RETURN_TIME' ? { ...queue, state: 'AVAILABLE', returnStartMs: firstReturnMs } : queue,
  );
}

/** No boarding groups are allocated before the second allocation of the day. */
function pausedAtNoon(day: ParkDay, atMs: number, queues: readonly QueueObservation[]): readonly QueueObservation[] {
  const toSecondRoundMs = day.secondAllocationMs - atMs;
  if (queues.length === 0 || toSecondRoundMs <= 0 || toSecondRoundMs > PAUSE_MINUTES * MINUTE_MS) return queues;
  return queues.map((queue) =>
    queue.boardingGroupStatus === 'AVAILABLE' ? { ...queue, boardingGroupStatus: 'PAUSED' } : queue,
  );
}
