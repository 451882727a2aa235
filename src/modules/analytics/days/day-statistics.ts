import { averageWait, coverage, minutesOf, rounded, uptime } from '../../statistics/derived-metrics.js';
import { withoutScheduledTimeToCome } from '../queries/scheduled-time.service.js';
import type { DayRow } from './day-rows.sql.js';
import type { DayStatisticsView } from './days.dto.js';

/**
 * A daily row in the form of the API.
 * @param toComeMs scheduled time that lies in the future; it cannot have been observed, so coverage leaves it out
 */
export function dayStatistics(row: DayRow, toComeMs: number): DayStatisticsView {
  const covered = coverage(withoutScheduledTimeToCome(row, toComeMs), 1);
  const [mean, up] = [averageWait(row), uptime(row)];
  const unknownInHoursMs = row.scheduledMs - row.scheduledObservedMs;
  return {
    waits: {
      min: row.minWait,
      p50: row.p50Wait,
      mean: mean === null ? null : rounded(mean),
      p90: row.p90Wait,
      max: row.maxWait,
      postedMinutes: minutesOf(row.waitKnownMs),
    },
    firstOpenAt: row.firstAt,
    lastCloseAt: row.lastAt,
    inHours: {
      scheduled: minutesOf(row.scheduledMs),
      operating: minutesOf(row.inUseOperatingMs),
      down: minutesOf(row.inUseDownMs),
      unknown: minutesOf(unknownInHoursMs),
    },
    outOfHours: {
      operating: minutesOf(row.operatingMs - row.inUseOperatingMs),
      down: minutesOf(row.downMs - row.inUseDownMs),
      // A ride that is missing all day has scheduled time in the park's row, but no row of its own.
      unknown: minutesOf(Math.max(0, row.unknownMs - unknownInHoursMs)),
    },
    uptimePercent: up === null ? null : rounded(up * 100),
    coveragePercent: covered === null ? null : rounded(covered * 100),
    longestDownMinutes: minutesOf(row.longestDownMs),
    statusChanges: row.statusChanges,
  };
}
