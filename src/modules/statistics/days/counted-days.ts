import type { TimeInterval } from '../../../common/time/time-intervals.js';
import type { DayUse } from '../../park-use/day-use.js';
import { CLOSED, REFURBISHMENT } from '../../snapshots/observations.js';
import type { Polls } from '../timeline/live-spans.js';
import type { ObservedRows } from '../timeline/observed-rows.js';
import type { StateIntervals } from '../timeline/state-intervals.js';
import { wasPolled } from './observed-days.js';
import type { CalendarDay, ParkCalendar } from './park-calendar.js';

interface ObservedTimeline {
  rows: ObservedRows;
  intervals: StateIntervals;
  countsForPark: boolean;
  /** By day, 1 if the ride was observed on the day itself. */
  isObserved: Uint8Array;
}

interface Days {
  calendar: ParkCalendar;
  polls: Polls;
  uses: readonly DayUse[];
}

/**
 * By ride and day, 1 if the ride counts: if it was observed on the day, unless all that the archive told of it on that day is
 * that it had closed before the park opened. Such a ride may stay silent. The park must have been observed in use by other
 * rides: otherwise the archive lacks the day.
 */
export function countedDays(rides: readonly ObservedTimeline[], { calendar, polls, uses }: Days): Uint8Array[] {
  const isSeenInUse = calendar.days.map((): boolean | undefined => undefined);
  const isParkSeen = (day: number): boolean =>
    (isSeenInUse[day] ??= rides.some((ride) => ride.countsForPark && isSeenIn(ride.intervals, uses[day]!.windows)));
  return rides.map(({ rows, intervals, isObserved }) => {
    const closed = calendar.days.flatMap((day, index) => {
      const { opensAtMs, windows } = uses[index]!;
      const isClosed =
        isObserved[index] === 1 &&
        opensAtMs !== null &&
        endsClosedBefore(rows, day, opensAtMs) &&
        !polls.isAnyIn(day.startMs, day.endMs) &&
        !isSeenIn(intervals, windows) &&
        isParkSeen(index);
      return isClosed ? [index] : [];
    });
    if (closed.length === 0) return isObserved;
    const counted = isObserved.slice();
    for (const day of closed) counted[day] = 0;
    return counted;
  });
}

/** Whether the last row of the day is one of the archive that says closed, from before the park opened. */
function endsClosedBefore(rows: ObservedRows, { startMs, endMs }: CalendarDay, opensAtMs: number): boolean {
  const last = firstAtOrAfter(rows.atMs, rows.length, endMs) - 1;
  if (last < 0 || rows.atMs[last]! < startMs || rows.atMs[last]! >= opensAtMs || wasPolled(rows, last)) return false;
  return rows.status[last] === CLOSED || rows.status[last] === REFURBISHMENT;
}

/** Whether any of the time in the windows was observed. */
function isSeenIn({ startMs, endMs, length }: StateIntervals, windows: readonly TimeInterval[]): boolean {
  return windows.some((window) => {
    // The first interval that ends after the start of the window.
    const first = firstAtOrAfter(endMs, length, window.startMs + 1);
    return first < length && startMs[first]! < window.endMs;
  });
}

function firstAtOrAfter(sortedMs: ArrayLike<number>, length: number, instantMs: number): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sortedMs[middle]! >= instantMs) high = middle;
    else low = middle + 1;
  }
  return low;
}
