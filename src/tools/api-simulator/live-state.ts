import type { QueueObservation, RideStatus } from '../../modules/snapshots/observations.js';

export interface TimeSlot {
  type: string;
  startMs: number;
  /** Null: the feed does not say. */
  endMs: number | null;
}

export interface DiningSlot {
  partySize: number | null;
  waitMinutes: number | null;
}

export interface ForecastHour {
  atMs: number;
  waitMinutes: number;
  /** Of the entity's highest wait. */
  percentage: number;
}

/** What a live answer says beside status and queues; null: that key is not there. */
export interface LiveDetails {
  showTimes: readonly TimeSlot[] | null;
  operatingHours: readonly TimeSlot[] | null;
  diningAvailability: readonly DiningSlot[] | null;
  forecast: readonly ForecastHour[] | null;
}

/** All live data of one entity, as it is from `changedAtMs` until the next state. */
export interface LiveState extends LiveDetails {
  changedAtMs: number;
  status: RideStatus;
  /** Null: no STANDBY queue at all; a wait of null: it is there and posts nothing. */
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

/** All but the instant of the change is equal. */
export function isSameState(one: LiveState, other: LiveState): boolean {
  return (
    one.status === other.status &&
    isEqual(one.standby, other.standby) &&
    isEqual(one.queues, other.queues) &&
    isEqual(one.showTimes, other.showTimes) &&
    isEqual(one.operatingHours, other.operatingHours) &&
    isEqual(one.diningAvailability, other.diningAvailability) &&
    isEqual(one.forecast, other.forecast)
  );
}

/** States of one day mostly share what did not change. */
function isEqual(one: object | null, other: object | null): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
