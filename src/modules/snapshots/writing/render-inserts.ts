import { sqlInstant, sqlSeconds } from '../../../common/database/sql-helpers.js';
import { OBSERVATION, QUEUE, SNAPSHOT } from '../observation-columns.js';
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
import { fixedWidthInsert, type TextColumn } from './fixed-width-insert.js';
import type { ObservationSet, RideQueueObservation } from './observation-set.js';

/** The INSERT statements of a set of observations. */
export interface RenderedInserts {
  snapshots: readonly string[];
  queues: readonly string[];
}

/**
 * The rows of a set of an archive, which have no confirmation. For threads that have no database: they do the expensive work, and the
 * thread with the connection sends the statements.
 */
export function renderInserts(set: ObservationSet, source: DataSource, batchSize: number): RenderedInserts {
  const inserts = (table: string, columns: readonly TextColumn[], count: number): string[] =>
    Array.from({ length: Math.ceil(count / batchSize) }, (_, batch) => {
      const from = batch * batchSize;
      return fixedWidthInsert(table, columns, from, Math.min(from + batchSize, count));
    });
  return {
    snapshots: inserts('ride_status_snapshots', snapshotColumns(set, source), set.snapshots.length),
    queues: inserts('queue_data', queueColumns(set.queues, source), set.queues.length),
  };
}

const textOf = (value: number | null): string | null => (value === null ? null : String(value));
const secondsOf = (instantMs: number | null): string | null => (instantMs === null ? null : sqlSeconds(instantMs));

function snapshotColumns({ snapshots }: ObservationSet, source: DataSource): TextColumn[] {
  const { rideId, recordedAtMs, status, waitMinutes } = snapshots;
  const known = (value: number, unknown: number) => (value === unknown ? null : String(value));
  return [
    { name: SNAPSHOT.rideId, text: (row) => String(rideId[row]!) },
    { name: SNAPSHOT.recordedAt, text: (row) => sqlInstant(recordedAtMs[row]!) },
    { name: SNAPSHOT.status, text: (row) => known(status[row]!, STATUS_UNKNOWN), isEnumNumber: true },
    { name: SNAPSHOT.waitTime, text: (row) => known(waitMinutes[row]!, WAIT_UNKNOWN) },
    sourceColumn(source),
  ];
}

const sourceColumn = (source: DataSource): TextColumn => {
  const number = textOf(enumNumber(DATA_SOURCES, source));
  return { name: OBSERVATION.dataSource, text: () => number, isEnumNumber: true };
};

function queueColumns(rows: readonly RideQueueObservation[], source: DataSource): TextColumn[] {
  const queue = (row: number) => rows[row]!.queue;
  const word = <Word>(name: string, words: readonly Word[], of: (row: number) => Word | null): TextColumn => {
    return { name, text: (row) => textOf(enumNumber(words, of(row))), isEnumNumber: true };
  };
  return [
    { name: QUEUE.rideId, text: (row) => String(rows[row]!.rideId) },
    { name: QUEUE.recordedAt, text: (row) => sqlInstant(rows[row]!.recordedAtMs) },
    word(QUEUE.queueType, QUEUE_TYPES, (row) => queue(row).queueType),
    { name: QUEUE.waitTimeMinutes, text: (row) => textOf(queue(row).waitMinutes) },
    word(QUEUE.state, RETURN_STATES, (row) => queue(row).state),
    { name: QUEUE.returnStart, text: (row) => secondsOf(queue(row).returnStartMs) },
    { name: QUEUE.returnEnd, text: (row) => secondsOf(queue(row).returnEndMs) },
    { name: QUEUE.priceMinor, text: (row) => textOf(queue(row).priceMinor) },
    { name: QUEUE.priceCurrency, text: (row) => queue(row).priceCurrency },
    word(QUEUE.boardingGroupStatus, BOARDING_GROUP_STATUSES, (row) => queue(row).boardingGroupStatus),
    { name: QUEUE.groupStart, text: (row) => textOf(queue(row).groupStart) },
    { name: QUEUE.groupEnd, text: (row) => textOf(queue(row).groupEnd) },
    { name: QUEUE.nextAllocationAt, text: (row) => secondsOf(queue(row).nextAllocationAtMs) },
    { name: QUEUE.estimatedWaitMinutes, text: (row) => textOf(queue(row).estimatedWaitMinutes) },
    sourceColumn(source),
  ];
}
