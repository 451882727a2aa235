import type { QueueType } from '../observations.js';
import type { ObservationSet, RideQueueObservation } from './observation-set.js';

/** The newest snapshot of a ride, as it is kept in `ride_current`. */
export interface CurrentObservation {
  rideId: number;
  recordedAtMs: number;
  /** Status code as in SnapshotColumns; 0 is unknown. */
  status: number;
  waitMinutes: number;
  confirmedUntilMs: number | null;
}

/** The newest of these rows of each ride (null: of all rows): the last one, because the set is sorted by ride and instant. */
export function newestByRide({ snapshots }: ObservationSet, rows: readonly number[] | null): CurrentObservation[] {
  const { rideId, recordedAtMs, status, waitMinutes, confirmedUntilMs } = snapshots;
  const count = rows === null ? snapshots.length : rows.length;
  const newest: CurrentObservation[] = [];
  for (let index = 0; index < count; index++) {
    const row = rows === null ? index : rows[index]!;
    const next = rows === null ? index + 1 : rows[index + 1];
    if (index + 1 < count && rideId[next!] === rideId[row]) continue;
    const untilMs = confirmedUntilMs?.[row] ?? NaN;
    newest.push({
      rideId: rideId[row]!,
      recordedAtMs: recordedAtMs[row]!,
      status: status[row]!,
      waitMinutes: waitMinutes[row]!,
      confirmedUntilMs: Number.isNaN(untilMs) ? null : untilMs,
    });
  }
  return newest;
}

/** The last row of each ride and type. Rows are sorted by ride, instant and type. */
export function newestQueues(queues: readonly RideQueueObservation[]): RideQueueObservation[] {
  const newest: RideQueueObservation[] = [];
  let ofRide = new Map<QueueType, RideQueueObservation>();
  queues.forEach((row, index) => {
    ofRide.set(row.queue.queueType, row);
    if (queues[index + 1]?.rideId === row.rideId) return;
    newest.push(...ofRide.values());
    ofRide = new Map();
  });
  return newest;
}
