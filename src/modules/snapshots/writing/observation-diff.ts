import { type ObservationSet, type RideQueueObservation, sameQueue } from './observation-set.js';
import type { DataSource, ImportedSource } from '../observations.js';

/** A stored snapshot, with the codes of SnapshotColumns. */
export interface StoredSnapshot {
  rideId: number;
  recordedAtMs: number;
  status: number;
  waitMinutes: number;
  dataSource: DataSource;
  /** Null: nothing confirmed it. */
  confirmedUntilMs: number | null;
}

export interface StoredQueue extends RideQueueObservation {
  dataSource: DataSource;
}

export interface ConflictPolicy {
  /** Which source wins if both have a row at one instant. */
  onConflict: 'archive' | 'live';
  /** Whether differing rows of the same source are replaced; only for a file or day that is known to have changed. */
  replaceOwn: boolean;
  /** Where the rows come from; default: the archive. Rows of another import are never replaced. */
  source?: ImportedSource | undefined;
}

/** The action for each row of a set. All numbers are indexes into it. */
export interface SetDiff {
  insert: number[];
  replace: number[];
  duplicates: number;
  /** Rows that differ from a stored row, which stays. */
  conflicts: number[];
  /** Rows equal to a stored row of the same source whose confirmation ends earlier; absent if the set has no confirmation. */
  confirm?: number[];
}

/** Compares the snapshots of `rows` with stored ones. `stored` is sorted by ride and instant, like the set. */
export function diffSnapshots(
  { snapshots }: ObservationSet,
  stored: readonly StoredSnapshot[],
  policy: ConflictPolicy,
  rows: Iterable<number> = snapshots.rideId.keys(),
): SetDiff {
  const diff: SetDiff = { insert: [], replace: [], duplicates: 0, conflicts: [] };
  const { confirmedUntilMs } = snapshots;
  if (confirmedUntilMs !== undefined) diff.confirm = [];
  let next = 0;
  for (const row of rows) {
    const rideId = snapshots.rideId[row]!;
    const recordedAtMs = snapshots.recordedAtMs[row]!;
    while (next < stored.length && isBefore(stored[next]!, rideId, recordedAtMs)) next++;
    const old = stored[next];
    if (old === undefined || old.rideId !== rideId || old.recordedAtMs !== recordedAtMs) diff.insert.push(row);
    else {
      const same = old.status === snapshots.status[row] && old.waitMinutes === snapshots.waitMinutes[row];
      decide(diff, row, old.dataSource, same, policy);
      if (confirmedUntilMs === undefined || !same || old.dataSource !== ownSource(policy)) continue;
      if (confirmedUntilMs[row]! > (old.confirmedUntilMs ?? -Infinity)) diff.confirm!.push(row);
    }
  }
  return diff;
}

/** The same for queue rows, whose natural key also contains the queue type. */
export function diffQueues(
  queues: readonly RideQueueObservation[],
  stored: readonly StoredQueue[],
  policy: ConflictPolicy,
  rows: Iterable<number> = queues.keys(),
): SetDiff {
  const diff: SetDiff = { insert: [], replace: [], duplicates: 0, conflicts: [] };
  const byKey = new Map(stored.map((queue) => [queueKey(queue), queue]));
  for (const row of rows) {
    const queue = queues[row]!;
    const old = byKey.get(queueKey(queue));
    if (old === undefined) diff.insert.push(row);
    else decide(diff, row, old.dataSource, sameQueue(old.queue, queue.queue), policy);
  }
  return diff;
}

function decide(diff: SetDiff, row: number, storedSource: DataSource, same: boolean, policy: ConflictPolicy): void {
  const isOwn = storedSource === ownSource(policy);
  const givesWay = storedSource === 'LIVE' ? policy.onConflict === 'archive' : isOwn && policy.replaceOwn && !same;
  if (givesWay) diff.replace.push(row);
  else {
    diff.duplicates++;
    if (!same && storedSource !== 'LIVE') diff.conflicts.push(row);
  }
}

const ownSource = ({ source = 'ARCHIVE' }: ConflictPolicy): ImportedSource => source;

const isBefore = (stored: StoredSnapshot, rideId: number, recordedAtMs: number): boolean =>
  stored.rideId < rideId || (stored.rideId === rideId && stored.recordedAtMs < recordedAtMs);

const queueKey = ({ rideId, recordedAtMs, queue }: RideQueueObservation): string =>
  `${rideId}/${recordedAtMs}/${queue.queueType}`;
