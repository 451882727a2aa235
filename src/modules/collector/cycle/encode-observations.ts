import { sameQueue } from '../../snapshots/writing/observation-set.js';
import type { QueueType } from '../../snapshots/observations.js';
import {
  decideSpan,
  type Poll,
  type QueueRow,
  type RideObservation,
  type RideState,
  type SnapshotRow,
} from './span-rule.js';

/** The newest stored rows of one ride. */
export interface CurrentRide {
  snapshot: SnapshotRow;
  /** The newest row of each queue of the ride. */
  queues: ReadonlyMap<QueueType, QueueRow>;
}

/** The rows to write; extended rows have their new values. */
export interface EncodedRows<Row> {
  extend: Row[];
  start: Row[];
}

export interface EncodedObservations {
  snapshots: EncodedRows<SnapshotRow>;
  queues: EncodedRows<QueueRow>;
  /** Observations that are not written because a row of their ride and instant exists. */
  ignored: RideObservation[];
  /** Observations superseded by a later one of the same ride in the same response. */
  superseded: RideObservation[];
}

/**
 * Turns the observations of one response into changes of the tables (run-length encoding, see
 * docs/decisions/0007-run-length-encoding.md). Pure: encoding the same response again, with the rows as stored then,
 * writes nothing.
 * @param current by ride id; rides without observations are absent
 * @param observations in the order of the response
 */
export function encodeObservations(
  current: ReadonlyMap<number, CurrentRide>,
  observations: readonly RideObservation[],
  poll: Poll,
): EncodedObservations {
  const { winners, superseded } = lastOfEachRide(observations);
  const encoded: EncodedObservations = {
    snapshots: { extend: [], start: [] },
    queues: { extend: [], start: [] },
    ignored: [],
    superseded,
  };
  for (const observation of winners) encodeRide(current.get(observation.rideId), observation, poll, encoded);
  return encoded;
}

/** Two entities of a response can be one ride, if its id has changed and it is listed under both ids. */
function lastOfEachRide(observations: readonly RideObservation[]) {
  const byRide = new Map<number, RideObservation>();
  const superseded: RideObservation[] = [];
  for (const observation of observations) {
    const earlier = byRide.get(observation.rideId);
    if (earlier !== undefined) superseded.push(earlier);
    byRide.set(observation.rideId, observation);
  }
  return { winners: [...byRide.values()], superseded };
}

function encodeRide(
  ride: CurrentRide | undefined,
  observation: RideObservation,
  poll: Poll,
  encoded: EncodedObservations,
): void {
  const { rideId, status, waitMinutes, lastUpdatedMs } = observation;
  const snapshot = { ...newSpan(rideId, poll), status, waitMinutes, lastUpdatedMs };
  const unchanged = ride !== undefined && sameState(ride.snapshot, observation);
  if (!encodeRow(ride?.snapshot, snapshot, unchanged, poll, encoded.snapshots)) encoded.ignored.push(observation);
  for (const queue of observation.queues) {
    const current = ride?.queues.get(queue.queueType);
    const unchangedQueue = current !== undefined && sameQueue(current.queue, queue);
    encodeRow(current, { ...newSpan(rideId, poll), queue }, unchangedQueue, poll, encoded.queues);
  }
}

const newSpan = (rideId: number, { observedAtMs }: Poll) =>
  ({ rideId, recordedAtMs: observedAtMs, lastConfirmedAtMs: observedAtMs, dataSource: 'LIVE' }) as const;

/** Whether the row is written. */
function encodeRow<Row extends SnapshotRow | QueueRow>(
  current: Row | undefined,
  fresh: Row,
  unchanged: boolean,
  poll: Poll,
  rows: EncodedRows<Row>,
): boolean {
  const decision = decideSpan(current, unchanged, poll);
  if (decision === 'IGNORE') return false;
  if (decision === 'START' || current === undefined) rows.start.push(fresh);
  else rows.extend.push({ ...current, lastConfirmedAtMs: poll.observedAtMs });
  return true;
}

function sameState(a: RideState, b: RideState): boolean {
  return a.status === b.status && a.waitMinutes === b.waitMinutes && a.lastUpdatedMs === b.lastUpdatedMs;
}
