import { type TimeWindow, overlapMs } from '../../../common/time/time-windows.js';
import type { DataSource, RideStatus } from '../../snapshots/observations.js';

/** One stored observation: of the archive an instant, of live data the stretch over which it was seen unchanged. */
export interface Seen {
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
export interface Silence extends TimeWindow {
  /** The observation that it follows. */
  before: Seen;
  /** Nothing has been seen since. */
  isOngoing: boolean;
}

/** @param seen of whatever rides, oldest first */
export function silencesOf(seen: readonly Seen[], lookedUntilMs: number): Silence[] {
  const silences: Silence[] = [];
  let last: Seen | null = null;
  for (const next of seen) {
    if (last !== null && next.fromMs > last.untilMs) {
      silences.push({ startMs: last.untilMs, endMs: next.fromMs, before: last, isOngoing: false });
    }
    if (last === null || next.untilMs >= last.untilMs) last = next;
  }
  if (last !== null && lookedUntilMs > last.untilMs) {
    silences.push({ startMs: last.untilMs, endMs: lookedUntilMs, before: last, isOngoing: true });
  }
  return silences;
}

/** The time of the stretch that lies in opening hours; negative stretches have none. */
export function openMsOf({ startMs, endMs }: TimeWindow, openWindows: readonly TimeWindow[]): number {
  return endMs <= startMs ? 0 : overlapMs({ startMs, endMs }, openWindows);
}

/** Whether more than so much of the stretch lies in opening hours; most stretches are too short anyway. */
export function isOpenLonger(stretch: TimeWindow, openWindows: readonly TimeWindow[], limitMs: number): boolean {
  return stretch.endMs - stretch.startMs > limitMs && openMsOf(stretch, openWindows) > limitMs;
}

/** What was first seen within the window. @param seen oldest first */
export function firstSeenIn(seen: readonly Seen[], { startMs, endMs }: TimeWindow): readonly Seen[] {
  return seen.slice(indexFrom(seen, startMs), indexFrom(seen, endMs));
}

/** Of the first that was seen at the instant or later. */
function indexFrom(seen: readonly Seen[], instantMs: number): number {
  let [low, high] = [0, seen.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (seen[middle]!.fromMs < instantMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** From the first to the last open instant of the stretch; null where the park was closed all the time. */
export function cutToOpening(stretch: TimeWindow, openWindows: readonly TimeWindow[]): TimeWindow | null {
  const open = openWindows.filter(({ startMs, endMs }) => startMs < stretch.endMs && endMs > stretch.startMs);
  if (open.length === 0) return null;
  return {
    startMs: Math.max(stretch.startMs, Math.min(...open.map(({ startMs }) => startMs))),
    endMs: Math.min(stretch.endMs, Math.max(...open.map(({ endMs }) => endMs))),
  };
}

/** What of the stretch lies in none of the others, which do not overlap each other and are in order. */
export function without(stretch: TimeWindow, others: readonly TimeWindow[]): TimeWindow[] {
  const left: TimeWindow[] = [];
  let fromMs = stretch.startMs;
  for (const { startMs, endMs } of others) {
    if (endMs <= fromMs || startMs >= stretch.endMs) continue;
    if (startMs > fromMs) left.push({ startMs: fromMs, endMs: startMs });
    fromMs = endMs;
  }
  if (fromMs < stretch.endMs) left.push({ startMs: fromMs, endMs: stretch.endMs });
  return left;
}

/** How long a source usually takes from one observation to the next within opening hours; null: too few to say. */
export function usualIntervalMs(seen: readonly Seen[], openWindows: readonly TimeWindow[]): number | null {
  const intervals: number[] = [];
  let window = 0;
  for (const [index, { fromMs }] of seen.entries()) {
    const previous = seen[index - 1];
    if (previous === undefined) continue;
    while (window < openWindows.length && openWindows[window]!.endMs < fromMs) window++;
    if (window === openWindows.length) break;
    if (previous.fromMs >= openWindows[window]!.startMs) intervals.push(fromMs - previous.fromMs);
  }
  if (intervals.length < MIN_INTERVALS) return null;
  return intervals.sort((a, b) => a - b)[Math.floor(intervals.length * USUAL_SHARE)]!;
}

const MIN_INTERVALS = 20;
const USUAL_SHARE = 0.95;
