import { STATUS_UNKNOWN } from '../../../snapshots/observations.js';
import type { StateIntervals } from '../timeline/held-values.js';
import type { ParkCalendar } from './park-calendar.js';
import { OPERATING } from '../../../snapshots/status-codes.js';

/** What is told of a ride's day beside sums, by index of the day. */
export interface DayMilestones {
  statusChanges: Uint32Array;
  /** NaN on days on which it never operated. */
  firstOperatingMs: Float64Array;
  lastOperatingMs: Float64Array;
}

/**
 * A change of status counts on the day of the observation that shows it, and only if the value before was still held then:
 * what happened while nobody looked is not counted.
 */
export function findDayMilestones(intervals: StateIntervals, calendar: ParkCalendar): DayMilestones {
  const milestones: DayMilestones = {
    statusChanges: new Uint32Array(calendar.days.length),
    firstOperatingMs: new Float64Array(calendar.days.length).fill(NaN),
    lastOperatingMs: new Float64Array(calendar.days.length).fill(NaN),
  };
  let day = 0;
  for (let index = 0; index < intervals.length; index++) {
    const [startMs, endMs] = [intervals.startMs[index]!, intervals.endMs[index]!];
    while (day < calendar.days.length && calendar.days[day]!.endMs <= startMs) day++;
    if (day === calendar.days.length) break;
    if (startMs >= calendar.days[day]!.startMs && isChange(intervals, index)) milestones.statusChanges[day]! += 1;
    if (intervals.status[index] === OPERATING) markOperating(milestones, calendar, day, startMs, endMs);
  }
  return milestones;
}

function isChange(intervals: StateIntervals, index: number): boolean {
  if (index === 0 || !intervals.isFollowedAtOnce(index - 1)) return false;
  const [before, now] = [intervals.status[index - 1]!, intervals.status[index]!];
  return before !== now && before !== STATUS_UNKNOWN && now !== STATUS_UNKNOWN;
}

function markOperating(
  milestones: DayMilestones,
  calendar: ParkCalendar,
  from: number,
  startMs: number,
  endMs: number,
): void {
  for (let day = from; day < calendar.days.length && calendar.days[day]!.startMs < endMs; day++) {
    const [dayStartMs, dayEndMs] = [calendar.days[day]!.startMs, calendar.days[day]!.endMs];
    const [fromMs, untilMs] = [Math.max(startMs, dayStartMs), Math.min(endMs, dayEndMs)];
    if (fromMs >= untilMs) continue;
    if (Number.isNaN(milestones.firstOperatingMs[day])) milestones.firstOperatingMs[day] = fromMs;
    milestones.lastOperatingMs[day] = untilMs;
  }
}
