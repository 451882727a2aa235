import type { DataSource, QueueObservation, RideStatus } from '../../snapshots/observations.js';

/** A stored row: one observation, and how long later polls saw it unchanged. */
export interface ObservedRun {
  recordedAtMs: number;
  /** The last poll that saw it unchanged; null on rows of the archive, which nobody polled. */
  observedUntilMs: number | null;
  dataSource: DataSource;
}

/** What a poll says of a ride itself. `lastUpdatedMs` is the source's stamp. */
export interface RideState {
  status: RideStatus | null;
  waitMinutes: number | null;
  lastUpdatedMs: number | null;
}

export interface SnapshotRun extends ObservedRun, RideState {
  rideId: number;
}

export interface QueueRun extends ObservedRun {
  rideId: number;
  queue: QueueObservation;
}

/** What one poll says of one ride; each queue type at most once. All instants are in the precision of the tables. */
export interface RideObservation extends RideState {
  rideId: number;
  queues: readonly QueueObservation[];
}

/** The instant up to which polls vouch for a row; null for a row of the archive that no poll has seen. */
export function lastSeenMs({ recordedAtMs, observedUntilMs, dataSource }: ObservedRun): number | null {
  return observedUntilMs ?? (dataSource === 'LIVE' ? recordedAtMs : null);
}
