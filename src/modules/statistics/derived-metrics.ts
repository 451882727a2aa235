import { MINUTE_MS } from '../../common/time/calendar.js';
import type { DayOnlyTotals, DayTotals } from './days/rollup-rows.js';
import type { StoredTotals, Totals } from './rollup-totals.js';

const HUNDREDTHS = 100;

/** Rounds to two decimal places, which is more precise than any posted wait. */
export function rounded(value: number): number {
  return Math.round(value * HUNDREDTHS) / HUNDREDTHS;
}

/** `part / whole`; null if `whole` is 0. */
export function ratio(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}

/** `part / whole` in percent, rounded. */
export function percent(part: number, whole: number): number | null {
  const share = ratio(part, whole);
  return share === null ? null : rounded(share * 100);
}

/** The change from `then` to `now` in percent; null if either is unknown or `then` is 0. */
export function changePercent(now: number | null, then: number | null): number | null {
  if (now === null || then === null || then === 0) return null;
  return rounded(((now - then) / Math.abs(then)) * 100);
}

export function minutesOf(milliseconds: number): number {
  return rounded(milliseconds / MINUTE_MS);
}

/**
 * The percentile at `share` (0 to 1) with linear interpolation (method 7 of Hyndman and Fan, the default of spreadsheets and
 * NumPy). `sorted` is ascending and not empty.
 */
export function percentile(sorted: readonly number[], share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const [low, high] = [sorted[below]!, sorted[Math.min(below + 1, sorted.length - 1)]!];
  return low + (high - low) * (position - below);
}

/** Metrics are flagged if a smaller share of the scheduled time was observed. */
export const LOW_COVERAGE = 0.5;

/** Metrics of a period and the observed time behind them. Unknown values are null, never 0. */
export interface Metrics {
  averageWaitMinutes: number | null;
  peakWaitMinutes: number | null;
  uptimePercent: number | null;
  downMinutes: number | null;
  observedMinutes: number;
  /** Null: observed, but the park was never open. */
  coveragePercent: number | null;
  lowCoverage: boolean;
  observedDays: number;
  days: number;
}

/** @param days the length of the period in local days */
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

/** Time-weighted, in minutes; null if no wait was posted. */
export function averageWait({ waitMinutesMs, waitKnownMs }: StoredTotals): number | null {
  return ratio(waitMinutesMs, waitKnownMs);
}

/**
 * Operating time / (operating + down time) while the park was open, from 0 to 1. Null if the ride never operated on a day on
 * which the feed of its park reports DOWN.
 */
export function uptime({ scheduledOperatingMs, scheduledDownMs }: StoredTotals): number | null {
  return scheduledOperatingMs > 0 ? ratio(scheduledOperatingMs, scheduledOperatingMs + scheduledDownMs) : null;
}

/**
 * The observed share of the scheduled time, from 0 to 1; null if the park was observed but never open. The scheduled time
 * of a day without any observation is not known, so such a day counts as open for as long as the observed days were on average.
 */
export function coverage(
  { scheduledObservedMs, scheduledMs, days: observedDays }: StoredTotals,
  days: number,
): number | null {
  if (observedDays === 0) return 0;
  const observed = ratio(scheduledObservedMs, scheduledMs);
  return observed === null ? null : observed * Math.min(1, observedDays / days);
}

/** The share of the observed scheduled time for which uptime is known, from 0 to 1; null if no scheduled time was observed. */
export function reportedShare({ reportedMs, scheduledObservedMs }: Totals): number | null {
  return ratio(reportedMs, scheduledObservedMs);
}

/** The change of metrics between two periods. */
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

/** Columns that only rows of days have; see docs/statistics.md. */
export type DayDetailColumns = DayOnlyTotals & Pick<DayTotals, 'p50Wait' | 'p90Wait'>;

/** Waits posted while operating out of hours. */
export interface OutOfHoursWaits {
  postedMinutes: number;
  averageWaitMinutes: number | null;
  lowestWaitMinutes: number | null;
  peakWaitMinutes: number | null;
}

/** Metrics of the part of a day in which published events were held. */
export interface EventMetrics {
  scheduledMinutes: number;
  operatingMinutes: number;
  downMinutes: number;
  averageWaitMinutes: number | null;
}

/** Metrics that only single days have. */
export interface DayDetails {
  p50WaitMinutes: number | null;
  p90WaitMinutes: number | null;
  extremeWaits: number;
  outOfHours: OutOfHoursWaits;
  /** Null if no event was published. */
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
