/** SQL on `data_quality_log q`: how long a gap is, in minutes; where it is known, only the opening hours count. */
export const GAP_MINUTES = `COALESCE(JSON_EXTRACT(q.sample, '$.missingMinutes') + 0,
  TIMESTAMPDIFF(MINUTE, q.window_start, q.window_end))`;

/** The source whose data is missing. */
export const GAP_SOURCE = `COALESCE(JSON_UNQUOTE(JSON_EXTRACT(q.sample, '$.source')), 'ARCHIVE')`;

/** What somebody has resolved is over, whatever was seen last. */
export const GAP_IS_ONGOING = `COALESCE(q.resolution_status <> 'RESOLVED' AND JSON_UNQUOTE(JSON_EXTRACT(q.sample, '$.isOngoing')) = 'true', 0)`;
