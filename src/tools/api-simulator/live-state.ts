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
