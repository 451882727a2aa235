import { QUEUE_TYPES, type QueueType } from './observations.js';

/** The columns of `queue_data` and `queue_current`, in the order in which they are written. */
export const QUEUE_COLUMNS =
  'ride_id, recorded_at, queue_type, wait_time_minutes, state, return_start, return_end, price_minor, price_currency, ' +
  'boarding_group_status, group_start, group_end, next_allocation_at, estimated_wait_minutes, data_source';

/** Columns of `queue_data` and `queue_current` with the names of the API. */
export const QUEUE_STATE_COLUMNS = `queue_type AS queueType, wait_time_minutes AS waitMinutes, state,
  return_start AS returnStart, return_end AS returnEnd, price_minor AS priceMinor, price_currency AS priceCurrency,
  boarding_group_status AS boardingGroupStatus, group_start AS groupStart, group_end AS groupEnd,
  next_allocation_at AS nextAllocationAt, estimated_wait_minutes AS estimatedWaitMinutes`;

/**
 * Condition for queues after this one with the same ride and instant; null if there are none. Types have the order of their
 * column, which is that of QUEUE_TYPES.
 */
export function laterTypesSql(queueType: QueueType): string | null {
  const later = QUEUE_TYPES.slice(QUEUE_TYPES.indexOf(queueType) + 1);
  return later.length === 0 ? null : `queue_type IN (${later.map((type) => `'${type}'`).join(',')})`;
}
