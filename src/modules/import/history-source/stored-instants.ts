import type { ObservationSet, RideQueueObservation } from '../../snapshots/writing/observation-set.js';
import type { ListedWriteOutcome } from '../../snapshots/writing/observation-writer.js';

export const keyOf = (rideId: number, atMs: number): string => `${rideId}/${atMs}`;

/** The distinct instants of rides with a new snapshot or queue, which are the rows of the response that were stored. */
export function storedInstants(set: ObservationSet, { written, stored, queues }: ListedWriteOutcome): number {
  const { rideId, recordedAtMs } = set.snapshots;
  let [count, next] = [stored, 0];
  queues.forEach((queue, index) => {
    if (index > 0 && isSameInstant(queue, queues[index - 1]!)) return;
    for (; next < stored; next++) {
      const row = written === null ? next : written[next]!;
      const order = rideId[row]! - queue.rideId || recordedAtMs[row]! - queue.recordedAtMs;
      if (order === 0) count--;
      if (order >= 0) break;
    }
    count++;
  });
  return count;
}

const isSameInstant = (a: RideQueueObservation, b: RideQueueObservation): boolean =>
  a.rideId === b.rideId && a.recordedAtMs === b.recordedAtMs;

/** The instants among these at which no snapshot or queue was stored: rows of the response that are stored for their show times alone. */
export function instantsOfShowTimesAlone(
  instants: readonly { rideId: number; fromMs: number }[],
  parts: readonly { set: ObservationSet; outcome: ListedWriteOutcome }[],
): number {
  if (instants.length === 0) return 0;
  const others = new Set(instants.map(({ rideId, fromMs }) => keyOf(rideId, fromMs)));
  for (const { set, outcome } of parts) {
    const { rideId, recordedAtMs } = set.snapshots;
    for (let index = 0; index < outcome.stored; index++) {
      const row = outcome.written === null ? index : outcome.written[index]!;
      others.delete(keyOf(rideId[row]!, recordedAtMs[row]!));
    }
    for (const queue of outcome.queues) others.delete(keyOf(queue.rideId, queue.recordedAtMs));
  }
  return others.size;
}
