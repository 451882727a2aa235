import type { QueueObservation, RideStatus } from '../../modules/snapshots/observations.js';

/** What is true of one ride at one instant: what an importer must end up with. Waits in minutes. */
export interface Observation {
  /** Lower-case UUID. */
  entityId: string;
  recordedAtMs: number;
  /** Null: the event's status word is unknown. */
  status: RideStatus | null;
  /** Standby wait; null: not posted. */
  waitMinutes: number | null;
  /** Extended queues; never STANDBY. */
  queues: readonly QueueObservation[];
}

export interface ShowTime {
  startMs: number;
  endMs: number;
}

/** A state of a ride before it is written as an event. */
export interface RideState {
  atMs: number;
  status: RideStatus;
  waitMinutes: number | null;
  queues: readonly QueueObservation[];
  /** Null: not a show. */
  showTimes: readonly ShowTime[] | null;
}
