import { changePercent, minutesOf, ratio, rounded } from './ratios.js';
import type { StoredTotals } from './figure-columns.js';
import type { Totals } from './sums.js';

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
