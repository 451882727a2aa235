import { DAY_MS } from '../../../common/time/calendar.js';

/** Instants of some rides: both ends belong to it. */
export interface ObservationRange {
  rideIds: readonly number[];
  fromMs: number;
  toMs: number;
}

/** Rows of a set that lie close together in time, and the range that holds them. */
export interface RangedRows {
  range: ObservationRange;
  /** Indexes into the set, ascending. */
  rows: number[];
}

/** The keys of observations, column by column. */
export interface ObservationKeys {
  length: number;
  rideId: ArrayLike<number>;
  recordedAtMs: ArrayLike<number>;
}

const monthOfDay = (utcDay: number): string => new Date(utcDay * DAY_MS).toISOString().slice(0, 7);

/**
 * Ranges that cover the observations, one for each stretch of UTC days without a pause, cut between months: a single
 * event of another year must not make the writer look at the years in between, and each range lies in one partition.
 */
export function rangesOf(keys: ObservationKeys): RangedRows[] {
  const intervalOfDay = rangesByDay(keys);
  const parts = new Map<number, { rows: number[]; rideIds: Set<number>; fromMs: number; toMs: number }>();
  for (let row = 0; row < keys.length; row++) {
    const instantMs = keys.recordedAtMs[row]!;
    const interval = intervalOfDay.get(Math.floor(instantMs / DAY_MS))!;
    let part = parts.get(interval);
    if (part === undefined) {
      parts.set(interval, (part = { rows: [], rideIds: new Set(), fromMs: Infinity, toMs: -Infinity }));
    }
    part.rows.push(row);
    part.rideIds.add(keys.rideId[row]!);
    if (instantMs < part.fromMs) part.fromMs = instantMs;
    if (instantMs > part.toMs) part.toMs = instantMs;
  }
  const ordered = [...parts].sort(([one], [other]) => one - other);
  return ordered.map(([, { rows, rideIds, fromMs, toMs }]) => ({
    range: { rideIds: [...rideIds], fromMs, toMs },
    rows,
  }));
}

/** The first day of its stretch, for each UTC day on which something was observed. */
function rangesByDay({ length, recordedAtMs }: ObservationKeys): Map<number, number> {
  const days = new Set<number>();
  for (let row = 0; row < length; row++) days.add(Math.floor(recordedAtMs[row]! / DAY_MS));
  const intervals = new Map<number, number>();
  let [first, previous] = [NaN, NaN];
  for (const day of [...days].sort((a, b) => a - b)) {
    if (day !== previous + 1 || monthOfDay(day) !== monthOfDay(first)) first = day;
    intervals.set(day, first);
    previous = day;
  }
  return intervals;
}
