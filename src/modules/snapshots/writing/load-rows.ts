import {
  BOARDING_GROUP_STATUSES,
  DATA_SOURCES,
  type DataSource,
  enumNumber,
  QUEUE_TYPES,
  RETURN_STATES,
  STATUS_UNKNOWN,
  WAIT_UNKNOWN,
} from '../observations.js';
import type { ObservationSet, RideQueueObservation } from './observation-set.js';
import { RowBytes } from './row-bytes.js';

/** The rows of a set as text for LOAD DATA, with the columns QUEUE_COLUMNS and SNAPSHOT_COLUMNS. */
export interface LoadableRows {
  /** Whether the snapshots have CONFIRMED_SNAPSHOT_COLUMNS. */
  hasConfirmation: boolean;
  snapshots: Uint8Array<ArrayBuffer>;
  queues: Uint8Array<ArrayBuffer>;
}

/** The longest rows: every field has its longest value, and a tab or line feed after it. */
const MAX_SNAPSHOT_BYTES = 96;
const MAX_QUEUE_BYTES = 240;

export function renderLoadableRows(set: ObservationSet, source: DataSource): LoadableRows {
  return {
    hasConfirmation: set.snapshots.confirmedUntilMs !== undefined,
    snapshots: snapshotRows(set, source),
    queues: queueRows(set.queues, source),
  };
}

function snapshotRows({ snapshots }: ObservationSet, source: DataSource): Uint8Array<ArrayBuffer> {
  const { length, rideId, recordedAtMs, status, waitMinutes, confirmedUntilMs } = snapshots;
  const sourceNumber = enumNumber(DATA_SOURCES, source)!;
  const out = new RowBytes(length * MAX_SNAPSHOT_BYTES);
  for (let row = 0; row < length; row++) {
    const [statusCode, wait] = [status[row]!, waitMinutes[row]!];
    out.integer(rideId[row]!);
    out.instant(recordedAtMs[row]!);
    out.integer(statusCode === STATUS_UNKNOWN ? null : statusCode);
    out.integer(wait === WAIT_UNKNOWN ? null : wait);
    out.integer(sourceNumber);
    if (confirmedUntilMs !== undefined) out.instantOrUnknown(confirmedUntilMs[row]!);
    out.endRow();
  }
  return out.bytes();
}

function queueRows(queues: readonly RideQueueObservation[], source: DataSource): Uint8Array<ArrayBuffer> {
  const sourceNumber = enumNumber(DATA_SOURCES, source)!;
  const out = new RowBytes(queues.length * MAX_QUEUE_BYTES);
  for (const { rideId, recordedAtMs, queue } of queues) {
    out.integer(rideId);
    out.instant(recordedAtMs);
    out.integer(enumNumber(QUEUE_TYPES, queue.queueType));
    out.integer(queue.waitMinutes);
    out.integer(enumNumber(RETURN_STATES, queue.state));
    out.seconds(queue.returnStartMs);
    out.seconds(queue.returnEndMs);
    out.integer(queue.priceMinor);
    out.letters(queue.priceCurrency);
    out.integer(enumNumber(BOARDING_GROUP_STATUSES, queue.boardingGroupStatus));
    out.integer(queue.groupStart);
    out.integer(queue.groupEnd);
    out.seconds(queue.nextAllocationAtMs);
    out.integer(queue.estimatedWaitMinutes);
    out.integer(sourceNumber);
    out.endRow();
  }
  return out.bytes();
}
