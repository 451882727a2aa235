import { DAY_MS } from '../../../common/time/durations.js';
import { median, robustDeviation } from './robust.js';

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
