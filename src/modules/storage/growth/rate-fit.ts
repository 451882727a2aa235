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

/** The number of rows of a table at an instant. */
export interface Level {
  atMs: number;
  rows: number;
}

/** Rows that an import of old days added at once. */
export interface BulkLoad {
  atMs: number;
  rows: number;
}

/** The change between two measurements. */
export interface Interval {
  fromMs: number;
  toMs: number;
  days: number;
  /** Rows a day, without bulk loads. */
  rowsPerDay: number;
  bulkRows: number;
}

/** A sudden change of the row count that no import explains, such as a rebuild. */
export interface Jump {
  fromMs: number;
  toMs: number;
  rows: number;
}

export interface SteadySeries {
  /** With the typical rate in place of jumps. */
  intervals: Interval[];
  jumps: Jump[];
}

/** A rate is a jump if it differs from the typical rate by more than that rate and by more than noise. */
const JUMP_DEVIATIONS = 5;
const NOISE_ROWS_PER_DAY = 100;
/** A change that lasts longer is the new rate, not a jump. */
const MAX_JUMP_INTERVALS = 3;

export interface SeriesOptions {
  /**
   * True for tables whose imported rows are recorded: these rows are subtracted. For tables that imports fill in other ways
   * (statistics, mappings), intervals with a bulk load are ignored.
   */
  knowsBulkRows: boolean;
}

/** The growth on ordinary days: known bulk loads are subtracted, and other jumps are replaced and listed. */
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
  let unusual: Interval[] = [];
  const endSequence = () => {
    if (unusual.length <= MAX_JUMP_INTERVALS) unusual.forEach((interval) => jumps.add(interval));
    unusual = [];
  };
  for (const interval of all) {
    if (Math.abs(interval.rowsPerDay - typical) > limit) unusual.push(interval);
    else endSequence();
  }
  endSequence();
  return jumps;
}

/** Rows a day over all intervals: the slope of the row counts that ordinary days alone would have produced. */
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

/** The newest rate compared with the one before, in any unit. */
export interface RateChange {
  recentPerDay: number;
  earlierPerDay: number;
  /** Relative to the earlier rate. */
  changePercent: number;
  /** False if the difference may be chance. */
  isSignificant: boolean;
}

/** Whole weeks on both sides, so that both contain the same weekdays. */
const RECENT_DAYS = 7;
const EARLIER_DAYS = 28;
const MIN_EARLIER_DAYS = 7;

/** Null with too few days, or without earlier growth. */
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
