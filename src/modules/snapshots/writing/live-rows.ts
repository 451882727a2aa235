import type { RideStatusSnapshot } from '../entities/observation.entity.js';
import type { QueueObservation } from '../observations.js';

/** A stored row: one observation, and the time for which later polls confirmed it. */
export interface StoredSpan extends Pick<RideStatusSnapshot, 'rideId' | 'dataSource'> {
  recordedAtMs: number;
  /** The last poll that confirmed it; null for archive rows without polls. */
  lastConfirmedAtMs: number | null;
}

export interface SnapshotRow extends StoredSpan, Pick<RideStatusSnapshot, 'status'> {
  waitMinutes: RideStatusSnapshot['waitTime'];
  /** The timestamp of the source, in whole seconds. */
  lastUpdatedMs: number | null;
}

export interface QueueRow extends StoredSpan {
  queue: QueueObservation;
}

/** The instants of a poll and of the one before. */
export interface PollStep {
  fromMs: number;
  toMs: number;
}
