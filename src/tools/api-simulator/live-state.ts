import type { QueueObservation, RideStatus } from '../../modules/snapshots/observations.js';

export interface TimeSlot {
  type: string;
  startMs: number;
  /** Null: the feed does not report it. */
  endMs: number | null;
}

export interface DiningSlot {
  partySize: number | null;
  waitMinutes: number | null;
}

export interface ForecastHour {
  atMs: number;
  waitMinutes: number;
  /** Percentage of the entity's highest wait. */
  percentage: number;
}

/** Details of a live response other than status and queues; null: the key is missing. */
export interface LiveDetails {
  showTimes: readonly TimeSlot[] | null;
  operatingHours: readonly TimeSlot[] | null;
  diningAvailability: readonly DiningSlot[] | null;
  forecast: readonly ForecastHour[] | null;
}

/** All live data of one entity from `changedAtMs` until the next state. */
export interface LiveState extends LiveDetails {
  changedAtMs: number;
  status: RideStatus;
  /** Null: there is no STANDBY queue. A wait of null: the queue posts no wait. */
  standby: { waitMinutes: number | null } | null;
  /** All other queues. */
  queues: readonly QueueObservation[];
}

export const NO_DETAILS: LiveDetails = {
  showTimes: null,
  operatingHours: null,
  diningAvailability: null,
  forecast: null,
};

/** Whether both are equal except for the instant of the change. */
export function isSameState(one: LiveState, other: LiveState): boolean {
  return (
    one.status === other.status &&
    isSameStandby(one.standby, other.standby) &&
    isEqual(one.queues, other.queues) &&
    isEqual(one.showTimes, other.showTimes) &&
    isEqual(one.operatingHours, other.operatingHours) &&
    isEqual(one.diningAvailability, other.diningAvailability) &&
    isEqual(one.forecast, other.forecast)
  );
}

function isSameStandby(one: LiveState['standby'], other: LiveState['standby']): boolean {
  return one === null || other === null ? one === other : one.waitMinutes === other.waitMinutes;
}

/** States of one day share unchanged objects, so identity is checked first. */
function isEqual(one: object | null, other: object | null): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
