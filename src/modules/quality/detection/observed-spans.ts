import { type TimeInterval, overlapMs } from '../../../common/time/time-intervals.js';
import type { DataSource, RideStatus } from '../../snapshots/observations.js';

/** One stored observation: an instant for archive data; for live data, the interval over which it was confirmed. */
export interface ObservedSpan {
  /** The ride that it counts as. */
  rideId: number;
  /** The ride under whose UUID it was stored; default: the same. */
  storedUnder?: number;
  fromMs: number;
  untilMs: number;
  status: RideStatus | null;
  waitMinutes: number | null;
  source: DataSource;
}

/** An interval without observations: between two of them or, at the end, up to the end of the known data. */
export interface NoDataInterval extends TimeInterval {
  /** The observation that it follows. */
  before: ObservedSpan;
  /** No observation has followed so far. */
  isOngoing: boolean;
}

/** @param observed observations of one or more rides, oldest first */
export function noDataIntervalsOf(observed: readonly ObservedSpan[], lookedUntilMs: number): NoDataInterval[] {
  const dataGaps: NoDataInterval[] = [];
  let last: ObservedSpan | null = null;
  for (const next of observed) {
    if (last !== null && next.fromMs > last.untilMs) {
      dataGaps.push({ startMs: last.untilMs, endMs: next.fromMs, before: last, isOngoing: false });
    }
    if (last === null || next.untilMs >= last.untilMs) last = next;
  }
  if (last !== null && lookedUntilMs > last.untilMs) {
    dataGaps.push({ startMs: last.untilMs, endMs: lookedUntilMs, before: last, isOngoing: true });
  }
  return dataGaps;
}

/** The part of the interval within opening hours; 0 for a negative interval. */
export function scheduledMsOf({ startMs, endMs }: TimeInterval, openingIntervals: readonly TimeInterval[]): number {
  return endMs <= startMs ? 0 : overlapMs({ startMs, endMs }, openingIntervals);
}

/** Whether more than the limit lies within opening hours. Most intervals are shorter, which is checked first. */
export function isOpenLonger(
  interval: TimeInterval,
  openingIntervals: readonly TimeInterval[],
  limitMs: number,
): boolean {
  return interval.endMs - interval.startMs > limitMs && scheduledMsOf(interval, openingIntervals) > limitMs;
}

/** The observations that begin within the window. @param observed oldest first */
export function firstObservedIn(
  observed: readonly ObservedSpan[],
  { startMs, endMs }: TimeInterval,
): readonly ObservedSpan[] {
  return observed.slice(indexFrom(observed, startMs), indexFrom(observed, endMs));
}

/** The index of the first observation that begins at the instant or later. */
function indexFrom(observed: readonly ObservedSpan[], instantMs: number): number {
  let [low, high] = [0, observed.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (observed[middle]!.fromMs < instantMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** From the first to the last open instant of the interval; null if the park was closed throughout. */
export function cutToOpening(interval: TimeInterval, openingIntervals: readonly TimeInterval[]): TimeInterval | null {
  const open = openingIntervals.filter(({ startMs, endMs }) => startMs < interval.endMs && endMs > interval.startMs);
  if (open.length === 0) return null;
  return {
    startMs: Math.max(interval.startMs, Math.min(...open.map(({ startMs }) => startMs))),
    endMs: Math.min(interval.endMs, Math.max(...open.map(({ endMs }) => endMs))),
  };
}

/** The parts of the interval outside of the others, which are in order and do not overlap. */
export function without(interval: TimeInterval, others: readonly TimeInterval[]): TimeInterval[] {
  const left: TimeInterval[] = [];
  let fromMs = interval.startMs;
  for (const { startMs, endMs } of others) {
    if (endMs <= fromMs || startMs >= interval.endMs) continue;
    if (startMs > fromMs) left.push({ startMs: fromMs, endMs: startMs });
    fromMs = endMs;
  }
  if (fromMs < interval.endMs) left.push({ startMs: fromMs, endMs: interval.endMs });
  return left;
}

/** The usual time between two observations within opening hours (95th percentile); null: too few observations. */
export function usualIntervalMs(
  observed: readonly ObservedSpan[],
  openingIntervals: readonly TimeInterval[],
): number | null {
  const intervals: number[] = [];
  let window = 0;
  for (const [index, { fromMs }] of observed.entries()) {
    const previous = observed[index - 1];
    if (previous === undefined) continue;
    while (window < openingIntervals.length && openingIntervals[window]!.endMs < fromMs) window++;
    if (window === openingIntervals.length) break;
    if (previous.fromMs >= openingIntervals[window]!.startMs) intervals.push(fromMs - previous.fromMs);
  }
  if (intervals.length < MIN_INTERVALS) return null;
  return intervals.sort((a, b) => a - b)[Math.floor(intervals.length * USUAL_SHARE)]!;
}

const MIN_INTERVALS = 20;
const USUAL_SHARE = 0.95;
