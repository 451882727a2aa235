/** Columns of `queue_data` and `queue_current` under the names of the API. */
export const QUEUE_STATE_COLUMNS = `queue_type AS queueType, wait_time_minutes AS waitMinutes, state,
  return_start AS returnStart, return_end AS returnEnd, price_minor AS priceMinor, price_currency AS priceCurrency,
  boarding_group_status AS boardingGroupStatus, group_start AS groupStart, group_end AS groupEnd,
  next_allocation_at AS nextAllocationAt, estimated_wait_minutes AS estimatedWaitMinutes`;
