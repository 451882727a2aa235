import type { DataSource, QueueObservation, RideStatus } from '../observations.js';

/** A stored row: one observation, and how long later polls saw it unchanged. */
export interface StoredRun {
  rideId: number;
  recordedAtMs: number;
  /** The last poll that saw it unchanged; null on rows of the archive, which nobody polled. */
  lastConfirmedAtMs: number | null;
  dataSource: DataSource;
}

export interface SnapshotRow extends StoredRun {
  status: RideStatus | null;
  waitMinutes: number | null;
  /** The source's stamp, whole seconds. */
  lastUpdatedMs: number | null;
}

export interface QueueRow extends StoredRun {
  queue: QueueObservation;
}
