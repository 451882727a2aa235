import { minutesOf, ratio, rounded } from './ratios.js';

/** What only rows of days hold; see docs/statistics.md. */
export interface DayDetailColumns {
  p50Wait: number | null;
  p90Wait: number | null;
  extremeCount: number;
  outsideWaitKnownMs: number;
  outsideWaitMinutesMs: number;
  outsideMinWait: number | null;
  outsideMaxWait: number | null;
  eventMs: number;
  eventOperatingMs: number;
  eventDownMs: number;
  eventWaitKnownMs: number;
  eventWaitMinutesMs: number;
}

export const DAY_DETAIL_COLUMNS = `p50_wait AS p50Wait, p90_wait AS p90Wait, extreme_count AS extremeCount,
  outside_wait_known_ms AS outsideWaitKnownMs, outside_wait_minutes_ms AS outsideWaitMinutesMs,
  outside_min_wait AS outsideMinWait, outside_max_wait AS outsideMaxWait, event_ms AS eventMs,
  event_operating_ms AS eventOperatingMs, event_down_ms AS eventDownMs, event_wait_known_ms AS eventWaitKnownMs,
  event_wait_minutes_ms AS eventWaitMinutesMs`;

/** Waits posted while operating out of hours. */
export interface OutOfHoursWaits {
  postedMinutes: number;
  averageWaitMinutes: number | null;
  lowestWaitMinutes: number | null;
  peakWaitMinutes: number | null;
}

/** The part of a day's use in which published events were held. */
export interface EventStatistics {
  scheduledMinutes: number;
  operatingMinutes: number;
  downMinutes: number;
  averageWaitMinutes: number | null;
}

/** Figures that exist of single days alone. */
export interface DayDetails {
  p50WaitMinutes: number | null;
  p90WaitMinutes: number | null;
  extremeWaits: number;
  outOfHours: OutOfHoursWaits;
  /** Null: no event was published. */
  event: EventStatistics | null;
}

export function dayDetails(row: DayDetailColumns): DayDetails {
  return {
    p50WaitMinutes: row.p50Wait,
    p90WaitMinutes: row.p90Wait,
    extremeWaits: row.extremeCount,
    outOfHours: {
      postedMinutes: minutesOf(row.outsideWaitKnownMs),
      averageWaitMinutes: averageOf(row.outsideWaitMinutesMs, row.outsideWaitKnownMs),
      lowestWaitMinutes: row.outsideMinWait,
      peakWaitMinutes: row.outsideMaxWait,
    },
    event: row.eventMs === 0 ? null : eventStatistics(row),
  };
}

const eventStatistics = (row: DayDetailColumns): EventStatistics => ({
  scheduledMinutes: minutesOf(row.eventMs),
  operatingMinutes: minutesOf(row.eventOperatingMs),
  downMinutes: minutesOf(row.eventDownMs),
  averageWaitMinutes: averageOf(row.eventWaitMinutesMs, row.eventWaitKnownMs),
});

function averageOf(waitMinutesMs: number, waitKnownMs: number): number | null {
  const average = ratio(waitMinutesMs, waitKnownMs);
  return average === null ? null : rounded(average);
}
