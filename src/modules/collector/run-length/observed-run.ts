import type { QueueRow, SnapshotRow, StoredRun } from '../../snapshots/live/run-row.js';
import type { QueueObservation, RideStatus } from '../../snapshots/observations.js';

export type { QueueRow as QueueRun, SnapshotRow as SnapshotRun };

/** A stored row of whatever kind: one observation, and how long later polls saw it unchanged. */
export type ObservedRun = Omit<StoredRun, 'rideId'>;

/** What a poll says of a ride itself. `lastUpdatedMs` is the source's stamp. */
export interface RideState {
  status: RideStatus | null;
  waitMinutes: number | null;
  lastUpdatedMs: number | null;
}

/** What one poll says of one ride; each queue type at most once. All instants are in the precision of the tables. */
export interface RideObservation extends RideState {
  rideId: number;
  queues: readonly QueueObservation[];
}

/** The instant up to which polls vouch for a row; null for a row of the archive that no poll has seen. */
export function lastSeenMs({ recordedAtMs, lastConfirmedAtMs, dataSource }: ObservedRun): number | null {
  return lastConfirmedAtMs ?? (dataSource === 'LIVE' ? recordedAtMs : null);
}
