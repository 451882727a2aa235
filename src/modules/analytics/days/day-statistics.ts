import { averageWait, coverage, minutesOf, rounded, uptime } from '../../statistics/derived-metrics.js';
import type { DayRow } from './day-rows.sql.js';
import type { DayStatisticsView } from './days.dto.js';

/** A daily row in the form of the API. */
export function dayStatistics(row: DayRow): DayStatisticsView {
  const [mean, up, covered] = [averageWait(row), uptime(row), coverage(row, 1)];
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
