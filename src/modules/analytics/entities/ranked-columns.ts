/** What a ranking adds up, by the names of the sums; in the order of the indexes that hold it: it reads nothing else. */
export const RANKED_COLUMNS = {
  observedMs: 'observed_ms',
  waitKnownMs: 'wait_known_ms',
  waitMinutesMs: 'wait_minutes_ms',
  scheduledMs: 'scheduled_ms',
  scheduledObservedMs: 'scheduled_observed_ms',
  scheduledOperatingMs: 'scheduled_operating_ms',
  scheduledDownMs: 'scheduled_down_ms',
  maxWait: 'max_wait',
} as const;
