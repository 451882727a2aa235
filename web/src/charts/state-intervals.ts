import type { Schemas } from '../api/client.js';

type Point = Schemas['HistoryPoint'];

export interface StateInterval {
  startMs: number;
  endMs: number;
  /** Null: unknown, because nothing was observed for too long, or the feed used an unknown word. */
  status: Schemas['RideStatus'] | null;
  waitMinutes: number | null;
}

/**
 * What was known when, in order and without holes: a value counts until its `validUntil`.
 * @param toMs the end of the range; for a range that has not ended, the instant of the response
 */
export function stateIntervals(
  points: readonly Point[],
  before: Point | null,
  fromMs: number,
  toMs: number,
): StateInterval[] {
  const known = before === null ? points : [before, ...points];
  const intervals: StateInterval[] = [];
  let endMs = fromMs;
  const add = (interval: StateInterval) => {
    const startMs = Math.max(interval.startMs, endMs);
    const until = Math.min(interval.endMs, toMs);
    if (until <= startMs) return;
    intervals.push({ ...interval, startMs, endMs: until });
    endMs = until;
  };
  known.forEach((point, index) => {
    const startMs = Date.parse(point.recordedAt);
    const nextMs = index + 1 < known.length ? Date.parse(known[index + 1]!.recordedAt) : toMs;
    const validMs = point.validUntil === null ? toMs : Date.parse(point.validUntil);
    add({ ...UNKNOWN, startMs: endMs, endMs: startMs });
    add({ startMs, endMs: Math.min(nextMs, validMs), status: point.status, waitMinutes: point.waitMinutes });
    add({ ...UNKNOWN, startMs: endMs, endMs: nextMs });
  });
  add({ ...UNKNOWN, startMs: endMs, endMs: toMs });
  return intervals;
}

const UNKNOWN = { status: null, waitMinutes: null } as const;

/** A time for which the state of an operating ride was carried forward without a new observation. */
export interface Silence {
  fromMs: number;
  toMs: number;
}

const LONG_MS = 3_600_000;

/** The longest of more than an hour. An archive is silent while nothing changes, but also where it ends. */
export function longestSilence(
  points: readonly Point[],
  before: Point | null,
  fromMs: number,
  toMs: number,
): Silence | null {
  let longest: Silence | null = null;
  for (const { status, recordedAt, lastConfirmedAt, validUntil } of before === null ? points : [before, ...points]) {
    const silence = {
      fromMs: Math.max(fromMs, Date.parse(lastConfirmedAt ?? recordedAt)),
      toMs: validUntil === null ? toMs : Math.min(toMs, Date.parse(validUntil)),
    };
    const longestMs = longest === null ? LONG_MS : longest.toMs - longest.fromMs;
    if (status === 'OPERATING' && silence.toMs - silence.fromMs > longestMs) longest = silence;
  }
  return longest;
}

/** The interval at an instant, by binary search: the intervals are in order and without holes. */
export function intervalAt(intervals: readonly StateInterval[], atMs: number): StateInterval | undefined {
  const found = intervals[firstEndingAfter(intervals, atMs)];
  return found && found.startMs <= atMs ? found : undefined;
}

/** The index of the first interval that ends after an instant. */
export function firstEndingAfter(intervals: readonly StateInterval[], atMs: number): number {
  let [low, high] = [0, intervals.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (intervals[middle]!.endMs > atMs) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Corners of a stepped line; a null wait interrupts it. */
export function stepLine(intervals: readonly StateInterval[]): [number, number | null][] {
  return intervals.flatMap(({ startMs, endMs, status, waitMinutes }) => {
    const wait = status === 'OPERATING' ? waitMinutes : null;
    return [
      [startMs, wait],
      [endMs, wait],
    ] as [number, number | null][];
  });
}

/** Adjoining intervals of one kind, as one. */
export function rangesOf(
  intervals: readonly StateInterval[],
  isWanted: (interval: StateInterval) => boolean,
): [startMs: number, endMs: number][] {
  const ranges: [number, number][] = [];
  for (const interval of intervals.filter(isWanted)) {
    const last = ranges.at(-1);
    if (last?.[1] === interval.startMs) last[1] = interval.endMs;
    else ranges.push([interval.startMs, interval.endMs]);
  }
  return ranges;
}

export const isDown = ({ status }: StateInterval): boolean => status === 'DOWN';
export const isClosed = ({ status }: StateInterval): boolean => status === 'CLOSED' || status === 'REFURBISHMENT';
export const isUnknown = ({ status }: StateInterval): boolean => status === null;

/** Times without any row, as far as the present: nothing was observed there. */
export function holesOf(
  points: readonly { from: string; to: string }[],
  fromMs: number,
  untilMs: number,
): StateInterval[] {
  const holes: StateInterval[] = [];
  let endMs = fromMs;
  const add = (startMs: number) => {
    if (startMs > endMs) holes.push({ ...UNKNOWN, startMs: endMs, endMs: startMs });
  };
  for (const { from, to } of points) {
    add(Date.parse(from));
    endMs = Math.max(endMs, Date.parse(to));
  }
  add(untilMs);
  return holes;
}
