import type { TimeInterval } from '../../../common/time/time-intervals.js';
import { DOWN, OPERATING, STATUS_UNKNOWN } from '../../snapshots/observations.js';
import type { StateIntervals } from '../timeline/state-intervals.js';
import { addHour } from '../hours/add-hour.js';
import { HourPacker, type HoursByColumn, type HoursOfRideDay } from '../hours/packed-hours.js';
import { NOT_COUNTED } from './counted-days.js';
import type { HourAccumulator } from './hour-accumulator.js';
import { type ParkCalendar } from './park-calendar.js';
import { HOURS_OF_DAY } from '../../../common/time/calendar.js';
import { coverageOf, NO_TIME, type ScheduledTimeTotals, type RideDay } from './rollup-rows.js';

/** Daily values of a ride that are not sums, by index of the day. */
export interface DayActivity {
  statusChanges: Uint32Array;
  /** NaN on days on which the ride never operated. */
  firstOperatingMs: Float64Array;
  lastOperatingMs: Float64Array;
}

/**
 * A status change counts on the day of the observation that shows it, and only if the previous value was still carried forward
 * then. Changes during unknown time do not count.
 */
export function dayActivityOf(intervals: StateIntervals, calendar: ParkCalendar): DayActivity {
  const dayActivity: DayActivity = {
    statusChanges: new Uint32Array(calendar.days.length),
    firstOperatingMs: new Float64Array(calendar.days.length).fill(NaN),
    lastOperatingMs: new Float64Array(calendar.days.length).fill(NaN),
  };
  let day = 0;
  for (let index = 0; index < intervals.length; index++) {
    const [startMs, endMs] = [intervals.startMs[index]!, intervals.endMs[index]!];
    while (day < calendar.days.length && calendar.days[day]!.endMs <= startMs) day++;
    if (day === calendar.days.length) break;
    if (startMs >= calendar.days[day]!.startMs && isChange(intervals, index)) dayActivity.statusChanges[day]! += 1;
    if (intervals.status[index] === OPERATING) addOperating(dayActivity, calendar, day, startMs, endMs);
  }
  return dayActivity;
}

function isChange(intervals: StateIntervals, index: number): boolean {
  if (index === 0 || !intervals.isFollowedAtOnce(index - 1)) return false;
  const [before, now] = [intervals.status[index - 1]!, intervals.status[index]!];
  return before !== now && before !== STATUS_UNKNOWN && now !== STATUS_UNKNOWN;
}

function addOperating(
  dayActivity: DayActivity,
  calendar: ParkCalendar,
  from: number,
  startMs: number,
  endMs: number,
): void {
  for (let day = from; day < calendar.days.length && calendar.days[day]!.startMs < endMs; day++) {
    const [dayStartMs, dayEndMs] = [calendar.days[day]!.startMs, calendar.days[day]!.endMs];
    const [fromMs, untilMs] = [Math.max(startMs, dayStartMs), Math.min(endMs, dayEndMs)];
    if (fromMs >= untilMs) continue;
    if (Number.isNaN(dayActivity.firstOperatingMs[day])) dayActivity.firstOperatingMs[day] = fromMs;
    dayActivity.lastOperatingMs[day] = untilMs;
  }
}

/** By day, the longest uninterrupted and fully observed DOWN while the park was open. */
export function longestDown(intervals: StateIntervals, windowsOfDays: readonly (readonly TimeInterval[])[]): number[] {
  let first = 0;
  return windowsOfDays.map((windows) => {
    let longestMs = 0;
    for (const window of windows) {
      while (first < intervals.length && intervals.endMs[first]! <= window.startMs) first++;
      longestMs = Math.max(longestMs, longestWithin(intervals, first, window));
    }
    return longestMs;
  });
}

function longestWithin(intervals: StateIntervals, first: number, window: TimeInterval): number {
  let [longestMs, downMs] = [0, 0];
  for (let index = first; index < intervals.length && intervals.startMs[index]! < window.endMs; index++) {
    if (intervals.status[index] !== DOWN) {
      downMs = 0;
      continue;
    }
    const durationMs =
      Math.min(intervals.endMs[index]!, window.endMs) - Math.max(intervals.startMs[index]!, window.startMs);
    downMs = downMs > 0 && intervals.isFollowedAtOnce(index - 1) ? downMs + durationMs : durationMs;
    longestMs = Math.max(longestMs, downMs);
  }
  return longestMs;
}

/** Values of a ride that are not sums. */
export interface RideActivity {
  rideId: number;
  /** By day, the part that counts. */
  counted: ArrayLike<number>;
  dayActivity: DayActivity;
}

/** Takes the hours of a day before the arrays are used for the next day. */
export type HoursSink = (day: number, of: HoursByColumn, hours: number) => void;

/** The rows of one ride. A day is the exact sum of its hours, except for unknown time, because hours without data have no rows. */
export class RideDays {
  private readonly packer = new HourPacker();

  constructor(
    private readonly calendar: ParkCalendar,
    private readonly hourTotals: HourAccumulator,
  ) {}

  /**
   * Rows of the ride that `hourTotals` currently contains. Days on which it was not observed have no rows.
   */
  of(
    { rideId, counted, dayActivity }: RideActivity,
    longestDownMs: readonly number[],
    onHours: HoursSink,
  ): { hours: HoursOfRideDay[]; days: RideDay[] } {
    const { values } = this.packer;
    const hours: HoursOfRideDay[] = [];
    const days: RideDay[] = [];
    for (const [day, { localDate, startMs, endMs }] of this.calendar.days.entries()) {
      if (!this.hourTotals.hasDay(day)) continue;
      const totals: ScheduledTimeTotals = { ...NO_TIME };
      const bits = this.hourTotals.fillDay(day, values);
      for (let hour = 0; hour < HOURS_OF_DAY; hour++) if ((bits & (1 << hour)) !== 0) addHour(totals, values, hour);
      hours.push({ rideId, localDate, packed: this.packer.pack(bits) });
      onHours(day, values, bits);
      totals.unknownMs = endMs - startMs - totals.observedMs;
      days.push({
        rideId,
        localDate,
        ...totals,
        ...this.hourTotals.days.totals(day, counted[day]!),
        p50Wait: this.hourTotals.days.waits.percentile(day, 0.5),
        p90Wait: this.hourTotals.days.waits.percentile(day, 0.9),
        statusChanges: dayActivity.statusChanges[day]!,
        longestDownMs: counted[day] !== NOT_COUNTED ? longestDownMs[day]! : 0,
        firstOperatingMs: instantOrNull(dayActivity.firstOperatingMs[day]!),
        lastOperatingMs: instantOrNull(dayActivity.lastOperatingMs[day]!),
        coverage: coverageOf(totals),
      });
    }
    return { hours, days };
  }
}

const instantOrNull = (ms: number): number | null => (Number.isNaN(ms) ? null : ms);
