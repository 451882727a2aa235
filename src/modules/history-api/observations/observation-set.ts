import { byQueueType } from '../../snapshots/observations.js';
import {
  type ObservationSet,
  orderObservations,
  type RideQueueObservation,
  sameQueue,
} from '../../snapshots/writing/observation-set.js';
import type { ReportedShowTimes } from '../../snapshots/show-times/show-time-list.js';
import type { HistoryObservations } from './history-observations.js';

export interface OrderedHistory {
  /** Ready for the write path. A queue may have no snapshot at its instant. */
  set: ObservationSet;
  /** By show and time, each instant once. */
  showTimes: ReportedShowTimes[];
  /** Observations that another one of the same ride and instant replaces: two entities can be one ride. */
  duplicates: number;
  /** Observations of entities without a ride. */
  excluded: number;
  /** Those duplicates that differ from the stored observation. */
  conflicts: number;
}

/**
 * Sorts the observations by ride and instant, and keeps the last one of each.
 * @param rideIds by entity; 0 omits the entity
 */
export function orderHistory(
  { snapshots, queues, showTimes }: HistoryObservations,
  rideIds: ArrayLike<number>,
): OrderedHistory {
  const ordered = orderObservations({
    snapshots,
    rideIds: Uint32Array.from(snapshots.entityIndex, (entity) => rideIds[entity] ?? 0),
    queues: [],
  });
  const ofRides = queues.flatMap(({ entityIndex, recordedAtMs, queue }) => {
    const rideId = rideIds[entityIndex] ?? 0;
    return rideId === 0 ? [] : [{ rideId, recordedAtMs, queue }];
  });
  const lists = showTimes.flatMap(({ entityIndex, recordedAtMs: atMs, json }) => {
    const rideId = rideIds[entityIndex] ?? 0;
    return rideId === 0 ? [] : [{ rideId, atMs, json }];
  });
  const { kept, conflicts } = lastOfEachKey(ofRides.sort(byKey));
  return {
    set: { snapshots: ordered.set.snapshots, queues: kept },
    showTimes: lastOfEachInstant(lists),
    duplicates: ordered.duplicates + ofRides.length - kept.length,
    excluded: ordered.excluded + queues.length - ofRides.length,
    conflicts: ordered.supersededRows.length + conflicts,
  };
}

function lastOfEachInstant(lists: readonly ReportedShowTimes[]): ReportedShowTimes[] {
  const byInstant = new Map(lists.map((list) => [`${list.rideId}/${list.atMs}`, list]));
  return [...byInstant.values()].sort((a, b) => a.rideId - b.rideId || a.atMs - b.atMs);
}

const byKey = (a: RideQueueObservation, b: RideQueueObservation): number =>
  a.rideId - b.rideId || a.recordedAtMs - b.recordedAtMs || byQueueType(a.queue, b.queue);

function lastOfEachKey(sorted: readonly RideQueueObservation[]) {
  const kept: RideQueueObservation[] = [];
  let conflicts = 0;
  for (const row of sorted) {
    const previous = kept.at(-1);
    if (previous === undefined || byKey(previous, row) !== 0) {
      kept.push(row);
      continue;
    }
    if (!sameQueue(previous.queue, row.queue)) conflicts++;
    kept[kept.length - 1] = row;
  }
  return { kept, conflicts };
}
