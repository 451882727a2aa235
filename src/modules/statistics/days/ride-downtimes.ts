import type { TimeInterval } from '../../../common/time/time-intervals.js';
import type { DayUse } from '../../park-use/day-use.js';
import { CLOSED, DOWN, OPERATING, REFURBISHMENT } from '../../snapshots/observations.js';
import type { StateIntervals } from '../timeline/state-intervals.js';
import { COUNTED, EVENING_COUNTED } from './counted-days.js';
import type { ParkCalendar } from './park-calendar.js';

export type DowntimeEnd = 'OPERATING' | 'CLOSED' | 'REFURBISHMENT';

/** The part of an uninterrupted DOWN that lies on one local day. */
export interface DowntimePart {
  rideId: number;
  localDate: string;
  startedMs: number;
  endedMs: number;
  /** The time of it in which the park was in use. */
  scheduledMs: number;
  /** The ride was DOWN already when the day began. */
  isContinued: boolean;
  /** The status that followed at once; null: it lasts until the end of the day, or what followed is unknown. */
  endedBy: DowntimeEnd | null;
}

const ENDS: Readonly<Record<number, DowntimeEnd>> = {
  [OPERATING]: 'OPERATING',
  [CLOSED]: 'CLOSED',
  [REFURBISHMENT]: 'REFURBISHMENT',
};

/**
 * Every DOWN of a ride, cut at the ends of local days, whether the park is in use or not. Unknown time ends a DOWN: what follows is
 * another one.
 * @param counted by day, the part that counts as use for the ride
 */
export function downtimeParts(
  rideId: number,
  intervals: StateIntervals,
  calendar: ParkCalendar,
  uses: readonly DayUse[],
  counted: ArrayLike<number>,
): DowntimePart[] {
  const parts: DowntimePart[] = [];
  const windowsOf = uses.map((use, day) => countedWindows(use, counted[day]!));
  let day = 0;
  for (let index = 0; index < intervals.length; index++) {
    if (intervals.status[index] !== DOWN) continue;
    const startMs = intervals.startMs[index]!;
    while (intervals.isFollowedAtOnce(index) && intervals.status[index + 1] === DOWN) index++;
    const endMs = intervals.endMs[index]!;
    while (day < calendar.days.length && calendar.days[day]!.endMs <= startMs) day++;
    for (let on = day; on < calendar.days.length && calendar.days[on]!.startMs < endMs; on++) {
      const { localDate, startMs: dayStartMs, endMs: dayEndMs } = calendar.days[on]!;
      const [startedMs, endedMs] = [Math.max(startMs, dayStartMs), Math.min(endMs, dayEndMs)];
      if (startedMs >= endedMs) continue;
      parts.push({
        ...{ rideId, localDate, startedMs, endedMs },
        scheduledMs: overlapMs(windowsOf[on]!, startedMs, endedMs),
        isContinued: startMs < dayStartMs,
        endedBy: endMs < dayEndMs && intervals.isFollowedAtOnce(index) ? endOf(intervals.status[index + 1]!) : null,
      });
    }
  }
  return parts;
}

const endOf = (status: number): DowntimeEnd | null => ENDS[status] ?? null;

/** The windows in which the park's use counts for the ride. */
function countedWindows({ windows, opensAtMs }: DayUse, counted: number): readonly TimeInterval[] {
  if (counted === COUNTED) return windows;
  if (counted !== EVENING_COUNTED || opensAtMs === null) return [];
  return windows.filter(({ startMs }) => startMs < opensAtMs);
}

function overlapMs(windows: readonly TimeInterval[], fromMs: number, untilMs: number): number {
  return windows.reduce(
    (sum, { startMs, endMs }) => sum + Math.max(0, Math.min(endMs, untilMs) - Math.max(startMs, fromMs)),
    0,
  );
}
