import {
  EXTREME_WAIT_MINUTES,
  EXCLUDED_WAITS_BELOW,
  WAIT_IMPLAUSIBLE,
  WAIT_IMPLAUSIBLE_AND_EXTREME,
} from '../../park-use/implausible-waits.js';
import { DOWN, OPERATING } from '../../snapshots/observations.js';
import { type HoursByColumn, NO_WAIT } from '../hours/packed-hours.js';
import type { ObservedRows } from '../timeline/observed-rows.js';
import type { StateIntervals } from '../timeline/state-intervals.js';
import { COUNTED, EVENING_COUNTED, NOT_COUNTED } from './counted-days.js';
import { DayAccumulator } from './day-accumulator.js';
import { type CalendarSlices, EVENING, EVENT, IN_USE, type ParkCalendar } from './park-calendar.js';
import { HOURS_OF_DAY } from '../../../common/time/calendar.js';

const STATUSES = 5;

/** Totals of one ride by local hour, and daily totals that hours do not have. One instance is reused for all rides of a park. */
export class HourAccumulator {
  /** Indexed by cell and status code. */
  private readonly statusMs: Float64Array;
  private readonly archiveMs: Float64Array;
  private readonly waitKnownMs: Float64Array;
  private readonly waitMinutesMs: Float64Array;
  private readonly scheduledObservedMs: Float64Array;
  private readonly scheduledOperatingMs: Float64Array;
  private readonly scheduledDownMs: Float64Array;
  private readonly snapshotCount: Float64Array;
  private readonly implausibleWaitCount: Float64Array;
  private readonly minWait: Int16Array;
  private readonly maxWait: Int16Array;
  readonly days: DayAccumulator;
  /** By day, the part that counts. None of the other time of the ride is in use. */
  private counted: ArrayLike<number> = [];

  constructor(
    private readonly calendar: ParkCalendar,
    private readonly slices: CalendarSlices,
    ceilingMinutes: number,
  ) {
    this.days = new DayAccumulator(calendar.days.length, slices, ceilingMinutes);
    const cells = calendar.cellMs.length;
    const totals = () => new Float64Array(cells);
    this.statusMs = new Float64Array(cells * STATUSES);
    [this.archiveMs, this.waitKnownMs, this.waitMinutesMs] = [totals(), totals(), totals()];
    [this.scheduledObservedMs, this.scheduledOperatingMs, this.scheduledDownMs] = [totals(), totals(), totals()];
    [this.snapshotCount, this.implausibleWaitCount] = [totals(), totals()];
    [this.minWait, this.maxWait] = [new Int16Array(cells), new Int16Array(cells)];
  }

  /** Replaces the previous ride. */
  take(rows: ObservedRows, intervals: StateIntervals, counted: ArrayLike<number>): void {
    this.counted = counted;
    this.days.clear();
    const { archiveMs, waitKnownMs, waitMinutesMs, scheduledObservedMs, scheduledOperatingMs, scheduledDownMs } = this;
    const totals = [
      this.statusMs,
      archiveMs,
      waitKnownMs,
      waitMinutesMs,
      scheduledObservedMs,
      scheduledOperatingMs,
      scheduledDownMs,
    ];
    for (const column of [...totals, this.snapshotCount, this.implausibleWaitCount]) column.fill(0);
    this.minWait.fill(-1);
    this.maxWait.fill(-1);
    this.count(rows);
    this.addIntervals(intervals);
  }

  /** Whether the ride has any observation or carried-forward value on the day. */
  hasDay(day: number): boolean {
    for (let cell = day * HOURS_OF_DAY; cell < (day + 1) * HOURS_OF_DAY; cell++) {
      if (this.snapshotCount[cell]! > 0 || this.observedMs(cell) > 0) return true;
    }
    return false;
  }

  /**
   * Fills in the hours of a day, without an object for each. @returns the bit set of the hours that have statistics: those in which
   * anything was observed or the park was in use
   */
  fillDay(day: number, into: HoursByColumn): number {
    let hours = 0;
    for (let hour = 0; hour < HOURS_OF_DAY; hour++) {
      const cell = day * HOURS_OF_DAY + hour;
      const [observedMs, scheduledMs] = [this.observedMs(cell), this.scheduledMs(cell)];
      if (observedMs === 0 && this.snapshotCount[cell] === 0 && scheduledMs === 0) continue;
      hours |= 1 << hour;
      this.fillHour(cell, into, hour);
      into.observedMs[hour] = observedMs;
      into.unknownMs[hour] = this.calendar.cellMs[cell]! - observedMs;
      into.scheduledMs[hour] = scheduledMs;
    }
    return hours;
  }

