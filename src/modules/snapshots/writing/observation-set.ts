import { byQueueType, type QueueObservation, type SnapshotColumns } from '../observations.js';

/** Observations of known rides, ready for writing: sorted by ride and instant, with distinct natural keys. */
export interface ObservationSet {
  snapshots: SnapshotColumns & {
    rideId: Uint32Array;
    /** Until when the source reports each state to have lasted; NaN: unknown. Only the History API has this column. */
    confirmedUntilMs?: Float64Array | undefined;
  };
  /** Sorted by ride, instant and queue type. A queue may have no snapshot at its instant: its ride's state did not change then. */
  queues: RideQueueObservation[];
}

export interface RideQueueObservation {
  rideId: number;
  recordedAtMs: number;
  queue: QueueObservation;
}

/** Observations in the order of their source. Natural keys may repeat. */
export interface UnorderedObservations {
  snapshots: SnapshotColumns;
  /** By row; 0 omits a row that belongs to no requested ride. */
  rideIds: Uint32Array;
  /** `row` is an index into `snapshots`, ascending. */
  queues: readonly { row: number; queue: QueueObservation }[];
}

export interface OrderedObservations {
  set: ObservationSet;
  /** The source row of each snapshot of the set. */
  sourceRows: Uint32Array;
  /** Number of rows that equal a later row of the same ride and instant. */
  duplicates: number;
  /** Number of rows that were omitted because their ride is 0. */
  excluded: number;
  /** Source rows that differ from the row that a later row of the same ride and instant produced. */
  supersededRows: number[];
}

/**
 * Sorts by ride and instant, and keeps the last row in file order for each ride and instant. Queues of superseded rows are kept
 * unless the last row has the same queue, so that nothing is lost.
 */
export function orderObservations(source: UnorderedObservations): OrderedObservations {
  const order = rowsByRideAndInstant(source);
  const winners = keepLast(source, order);
  const { set, queueConflicts } = collect(source, winners);
  return {
    set,
    sourceRows: winners.rows,
    duplicates: order.length - winners.rows.length,
    excluded: source.snapshots.length - order.length,
    supersededRows: [...new Set([...supersededBy(winners, source.snapshots), ...queueConflicts])].sort((a, b) => a - b),
  };
}

/** Groups rows by ride (counting sort), then sorts only groups that are not in order. Logs nearly always are. */
function rowsByRideAndInstant({ snapshots, rideIds }: UnorderedObservations): Uint32Array {
  const counts = new Map<number, number>();
  for (let row = 0; row < snapshots.length; row++) {
    const ride = rideIds[row]!;
    if (ride !== 0) counts.set(ride, (counts.get(ride) ?? 0) + 1);
  }
  const starts = new Map<number, number>();
  let total = 0;
  for (const ride of [...counts.keys()].sort((a, b) => a - b)) {
    starts.set(ride, total);
    total += counts.get(ride)!;
  }
  const order = new Uint32Array(total);
  const next = new Map(starts);
  for (let row = 0; row < snapshots.length; row++) {
    const ride = rideIds[row]!;
    if (ride === 0) continue;
    const place = next.get(ride)!;
    order[place] = row;
    next.set(ride, place + 1);
  }
  for (const [ride, start] of starts) {
    sortBucket(order.subarray(start, start + counts.get(ride)!), snapshots.recordedAtMs);
  }
  return order;
}

function sortBucket(bucket: Uint32Array, instants: Float64Array): void {
  for (let i = 1; i < bucket.length; i++) {
    if (instants[bucket[i]!]! < instants[bucket[i - 1]!]!) {
      bucket.sort((a, b) => instants[a]! - instants[b]! || a - b);
      return;
    }
  }
}

/** The source rows that are kept, in order. Columns instead of objects, because nearly every row is kept. */
interface Winners {
  rows: Uint32Array;
  /** By index into `rows`: the earlier rows of the same natural key. */
  earlier: ReadonlyMap<number, number[]>;
}

