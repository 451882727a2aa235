import type { QueueData, RideStatusSnapshot } from './entities/observation.entity.js';
import { QUEUE_TYPES, type QueueType } from './observations.js';

/*
 * The names of the columns of observations. They are written out instead of read from the entities, because the threads that
 * parse archives make SQL text too, and do not load TypeORM. A missing property does not compile; a test compares the names.
 */

/** Columns that snapshots and queues have in common. */
export const OBSERVATION = {
  rideId: 'ride_id',
  recordedAt: 'recorded_at',
  lastConfirmedAt: 'last_confirmed_at',
  dataSource: 'data_source',
} as const satisfies Record<keyof RideStatusSnapshot & keyof QueueData, string>;

/** Columns of `ride_status_snapshots` and `ride_current`. */
export const SNAPSHOT = {
  ...OBSERVATION,
  status: 'status',
  waitTime: 'wait_time',
  lastUpdatedApi: 'last_updated_api',
} as const satisfies Record<keyof RideStatusSnapshot, string>;

/** Columns of `queue_data` and `queue_current`. */
export const QUEUE = {
  ...OBSERVATION,
  queueType: 'queue_type',
  waitTimeMinutes: 'wait_time_minutes',
  state: 'state',
  returnStart: 'return_start',
  returnEnd: 'return_end',
  priceMinor: 'price_minor',
  priceCurrency: 'price_currency',
  boardingGroupStatus: 'boarding_group_status',
  groupStart: 'group_start',
  groupEnd: 'group_end',
  nextAllocationAt: 'next_allocation_at',
  estimatedWaitMinutes: 'estimated_wait_minutes',
} as const satisfies Record<keyof QueueData, string>;

/** What a queue reported, in the order in which it is written. */
export const QUEUE_VALUES = [
  QUEUE.waitTimeMinutes,
  QUEUE.state,
  QUEUE.returnStart,
  QUEUE.returnEnd,
  QUEUE.priceMinor,
  QUEUE.priceCurrency,
  QUEUE.boardingGroupStatus,
  QUEUE.groupStart,
  QUEUE.groupEnd,
  QUEUE.nextAllocationAt,
  QUEUE.estimatedWaitMinutes,
] as const;

/** The columns of a queue that imports write, in that order. Polls also write `last_confirmed_at`. */
export const QUEUE_COLUMNS = [
  QUEUE.rideId,
  QUEUE.recordedAt,
  QUEUE.queueType,
  ...QUEUE_VALUES,
  QUEUE.dataSource,
] as const;

/** Columns of queues with the names of the API. */
export const QUEUE_STATE_COLUMNS = `${QUEUE.queueType} AS queueType, ${QUEUE.waitTimeMinutes} AS waitMinutes, ${QUEUE.state} AS state,
  ${QUEUE.returnStart} AS returnStart, ${QUEUE.returnEnd} AS returnEnd, ${QUEUE.priceMinor} AS priceMinor,
  ${QUEUE.priceCurrency} AS priceCurrency, ${QUEUE.boardingGroupStatus} AS boardingGroupStatus,
  ${QUEUE.groupStart} AS groupStart, ${QUEUE.groupEnd} AS groupEnd, ${QUEUE.nextAllocationAt} AS nextAllocationAt,
  ${QUEUE.estimatedWaitMinutes} AS estimatedWaitMinutes`;

/**
 * Condition for queues after this one with the same ride and instant; null if there are none. Types have the order of their
 * column, which is that of QUEUE_TYPES.
 */
export function laterTypesSql(queueType: QueueType): string | null {
  const later = QUEUE_TYPES.slice(QUEUE_TYPES.indexOf(queueType) + 1);
  return later.length === 0 ? null : `${QUEUE.queueType} IN (${later.map((type) => `'${type}'`).join(',')})`;
}