  private fillHour(cell: number, into: HoursByColumn, hour: number): void {
    const first = cell * STATUSES;
    into.operatingMs[hour] = this.statusMs[first + 1]!;
    into.downMs[hour] = this.statusMs[first + 2]!;
    into.closedMs[hour] = this.statusMs[first + 3]!;
    into.refurbishmentMs[hour] = this.statusMs[first + 4]!;
    into.archiveMs[hour] = this.archiveMs[cell]!;
    into.waitKnownMs[hour] = this.waitKnownMs[cell]!;
    into.waitMinutesMs[hour] = this.waitMinutesMs[cell]!;
    into.minWait[hour] = this.minWait[cell]! < 0 ? NO_WAIT : this.minWait[cell]!;
    into.maxWait[hour] = this.maxWait[cell]! < 0 ? NO_WAIT : this.maxWait[cell]!;
    into.implausibleWaitCount[hour] = this.implausibleWaitCount[cell]!;
    into.snapshotCount[hour] = this.snapshotCount[cell]!;
    into.scheduledObservedMs[hour] = this.scheduledObservedMs[cell]!;
    into.scheduledOperatingMs[hour] = this.scheduledOperatingMs[cell]!;
    into.scheduledDownMs[hour] = this.scheduledDownMs[cell]!;
  }

  private scheduledMs(cell: number): number {
    const counted = this.counted[Math.floor(cell / HOURS_OF_DAY)];
    if (counted === COUNTED) return this.slices.scheduledMs[cell]!;
    return counted === EVENING_COUNTED ? this.slices.eveningMs[cell]! : 0;
  }

  private flagsOf(part: number): number {
    const counted = this.counted[this.slices.day[part]!];
    const flags = this.slices.flags[part]!;
    if (counted === COUNTED) return flags;
    return counted !== NOT_COUNTED && (flags & EVENING) !== 0 ? flags : 0;
  }

  private observedMs(cell: number): number {
    let sum = 0;
    for (let status = 0; status < STATUSES; status++) sum += this.statusMs[cell * STATUSES + status]!;
    return sum;
  }

  private count(rows: ObservedRows): void {
    let slice = 0;
    for (let row = 0; row < rows.length; row++) {
      const atMs = rows.atMs[row]!;
      if (atMs < this.calendar.startMs) continue;
      slice = this.slices.after(atMs, slice);
      if (slice === this.slices.endMs.length) return;
      this.snapshotCount[this.slices.cell[slice]!]! += 1;
    }
  }

  private addIntervals(intervals: StateIntervals): void {
    const { startMs: windowStartMs, endMs: windowEndMs } = this.calendar;
    let slice = 0;
    for (let index = 0; index < intervals.length; index++) {
      const endMs = Math.min(intervals.endMs[index]!, windowEndMs);
      let fromMs = Math.max(intervals.startMs[index]!, windowStartMs);
      if (endMs <= fromMs) continue;
      slice = this.slices.after(fromMs, slice);
      const wait = intervals.status[index] === OPERATING ? intervals.waitMinutes[index]! : -1;
      if ((wait <= WAIT_IMPLAUSIBLE && wait > EXCLUDED_WAITS_BELOW) || wait >= EXTREME_WAIT_MINUTES)
        this.countUnusualWait(intervals.startMs[index]!, slice, wait);
      for (let part = slice; fromMs < endMs; part++) {
        const untilMs = Math.min(endMs, this.slices.endMs[part]!);
        const flags = this.flagsOf(part);
        this.addPart(intervals, index, part, flags, untilMs - fromMs);
        if (wait >= 0) this.addWait(part, flags, wait, untilMs - fromMs);
        fromMs = untilMs;
      }
    }
  }

  /** Counts a wait on the day on which it was posted, not on days into which it is carried forward. */
  private countUnusualWait(postedMs: number, slice: number, wait: number): void {
    if (postedMs < this.calendar.startMs) return;
    if (wait < 0) this.implausibleWaitCount[this.slices.cell[slice]!]! += 1;
    if (wait >= EXTREME_WAIT_MINUTES || wait === WAIT_IMPLAUSIBLE_AND_EXTREME) {
      this.days.addExtreme(this.slices.day[slice]!);
    }
  }

  private addPart(intervals: StateIntervals, index: number, part: number, flags: number, durationMs: number): void {
    const cell = this.slices.cell[part]!;
    const status = intervals.status[index]!;
    this.statusMs[cell * STATUSES + status]! += durationMs;
    if (intervals.isLive[index] === 0) this.archiveMs[cell]! += durationMs;
    if ((flags & IN_USE) === 0) return;
    this.scheduledObservedMs[cell]! += durationMs;
    if (status === OPERATING) this.scheduledOperatingMs[cell]! += durationMs;
    else if (status === DOWN) this.scheduledDownMs[cell]! += durationMs;
    if ((flags & EVENT) !== 0) this.days.addEventTime(this.slices.day[part]!, status, durationMs);
  }

  private addWait(part: number, flags: number, wait: number, durationMs: number): void {
    const [cell, day] = [this.slices.cell[part]!, this.slices.day[part]!];
    if ((flags & IN_USE) === 0) {
      this.days.addOutsideWait(day, wait, durationMs);
      return;
    }
    this.waitKnownMs[cell]! += durationMs;
    this.waitMinutesMs[cell]! += wait * durationMs;
    if (this.minWait[cell]! < 0 || wait < this.minWait[cell]!) this.minWait[cell] = wait;
    if (wait > this.maxWait[cell]!) this.maxWait[cell] = wait;
    this.days.waits.add(day, wait, durationMs);
    if ((flags & EVENT) !== 0) this.days.addEventWait(day, wait, durationMs);
  }
}