function keepLast({ snapshots, rideIds }: UnorderedObservations, order: Uint32Array): Winners {
  const { recordedAtMs } = snapshots;
  const rows = new Uint32Array(order.length);
  const earlier = new Map<number, number[]>();
  let last = -1;
  for (const row of order) {
    const previous = last === -1 ? -1 : rows[last]!;
    const sameKey =
      previous !== -1 && rideIds[previous] === rideIds[row] && recordedAtMs[previous] === recordedAtMs[row];
    if (!sameKey) last++;
    else if (earlier.has(last)) earlier.get(last)!.push(previous);
    else earlier.set(last, [previous]);
    rows[last] = row;
  }
  return { rows: rows.slice(0, last + 1), earlier };
}

function supersededBy({ rows, earlier }: Winners, { status, waitMinutes }: SnapshotColumns): number[] {
  return [...earlier].flatMap(([index, others]) => {
    const row = rows[index]!;
    return others.filter((other) => status[other] !== status[row] || waitMinutes[other] !== waitMinutes[row]);
  });
}

function collect(source: UnorderedObservations, { rows, earlier }: Winners) {
  const length = rows.length;
  const snapshots = {
    length,
    rideId: new Uint32Array(length),
    recordedAtMs: new Float64Array(length),
    status: new Uint8Array(length),
    waitMinutes: new Int16Array(length),
  };
  const queuesByRow = groupQueues(source.queues);
  const queues: RideQueueObservation[] = [];
  const queueConflicts: number[] = [];
  for (let index = 0; index < length; index++) {
    const row = rows[index]!;
    const [rideId, recordedAtMs] = [source.rideIds[row]!, source.snapshots.recordedAtMs[row]!];
    snapshots.rideId[index] = rideId;
    snapshots.recordedAtMs[index] = recordedAtMs;
    snapshots.status[index] = source.snapshots.status[row]!;
    snapshots.waitMinutes[index] = source.snapshots.waitMinutes[row]!;
    if (queuesByRow.size === 0) continue;
    const merged = mergeQueues(queuesByRow, row, earlier.get(index) ?? null, queueConflicts);
    for (const queue of merged) queues.push({ rideId, recordedAtMs, queue });
  }
  return { set: { snapshots, queues }, queueConflicts };
}

const NO_QUEUES: readonly QueueObservation[] = [];

type QueuesByRow = Map<number, QueueObservation[]>;

function groupQueues(queues: UnorderedObservations['queues']): QueuesByRow {
  const byRow: QueuesByRow = new Map();
  for (const { row, queue } of queues) {
    const list = byRow.get(row);
    if (list) list.push(queue);
    else byRow.set(row, [queue]);
  }
  return byRow;
}

function mergeQueues(
  byRow: QueuesByRow,
  winner: number,
  earlier: readonly number[] | null,
  conflicts: number[],
): readonly QueueObservation[] {
  const own = byRow.get(winner) ?? NO_QUEUES;
  if (earlier === null && own.length < 2) return own;
  const byType = new Map(own.map((queue) => [queue.queueType, queue]));
  for (const row of [...(earlier ?? [])].reverse()) {
    for (const queue of byRow.get(row) ?? []) {
      const later = byType.get(queue.queueType);
      if (later === undefined) byType.set(queue.queueType, queue);
      else if (!sameQueue(later, queue)) conflicts.push(row);
    }
  }
  return [...byType.values()].sort(byQueueType);
}

/** Instants are stored in seconds. */
const SECONDS_FIELDS: ReadonlySet<string> = new Set<keyof QueueObservation>([
  'returnStartMs',
  'returnEndMs',
  'nextAllocationAtMs',
]);

/** Whether all fields are equal in stored form. */
export function sameQueue(a: QueueObservation, b: QueueObservation): boolean {
  return (Object.keys(a) as (keyof QueueObservation)[]).every((field) => {
    const [x, y] = [a[field], b[field]];
    if (x === y) return true;
    if (!SECONDS_FIELDS.has(field) || typeof x !== 'number' || typeof y !== 'number') return false;
    return Math.floor(x / 1000) === Math.floor(y / 1000);
  });
}
