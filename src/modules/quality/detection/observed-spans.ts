import { type TimeInterval, overlapMs } from '../../../common/time/time-intervals.js';
import type { DataSource, RideStatus } from '../../snapshots/observations.js';

/** One stored observation: of the archive an instant, of live data the stretch over which it was seen unchanged. */
export interface ObservedSpan {
  /** The ride that it counts as. */
  rideId: number;
  /** The ride under whose UUID it was stored; left out: the same. */
  storedUnder?: number;
  fromMs: number;
  untilMs: number;
  status: RideStatus | null;
  waitMinutes: number | null;
  source: DataSource;
}

/** A stretch without any observation, between two of them or, at the end, up to where somebody looked. */
export interface NoDataInterval extends TimeInterval {
  /** The observation that it follows. */
  before: ObservedSpan;
  /** Nothing has been seen since. */
  isOngoing: boolean;
}

/** @param seen of whatever rides, oldest first */
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

/** The time of the stretch that lies in opening hours; negative stretches have none. */
export function scheduledMsOf({ startMs, endMs }: TimeInterval, openingIntervals: readonly TimeInterval[]): number {
  return endMs <= startMs ? 0 : overlapMs({ startMs, endMs }, openingIntervals);
}

/** Whether more than so much of the stretch lies in opening hours; most stretches are too short anyway. */
export function isOpenLonger(
  interval: TimeInterval,
  openingIntervals: readonly TimeInterval[],
  limitMs: number,
): boolean {
  return interval.endMs - interval.startMs > limitMs && scheduledMsOf(interval, openingIntervals) > limitMs;
}

/** What was first seen within the window. @param seen oldest first */
export function firstObservedIn(
  observed: readonly ObservedSpan[],
  { startMs, endMs }: TimeInterval,
): readonly ObservedSpan[] {
  return observed.slice(indexFrom(observed, startMs), indexFrom(observed, endMs));
}

/** Of the first that was seen at the instant or later. */
function indexFrom(observed: readonly ObservedSpan[], instantMs: number): number {
  let [low, high] = [0, observed.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (observed[middle]!.fromMs < instantMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** From the first to the last open instant of the stretch; null where the park was closed all the time. */
export function cutToOpening(interval: TimeInterval, openingIntervals: readonly TimeInterval[]): TimeInterval | null {
  const open = openingIntervals.filter(({ startMs, endMs }) => startMs < interval.endMs && endMs > interval.startMs);
  if (open.length === 0) return null;
  return {
    startMs: Math.max(interval.startMs, Math.min(...open.map(({ startMs }) => startMs))),
    endMs: Math.min(interval.endMs, Math.max(...open.map(({ endMs }) => endMs))),
  };
}

/** What of the stretch lies in none of the others, which do not overlap each other and are in order. */
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

/** How long a source usually takes from one observation to the next within opening hours; null: too few to say. */
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
