import type { TimeInterval } from '../../../common/time/time-intervals.js';
import type { DayUse } from '../../park-use/day-use.js';
import { CLOSED, REFURBISHMENT } from '../../snapshots/observations.js';
import type { Polls } from '../timeline/live-spans.js';
import type { ObservedRows } from '../timeline/observed-rows.js';
import type { StateIntervals } from '../timeline/state-intervals.js';
import { wasPolled } from './observed-days.js';
import type { CalendarDay, ParkCalendar } from './park-calendar.js';

/** Which part of a local day counts for a ride: none, all of it, or only the evening that continues from the day before. */
export const NOT_COUNTED = 0;
export const COUNTED = 1;
export const EVENING_COUNTED = 2;

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
 * By ride and day, the part that counts. A ride counts if it was observed on the day. If the last archive row of the day
 * reports that the ride was closed already before the park opened, it need not report again: only the evening before counts,
 * and only if the ride was reported otherwise in it. The park must have been observed in use by other rides: otherwise the
 * archive lacks the day.
 */
export function countedDays(rides: readonly ObservedTimeline[], { calendar, polls, uses }: Days): Uint8Array[] {
  const closed = rides.map((ride) =>
    calendar.days.map(
      (day, index) => ride.isObserved[index] === 1 && endsClosedBefore(ride.rows, day, uses[index]!, polls),
    ),
  );
  const isSeenInUse = calendar.days.map((): boolean | undefined => undefined);
  const isParkSeen = (day: number): boolean =>
    (isSeenInUse[day] ??= rides.some(
      (ride, index) => ride.countsForPark && !closed[index]![day]! && isSeenIn(ride.intervals, ownWindows(uses[day]!)),
    ));
  return rides.map(({ rows, isObserved }, index) => {
    if (!closed[index]!.includes(true)) return isObserved;
    const counted = isObserved.slice();
    for (const [day, isClosed] of closed[index]!.entries()) {
      if (isClosed && isParkSeen(day)) counted[day] = eveningOf(rows, calendar.days[day]!, uses[day]!);
    }
    return counted;
  });
}

/** Whether the last row of a day without polls is one of the archive that reports closed, from before the park opened. */
function endsClosedBefore(rows: ObservedRows, day: CalendarDay, { opensAtMs }: DayUse, polls: Polls): boolean {
  if (opensAtMs === null) return false;
  const last = firstAtOrAfter(rows.atMs, rows.length, day.endMs) - 1;
  if (last < 0 || rows.atMs[last]! < day.startMs || rows.atMs[last]! >= opensAtMs || wasPolled(rows, last))
    return false;
  return isClosedOrRefurbished(rows, last) && !polls.isAnyIn(day.startMs, day.endMs);
}

/** A value that is merely carried past midnight does not count. */
function eveningOf(rows: ObservedRows, { startMs }: CalendarDay, { windows, opensAtMs }: DayUse): number {
  const eveningEndMs = windows.findLast((window) => window.startMs < opensAtMs!)?.endMs ?? startMs;
  for (let row = firstAtOrAfter(rows.atMs, rows.length, startMs); row < rows.length; row++) {
    if (rows.atMs[row]! >= eveningEndMs) break;
    if (!isClosedOrRefurbished(rows, row)) return EVENING_COUNTED;
  }
  return NOT_COUNTED;
}

const ownWindows = ({ windows, opensAtMs }: DayUse): readonly TimeInterval[] =>
  windows.filter(({ startMs }) => startMs >= opensAtMs!);

const isClosedOrRefurbished = ({ status }: ObservedRows, row: number): boolean =>
  status[row] === CLOSED || status[row] === REFURBISHMENT;

/** Whether any of the time in the windows was observed. */
function isSeenIn({ startMs, endMs, length }: StateIntervals, windows: readonly TimeInterval[]): boolean {
  return windows.some((window) => {
    // The first interval that ends after the start of the window.
    const first = firstAtOrAfter(endMs, length, window.startMs + 1);
    return first < length && startMs[first]! < window.endMs;
  });
}

export function firstAtOrAfter(sortedMs: ArrayLike<number>, length: number, instantMs: number): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sortedMs[middle]! >= instantMs) high = middle;
    else low = middle + 1;
  }
  return low;
}
