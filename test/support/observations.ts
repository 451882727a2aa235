import type { ObservationSet, UnorderedObservations } from '../../src/modules/snapshots/writing/observation-set.js';
import {
  emptyQueue,
  type QueueObservation,
  RIDE_STATUSES,
  type RideStatus,
} from '../../src/modules/snapshots/observations.js';

export const NOON_MS = Date.UTC(2024, 6, 1, 12);

/** An observation with defaults for missing fields. */
export interface ObservationRow {
  rideId?: number;
  atMs?: number;
  status?: RideStatus | null;
  waitMinutes?: number | null;
  queues?: QueueObservation[];
}

/** A queue with only the given fields. */
export function queueObservation(overrides: Partial<QueueObservation> = {}): QueueObservation {
  return { ...emptyQueue('SINGLE_RIDER'), ...overrides };
}

/** Rows in source order, as columns. */
export function unordered(rows: readonly ObservationRow[]): UnorderedObservations {
  return {
    snapshots: {
      length: rows.length,
      recordedAtMs: Float64Array.from(rows, ({ atMs = NOON_MS }) => atMs),
      status: Uint8Array.from(rows, ({ status = 'OPERATING' }) => statusCode(status)),
      waitMinutes: Int16Array.from(rows, ({ waitMinutes = 10 }) => waitMinutes ?? -1),
    },
    rideIds: Uint32Array.from(rows, ({ rideId = 1 }) => rideId),
    queues: rows.flatMap(({ queues = [] }, row) => queues.map((queue) => ({ row, queue }))),
  };
}

/** A set of exactly these sorted rows. */
export function setOf(rows: readonly ObservationRow[]): ObservationSet {
  const { snapshots, rideIds, queues } = unordered(rows);
  return {
    snapshots: { ...snapshots, rideId: rideIds },
    queues: queues.map(({ row, queue }) => ({
      rideId: rideIds[row]!,
      recordedAtMs: snapshots.recordedAtMs[row]!,
      queue,
    })),
  };
}

export const statusCode = (status: RideStatus | null): number =>
  status === null ? 0 : RIDE_STATUSES.indexOf(status) + 1;
