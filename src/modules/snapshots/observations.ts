import { DAY_MS } from '../../common/time/calendar.js';

/** The typed observations that the importer and the collector pass to the write path. */

export const RIDE_STATUSES = ['OPERATING', 'DOWN', 'CLOSED', 'REFURBISHMENT'] as const;
export type RideStatus = (typeof RIDE_STATUSES)[number];

export const QUEUE_TYPES = [
  'STANDBY',
  'SINGLE_RIDER',
  'RETURN_TIME',
  'PAID_RETURN_TIME',
  'BOARDING_GROUP',
  'PAID_STANDBY',
] as const;
export type QueueType = (typeof QUEUE_TYPES)[number];

export const RETURN_STATES = ['AVAILABLE', 'TEMP_FULL', 'FINISHED'] as const;
export type ReturnState = (typeof RETURN_STATES)[number];

export const BOARDING_GROUP_STATUSES = ['AVAILABLE', 'PAUSED', 'CLOSED'] as const;
export type BoardingGroupStatus = (typeof BOARDING_GROUP_STATUSES)[number];

/** The sources of imports. Neither is a poll of ours. */
export const IMPORTED_SOURCES = ['ARCHIVE', 'HISTORY_API'] as const;
export type ImportedSource = (typeof IMPORTED_SOURCES)[number];

export const DATA_SOURCES = ['LIVE', ...IMPORTED_SOURCES] as const;
export type DataSource = (typeof DATA_SOURCES)[number];

/** Code of "status unknown" in {@link SnapshotColumns.status}; any other is the {@link enumNumber} of the status. */
export const STATUS_UNKNOWN = 0;
/** Code of "wait not posted" in {@link SnapshotColumns.waitMinutes}. */
export const WAIT_UNKNOWN = -1;

/** Longest stored wait in minutes. A longer one is stored as "not posted", with a finding; its entry is stored otherwise. */
export const MAX_WAIT_MINUTES = 1440;
/** Longer waits, in minutes, are stored as they are and reported as SUSPICIOUS. `park-use/implausible-waits.ts` judges them. */
export const SUSPICIOUS_WAIT_MINUTES = 300;

/**
 * One extended queue of one ride at one instant. STANDBY appears here only if it has more than a wait. Null means "not
 * reported", never 0 or a default.
 */
export interface QueueObservation {
  queueType: QueueType;
  waitMinutes: number | null;
  state: ReturnState | null;
  returnStartMs: number | null;
  returnEndMs: number | null;
  /** Minor units of `priceCurrency`: 1500 USD is $15.00, 0 is free, null is unknown. */
  priceMinor: number | null;
  /** ISO 4217, upper case. */
  priceCurrency: string | null;
  boardingGroupStatus: BoardingGroupStatus | null;
  groupStart: number | null;
  groupEnd: number | null;
  nextAllocationAtMs: number | null;
  estimatedWaitMinutes: number | null;
}

/** A queue without any reported details. */
export function emptyQueue(queueType: QueueType): QueueObservation {
  return {
    queueType,
    waitMinutes: null,
    state: null,
    returnStartMs: null,
    returnEndMs: null,
    priceMinor: null,
    priceCurrency: null,
    boardingGroupStatus: null,
    groupStart: null,
    groupEnd: null,
    nextAllocationAtMs: null,
    estimatedWaitMinutes: null,
  };
}

/**
 * Snapshots stored by column, which are cheap to sort and to transfer between threads. All arrays have `length` elements.
 * Instants are milliseconds since 1970 UTC.
 */
export interface SnapshotColumns {
  length: number;
  recordedAtMs: Float64Array;
  /** {@link STATUS_UNKNOWN}, or the number of the status. */
  status: Uint8Array;
  /** Minutes of the standby queue; -1 not posted. */
  waitMinutes: Int16Array;
}

/** Sorts queues in the order of {@link QUEUE_TYPES}. */
export const byQueueType = (a: Pick<QueueObservation, 'queueType'>, b: Pick<QueueObservation, 'queueType'>): number =>
  QUEUE_TYPES.indexOf(a.queueType) - QUEUE_TYPES.indexOf(b.queueType);

/** The number of an ENUM value in the database, which begins at 1; null stays null. */
export const enumNumber = <Word>(words: readonly Word[], word: Word | null): number | null =>
  word === null ? null : words.indexOf(word) + 1;

/** Numbers of statuses in {@link SnapshotColumns.status}. */
export const OPERATING = numberOf('OPERATING');
export const DOWN = numberOf('DOWN');
export const CLOSED = numberOf('CLOSED');
export const REFURBISHMENT = numberOf('REFURBISHMENT');

function numberOf(status: RideStatus): number {
  return RIDE_STATUSES.indexOf(status) + 1;
}

/** How long a ride stays expected after the live response or the archive stops reporting it. */
export const EXPECTED_FOR_DAYS = 28;
export const EXPECTED_FOR_MS = EXPECTED_FOR_DAYS * DAY_MS;
/** Opening states of the History API observed longer before their day are omitted: they would change statistics of other years. */
export const OPENING_REACH_MS = 31 * DAY_MS;
/** Reason for invalidating days whose expected rides may change with observations of an earlier day. */
export const EXPECTED_RIDES = 'EXPECTED_RIDES';
