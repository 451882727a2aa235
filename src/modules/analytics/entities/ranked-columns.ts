/** What a ranking adds up, by the names of the sums; in the order of the indexes that hold it: it reads nothing else. */
export const RANKED_COLUMNS = {
  observedMs: 'observed_ms',
  waitKnownMs: 'wait_known_ms',
  waitMinutesMs: 'wait_minutes_ms',
  openMs: 'open_ms',
  openObservedMs: 'open_observed_ms',
  openOperatingMs: 'open_operating_ms',
  openDownMs: 'open_down_ms',
  maxWait: 'max_wait',
} as const;
