import { MINUTE_MS } from '../../../../common/time/durations.js';
import { percentile } from '../../reads/percentile.js';
import { rounded } from '../../reads/ratios.js';
import type { DayHour } from '../../reads/hourly.repository.js';

export interface TypicalHour {
  hour: number;
  p25: number | null;
  p50: number | null;
  p75: number | null;
  p90: number | null;
  /** Days whose hour had a posted wait: on so many values the percentiles stand. */
  days: number;
  /** Of those, how much of their hours had a posted wait. */
  postedMinutes: number;
  /** Of all the days looked at, on how many this hour was observed. */
  observedDays: number;
}

/**
 * The distribution, over days, of each hour's time-weighted average wait. A percentile is never averaged: those of a
 * shorter hour are values among the others.
 */
export function typicalHours(hours: readonly DayHour[], hoursOfDay: readonly number[]): TypicalHour[] {
  return hoursOfDay.map((hour) => {
    const observed = hours.filter((one) => one.hour === hour && one.observedMs > 0);
    const posted = observed.filter(({ waitKnownMs }) => waitKnownMs > 0);
    const averages = posted.map(({ waitMinutesMs, waitKnownMs }) => waitMinutesMs / waitKnownMs).sort((a, b) => a - b);
    const at = (share: number) => (averages.length === 0 ? null : rounded(percentile(averages, share)));
    return {
      hour,
      ...{ p25: at(0.25), p50: at(0.5), p75: at(0.75), p90: at(0.9) },
      days: averages.length,
      postedMinutes: rounded(posted.reduce((sum, { waitKnownMs }) => sum + waitKnownMs, 0) / MINUTE_MS),
      observedDays: observed.length,
    };
  });
}
