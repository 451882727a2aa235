import type { DataSource, QueueObservation, RideStatus } from '../observations.js';

/** A stored row: one observation, and the time for which later polls confirmed it. */
export interface StoredSpan {
  rideId: number;
  recordedAtMs: number;
  /** The last poll that confirmed it; null for archive rows without polls. */
  lastConfirmedAtMs: number | null;
  dataSource: DataSource;
}

export interface SnapshotRow extends StoredSpan {
  status: RideStatus | null;
  waitMinutes: number | null;
  /** The timestamp of the source, in whole seconds. */
  lastUpdatedMs: number | null;
}

export interface QueueRow extends StoredSpan {
  queue: QueueObservation;
}
