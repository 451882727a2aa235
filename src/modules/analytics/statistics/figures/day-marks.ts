import { STATUS_UNKNOWN } from '../../../snapshots/observations.js';
import type { HeldValues } from '../timeline/held-values.js';
import type { ParkCalendar } from './park-calendar.js';
import { OPERATING } from '../../../snapshots/status-codes.js';

/** What is told of a ride's day beside sums, by index of the day. */
export interface DayMarks {
  statusChanges: Uint32Array;
  /** NaN on days on which it never operated. */
  firstOperatingMs: Float64Array;
  lastOperatingMs: Float64Array;
}

/**
 * A change of status counts on the day of the observation that shows it, and only if the value before was still held then:
 * what happened while nobody looked is not counted.
 */
export function markDays(held: HeldValues, calendar: ParkCalendar): DayMarks {
  const marks: DayMarks = {
    statusChanges: new Uint32Array(calendar.days.length),
    firstOperatingMs: new Float64Array(calendar.days.length).fill(NaN),
    lastOperatingMs: new Float64Array(calendar.days.length).fill(NaN),
  };
  let day = 0;
  for (let index = 0; index < held.length; index++) {
    const [startMs, endMs] = [held.startMs[index]!, held.endMs[index]!];
    while (day < calendar.days.length && calendar.days[day]!.endMs <= startMs) day++;
    if (day === calendar.days.length) break;
    if (startMs >= calendar.days[day]!.startMs && isChange(held, index)) marks.statusChanges[day]! += 1;
    if (held.status[index] === OPERATING) markOperating(marks, calendar, day, startMs, endMs);
  }
  return marks;
}

function isChange(held: HeldValues, index: number): boolean {
  if (index === 0 || !held.isFollowedAtOnce(index - 1)) return false;
  const [before, now] = [held.status[index - 1]!, held.status[index]!];
  return before !== now && before !== STATUS_UNKNOWN && now !== STATUS_UNKNOWN;
}

function markOperating(marks: DayMarks, calendar: ParkCalendar, from: number, startMs: number, endMs: number): void {
  for (let day = from; day < calendar.days.length && calendar.days[day]!.startMs < endMs; day++) {
    const [dayStartMs, dayEndMs] = [calendar.days[day]!.startMs, calendar.days[day]!.endMs];
    const [fromMs, untilMs] = [Math.max(startMs, dayStartMs), Math.min(endMs, dayEndMs)];
    if (fromMs >= untilMs) continue;
    if (Number.isNaN(marks.firstOperatingMs[day])) marks.firstOperatingMs[day] = fromMs;
    marks.lastOperatingMs[day] = untilMs;
  }
}
