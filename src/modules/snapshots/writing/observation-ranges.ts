import { DAY_MS } from '../../../common/time/calendar.js';

/** A set of rides and an inclusive time range. */
export interface ObservationRange {
  rideIds: readonly number[];
  fromMs: number;
  toMs: number;
}

/** One ride at one instant. */
export interface ObservationInstant {
  rideId: number;
  recordedAtMs: number;
}

/** Rows of a set that are close in time, and the range that contains them. */
export interface RangedRows {
  range: ObservationRange;
  /** Indexes into the set, ascending. */
  rows: number[];
}

/** The keys of observations, by column. */
export interface ObservationKeys {
  length: number;
  rideId: ArrayLike<number>;
  recordedAtMs: ArrayLike<number>;
}

const monthOfDay = (utcDay: number): string => new Date(utcDay * DAY_MS).toISOString().slice(0, 7);

/**
 * Ranges that cover the observations: one for each sequence of consecutive UTC days, split between months. A single event of
 * another year thus does not make the writer read the years in between, and each range lies in one partition.
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

/** For each UTC day with observations, the first day of its sequence. */
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
