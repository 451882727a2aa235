import {
  type CurrentRide,
  type EncodedObservations,
  encodeObservations,
} from '../../src/modules/collector/cycle/encode-observations.js';
import {
  isOvertaken,
  type QueueRow,
  type RideObservation,
  type SnapshotRow,
} from '../../src/modules/collector/cycle/span-rule.js';
import type { QueueType } from '../../src/modules/snapshots/observations.js';
import { expandSpans, type RebuiltObservation } from './expand-spans.js';

/** Replaces the tables: keeps rows by their natural keys like the write path, and refuses the same writes. */
export class SpanTables {
  private readonly snapshots = new Map<string, SnapshotRow>();
  private readonly queues = new Map<string, QueueRow>();
  readonly polledAtMs: number[] = [];

  constructor(private readonly maxCarryForwardMs: number) {}

  get snapshotRows(): SnapshotRow[] {
    return [...this.snapshots.values()];
  }

  get queueRows(): QueueRow[] {
    return [...this.queues.values()];
  }

  /** Stores a response, like the collector in one transaction. */
  poll(observedAtMs: number, observations: readonly RideObservation[]): EncodedObservations {
    const previousObservedAtMs = this.polledAtMs.at(-1) ?? null;
    const poll = { observedAtMs, previousObservedAtMs, maxCarryForwardMs: this.maxCarryForwardMs };
    const coded = encodeObservations(this.current(), observations, poll);
    for (const row of coded.snapshots.start) insert(this.snapshots, snapshotKey(row), row);
    for (const row of coded.queues.start) insert(this.queues, queueKey(row), row);
    for (const row of coded.snapshots.extend) extend(this.snapshots, snapshotKey(row), row);
    for (const row of coded.queues.extend) extend(this.queues, queueKey(row), row);
    if (!isOvertaken(poll)) this.polledAtMs.push(observedAtMs);
    return coded;
  }

  /** Adds a row of the archive. */
  importRow(row: SnapshotRow): void {
    insert(this.snapshots, snapshotKey(row), row);
  }

  rebuild(): RebuiltObservation[] {
    return expandSpans(this.snapshotRows, this.queueRows, this.polledAtMs);
  }

  private current(): Map<number, CurrentRide> {
    const rides = new Map<number, { snapshot: SnapshotRow; queues: Map<QueueType, QueueRow> }>();
    for (const row of this.snapshots.values()) {
      const ride = rides.get(row.rideId);
      if (ride === undefined) rides.set(row.rideId, { snapshot: row, queues: new Map() });
      else if (row.recordedAtMs > ride.snapshot.recordedAtMs) ride.snapshot = row;
    }
    for (const row of this.queues.values()) {
      const queues = rides.get(row.rideId)!.queues;
      const newest = queues.get(row.queue.queueType);
      if (newest === undefined || row.recordedAtMs > newest.recordedAtMs) queues.set(row.queue.queueType, row);
    }
    return rides;
  }
}

const snapshotKey = ({ rideId, recordedAtMs }: SnapshotRow): string => `${rideId}/${recordedAtMs}`;
const queueKey = ({ rideId, recordedAtMs, queue }: QueueRow): string => `${rideId}/${recordedAtMs}/${queue.queueType}`;

function insert<Row>(table: Map<string, Row>, key: string, row: Row): void {
  if (table.has(key)) throw new Error(`duplicate key ${key}`);
  table.set(key, row);
}

/** Only `lastConfirmedAtMs` may differ from the stored row, and only forwards. */
function extend<Row extends SnapshotRow | QueueRow>(table: Map<string, Row>, key: string, row: Row): void {
  const stored = table.get(key);
  if (stored === undefined) throw new Error(`no row ${key}`);
  const storedUntilMs = stored.lastConfirmedAtMs ?? stored.recordedAtMs;
  if (row.lastConfirmedAtMs === null || row.lastConfirmedAtMs <= storedUntilMs) throw new Error(`${key} moved back`);
  if (JSON.stringify({ ...row, lastConfirmedAtMs: 0 }) !== JSON.stringify({ ...stored, lastConfirmedAtMs: 0 })) {
    throw new Error(`${key} was changed`);
  }
  table.set(key, row);
}
