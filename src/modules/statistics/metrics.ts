import { MINUTE_MS } from '../../common/time/calendar.js';
import type { StoredTotals, Totals } from './rollup-totals.js';

const HUNDREDTHS = 100;

/** To two digits, which is more than any posted wait can tell. */
export function rounded(value: number): number {
  return Math.round(value * HUNDREDTHS) / HUNDREDTHS;
}

/** `part` of `whole` as a ratio; null of nothing, which is not 0. */
export function ratio(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}

/** The same from 0 to 100, rounded. */
export function percent(part: number, whole: number): number | null {
  const share = ratio(part, whole);
  return share === null ? null : rounded(share * 100);
}

/** By how many percent `now` is more (or, negative, less) than `then`; null where one is not known, or `then` is 0. */
export function changePercent(now: number | null, then: number | null): number | null {
  if (now === null || then === null || then === 0) return null;
  return rounded(((now - then) / Math.abs(then)) * 100);
}

export function minutesOf(milliseconds: number): number {
  return rounded(milliseconds / MINUTE_MS);
}

/**
 * The value below which `share` (0 to 1) of the values lie, between two neighbours by distance (method 7 of Hyndman and
 * Fan, as spreadsheets and NumPy do it). `sorted` is ascending and not empty.
 */
export function percentile(sorted: readonly number[], share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const [low, high] = [sorted[below]!, sorted[Math.min(below + 1, sorted.length - 1)]!];
  return low + (high - low) * (position - below);
}

/** Less of the open time observed than this, and a figure is marked. */
export const LOW_COVERAGE = 0.5;

/** Figures of a period with the time on which they stand; null where nothing was observed, never 0. */
export interface Metrics {
  averageWaitMinutes: number | null;
  peakWaitMinutes: number | null;
  uptimePercent: number | null;
  downMinutes: number | null;
  observedMinutes: number;
  /** Null: observed, and the park was never open. */
  coveragePercent: number | null;
  lowCoverage: boolean;
  observedDays: number;
  days: number;
}

/** `days` is the length of the period in local days. */
export function metricsOf(totals: Totals, days: number): Metrics {
  const average = averageWait(totals);
  const up = uptime(totals);
  const covered = coverage(totals, days);
  return {
    averageWaitMinutes: average === null ? null : rounded(average),
    peakWaitMinutes: totals.maxWait,
    uptimePercent: up === null ? null : rounded(up * 100),
    downMinutes: totals.reportedMs > 0 ? minutesOf(totals.scheduledDownMs) : null,
    observedMinutes: minutesOf(totals.observedMs),
    coveragePercent: covered === null ? null : rounded(covered * 100),
    lowCoverage: covered !== null && covered < LOW_COVERAGE,
    observedDays: totals.days,
    days,
  };
}

/** Time-weighted, in minutes; null: no wait was posted. */
export function averageWait({ waitMinutesMs, waitKnownMs }: StoredTotals): number | null {
  return ratio(waitMinutesMs, waitKnownMs);
}

/**
 * Operating time of operating and down time while the park was open, from 0 to 1. Null where it never operated on a day on
 * which its park's feed reports DOWN.
 */
export function uptime({ scheduledOperatingMs, scheduledDownMs }: StoredTotals): number | null {
  return scheduledOperatingMs > 0 ? ratio(scheduledOperatingMs, scheduledOperatingMs + scheduledDownMs) : null;
}

/**
 * The share of the open time that was observed, from 0 to 1; null where the park was seen and never open. Of a day
 * without any observation nobody knows how long the park was open: it counts as open as the observed days were.
 */
export function coverage(
  { scheduledObservedMs, scheduledMs, days: observedDays }: StoredTotals,
  days: number,
): number | null {
  if (observedDays === 0) return 0;
  const observed = ratio(scheduledObservedMs, scheduledMs);
  return observed === null ? null : observed * Math.min(1, observedDays / days);
}

/** The share of its observed open time of which uptime is known, from 0 to 1; null where none was observed. */
export function reportedShare({ reportedMs, scheduledObservedMs }: Totals): number | null {
  return ratio(reportedMs, scheduledObservedMs);
}

/** By how much the figures of now differ from those of then. */
export interface MetricChange {
  averageWaitPercent: number | null;
  peakWaitPercent: number | null;
  uptimePercent: number | null;
  uptimePoints: number | null;
}

export function metricChange(now: Totals, then: Totals): MetricChange {
  const [upNow, upThen] = [uptime(now), uptime(then)];
  return {
    averageWaitPercent: changePercent(averageWait(now), averageWait(then)),
    peakWaitPercent: changePercent(now.maxWait, then.maxWait),
    uptimePercent: changePercent(upNow, upThen),
    uptimePoints: upNow === null || upThen === null ? null : rounded((upNow - upThen) * 100),
  };
}

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
export interface EventMetrics {
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
  event: EventMetrics | null;
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
    event: row.eventMs === 0 ? null : eventMetrics(row),
  };
}

const eventMetrics = (row: DayDetailColumns): EventMetrics => ({
  scheduledMinutes: minutesOf(row.eventMs),
  operatingMinutes: minutesOf(row.eventOperatingMs),
  downMinutes: minutesOf(row.eventDownMs),
  averageWaitMinutes: averageOf(row.eventWaitMinutesMs, row.eventWaitKnownMs),
});

function averageOf(waitMinutesMs: number, waitKnownMs: number): number | null {
  const average = ratio(waitMinutesMs, waitKnownMs);
  return average === null ? null : rounded(average);
}
