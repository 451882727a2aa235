import { type Band, mean, standardError, studentT, theilSenSlope } from './robust.js';
import { DAY_MS } from '../../../common/time/durations.js';
import { type Interval } from './steady-series.js';

/** Rows a day over all intervals: the slope of the levels that ordinary days alone would have given. */
export function fitRate(intervals: readonly Interval[]): Band {
  const rates = intervals.map(({ rowsPerDay }) => rowsPerDay);
  const value = theilSenSlope(levelsOf(intervals));
  const margin = studentT(rates.length) * standardError(rates);
  return { value, low: value - margin, high: value + margin };
}

function levelsOf(intervals: readonly Interval[]): { x: number; y: number }[] {
  if (intervals.length === 0) return [];
  const points = [{ x: 0, y: 0 }];
  for (const { days, rowsPerDay } of intervals) {
    const last = points.at(-1)!;
    points.push({ x: last.x + days, y: last.y + rowsPerDay * days });
  }
  return points;
}

/** The newest rate against the one before, in whatever unit a row has been given. */
export interface RateChange {
  recentPerDay: number;
  earlierPerDay: number;
  /** Of the earlier one. */
  changePercent: number;
  /** False where the difference may well be chance. */
  isSignificant: boolean;
}

/** Whole weeks on both sides, so that weekends weigh the same. */
const RECENT_DAYS = 7;
const EARLIER_DAYS = 28;
const MIN_EARLIER_DAYS = 7;

/** Null while too few days are known, or where nothing grew before. */
export function rateChange(daily: readonly { toMs: number; perDay: number }[], nowMs: number): RateChange | null {
  const ageDays = ({ toMs }: { toMs: number }) => (nowMs - toMs) / DAY_MS;
  const recent = daily.filter((day) => ageDays(day) < RECENT_DAYS - 0.5).map(({ perDay }) => perDay);
  const earlier = daily
    .filter((day) => ageDays(day) >= RECENT_DAYS - 0.5 && ageDays(day) < RECENT_DAYS + EARLIER_DAYS - 0.5)
    .map(({ perDay }) => perDay);
  if (recent.length < RECENT_DAYS || earlier.length < MIN_EARLIER_DAYS) return null;
  const [recentPerDay, earlierPerDay] = [mean(recent), mean(earlier)];
  if (earlierPerDay <= 0) return null;
  const noise = Math.hypot(standardError(recent), standardError(earlier));
  const difference = recentPerDay - earlierPerDay;
  return {
    recentPerDay,
    earlierPerDay,
    changePercent: (100 * difference) / earlierPerDay,
    isSignificant: Math.abs(difference) > 2 * noise,
  };
}
