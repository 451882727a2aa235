import { MINUTE_MS } from '../../common/time/calendar.js';
import { emptyQueue, type QueueObservation, type RideStatus } from '../../modules/snapshots/observations.js';
import { type ParkDay, shareOfDay } from './park-calendar.js';
import { SeededRandom } from './seeded-random.js';
import type { ExtendedQueueType, RidePlan } from './world.js';

/** One instant of one ride, as input of its extended queues. */
export interface QueueMoment {
  ride: RidePlan;
  day: ParkDay;
  atMs: number;
  status: RideStatus;
  /** The standby wait, or its hypothetical value. */
  waitMinutes: number;
  random: SeededRandom;
}

/** All extended queues of the ride; closed ones only if feeds report them. */
export function extendedQueuesAt(moment: QueueMoment): QueueObservation[] {
  if (moment.status === 'REFURBISHMENT') return [];
  const queues: QueueObservation[] = [];
  for (const queueType of moment.ride.extendedQueues) {
    const queue = queueAt(queueType, moment);
    if (queue) queues.push(queue);
  }
  return queues;
}

function queueAt(queueType: ExtendedQueueType, moment: QueueMoment): QueueObservation | null {
  const open = moment.status === 'OPERATING';
  switch (queueType) {
    case 'SINGLE_RIDER':
      return open ? { ...emptyQueue(queueType), waitMinutes: fiveMinutes(moment.waitMinutes * 0.45) } : null;
    case 'PAID_STANDBY':
      return open ? { ...emptyQueue(queueType), waitMinutes: fiveMinutes(moment.waitMinutes * 0.25) } : null;
    case 'RETURN_TIME':
      return { ...emptyQueue(queueType), ...returnWindow(moment) };
    case 'PAID_RETURN_TIME':
      return { ...emptyQueue(queueType), ...returnWindow(moment), ...price(moment) };
    case 'BOARDING_GROUP':
      return moment.ride.boardingSpelling === 'live' ? boardingGroup(moment) : plainBoardingGroup(moment);
  }
}

function fiveMinutes(minutes: number): number {
  return Math.round(minutes / 5) * 5;
}

function returnWindow(moment: QueueMoment): Pick<QueueObservation, 'state' | 'returnStartMs' | 'returnEndMs'> {
  const { atMs, day, random } = moment;
  const leadMs = (20 + moment.waitMinutes * (1 + random.next())) * MINUTE_MS;
  const startMs = Math.ceil((atMs + leadMs) / (5 * MINUTE_MS)) * 5 * MINUTE_MS;
  if (moment.status !== 'OPERATING' || startMs >= day.closesMs) {
    return { state: 'FINISHED', returnStartMs: null, returnEndMs: null };
  }
  if (random.chance(0.08)) return { state: 'TEMP_FULL', returnStartMs: null, returnEndMs: null };
  // As in real responses, the end of a window is often missing.
  return {
    state: 'AVAILABLE',
    returnStartMs: startMs,
    returnEndMs: random.chance(0.4) ? null : startMs + 60 * MINUTE_MS,
  };
}

/** The price of a day: busier days cost more. In minor units, so 1500 is $15.00 but ¥1500. */
function price({ ride, day }: QueueMoment): Pick<QueueObservation, 'priceMinor' | 'priceCurrency'> {
  const { code, minorUnits } = ride.park.currency;
  if (ride.pricing === 'UNPUBLISHED') return { priceMinor: null, priceCurrency: null };
  if (ride.pricing === 'FREE') return { priceMinor: 0, priceCurrency: code };
  const major = 6 + Math.round((ride.peakWaitMinutes / 10) * day.crowd);
  return { priceMinor: minorUnits === 1 ? major * 100 : major * minorUnits, priceCurrency: code };
}

/** Groups are called one after another through the day; places are allocated at opening and again at 13:00. */
function calledGroup({ day, atMs }: QueueMoment): number {
  return 1 + Math.floor(shareOfDay(day, atMs) * 180);
}

function boardingGroup(moment: QueueMoment): QueueObservation {
  const queueType = 'BOARDING_GROUP';
  if (moment.status === 'DOWN') return { ...emptyQueue(queueType), boardingGroupStatus: 'PAUSED' };
  if (moment.status !== 'OPERATING') return { ...emptyQueue(queueType), boardingGroupStatus: 'CLOSED' };
  const { day, atMs } = moment;
  const groupStart = calledGroup(moment);
  return {
    ...emptyQueue(queueType),
    boardingGroupStatus: shareOfDay(day, atMs) > 0.85 ? 'CLOSED' : 'AVAILABLE',
    groupStart,
    groupEnd: groupStart + 9,
    nextAllocationAtMs: atMs < day.secondAllocationMs ? day.secondAllocationMs : null,
    estimatedWaitMinutes: moment.random.chance(0.2) ? null : fiveMinutes(30 + moment.waitMinutes),
  };
}

/** The archive's spelling has a state and one group, which is both ends of the range. */
function plainBoardingGroup(moment: QueueMoment): QueueObservation {
  const full = boardingGroup(moment);
  return { ...full, groupEnd: full.groupStart, nextAllocationAtMs: null, estimatedWaitMinutes: null };
}
