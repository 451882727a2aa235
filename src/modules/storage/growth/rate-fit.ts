import { DAY_MS } from '../../../common/time/calendar.js';
import {
  type Band,
  mean,
  median,
  robustDeviation,
  standardError,
  studentT,
  theilSenSlope,
} from './robust-statistics.js';

/** How many rows a table had at an instant. */
export interface Level {
  atMs: number;
  rows: number;
}

/** Rows that came at once because somebody imported days long past. */
export interface BulkLoad {
  atMs: number;
  rows: number;
}

/** What happened between two measurements. */
export interface Interval {
  fromMs: number;
  toMs: number;
  days: number;
  /** Rows a day, bulk loads left out. */
  rowsPerDay: number;
  bulkRows: number;
}

/** Rows that came or went at once and that no import explains, such as a rebuild. */
export interface Jump {
  fromMs: number;
  toMs: number;
  rows: number;
}

export interface SteadySeries {
  /** With what is typical in place of jumps. */
  intervals: Interval[];
  jumps: Jump[];
}

/** A rate that differs from the typical one by more than itself is no day like another, but no small table's noise. */
const JUMP_DEVIATIONS = 5;
const NOISE_ROWS_PER_DAY = 100;
/** What lasts longer is how it is now, not a jump. */
const MAX_JUMP_INTERVALS = 3;

export interface SeriesOptions {
  /**
   * True for the tables of which imports know how many rows they wrote: these are taken off. Of a table that imports
   * fill in other ways (statistics, mappings) the intervals with a bulk load say nothing about an ordinary day.
   */
  knowsBulkRows: boolean;
}

/** The growth of ordinary days: what is known to be a bulk load is taken off, what looks like one is noted. */
export function steadySeries(
  levels: readonly Level[],
  bulkLoads: readonly BulkLoad[],
  { knowsBulkRows }: SeriesOptions,
): SteadySeries {
  const all = levels.slice(1).map((level, index) => intervalOf(levels[index]!, level, bulkLoads, knowsBulkRows));
  const isOrdinary = (interval: Interval) => knowsBulkRows || interval.bulkRows === 0;
  const ordinary = all.filter(isOrdinary);
  const typical = median(ordinary.map(({ rowsPerDay }) => rowsPerDay));
  const jumping = isolatedJumps(all, ordinary, typical);
  return {
    intervals: all.map((interval) =>
      isOrdinary(interval) && !jumping.has(interval) ? interval : { ...interval, rowsPerDay: typical },
    ),
    jumps: [...jumping]
      .filter(isOrdinary)
      .map(({ fromMs, toMs, days, rowsPerDay }) => ({ fromMs, toMs, rows: Math.round((rowsPerDay - typical) * days) })),
  };
}

function intervalOf(from: Level, to: Level, bulkLoads: readonly BulkLoad[], knowsBulkRows: boolean): Interval {
  const days = (to.atMs - from.atMs) / DAY_MS;
  const bulkRows = bulkLoads
    .filter(({ atMs }) => atMs > from.atMs && atMs <= to.atMs)
    .reduce((total, { rows }) => total + rows, 0);
  const steadyRows = to.rows - from.rows - (knowsBulkRows ? bulkRows : 0);
  return { fromMs: from.atMs, toMs: to.atMs, days, rowsPerDay: steadyRows / days, bulkRows };
}

function isolatedJumps(all: readonly Interval[], ordinary: readonly Interval[], typical: number): Set<Interval> {
  const deviation = robustDeviation(ordinary.map(({ rowsPerDay }) => rowsPerDay));
  const limit = Math.max(JUMP_DEVIATIONS * deviation, Math.abs(typical), NOISE_ROWS_PER_DAY);
  const jumps = new Set<Interval>();
  let run: Interval[] = [];
  const endRun = () => {
    if (run.length <= MAX_JUMP_INTERVALS) run.forEach((interval) => jumps.add(interval));
    run = [];
  };
  for (const interval of all) {
    if (Math.abs(interval.rowsPerDay - typical) > limit) run.push(interval);
    else endRun();
  }
  endRun();
  return jumps;
}

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
