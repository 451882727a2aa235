import type { HeldValues } from '../timeline/held-values.js';
import type { ObservedRows } from '../timeline/observed-rows.js';
import {
  WAIT_IMPLAUSIBLE,
  WAIT_IMPLAUSIBLE_AND_EXTREME,
  EXTREME_WAIT_MINUTES,
} from '../../../park-use/implausible-waits.js';
import { DOWN, OPERATING } from '../../../snapshots/status-codes.js';
import { type CalendarSlices, EVENT, IN_USE } from './calendar-slices.js';
import { DaySums } from './day-sums.js';
import { HOURS_OF_DAY, type ParkCalendar } from './park-calendar.js';
import type { RideHour } from './time-figures.js';

const STATUSES = 5;

/** Sums of one ride by local hour, and by day what is not kept by hour. Made once for some days of a park and used for ride after ride. */
export class HourSums {
  /** By cell and status code. */
  private readonly statusMs: Float64Array;
  private readonly archiveMs: Float64Array;
  private readonly waitKnownMs: Float64Array;
  private readonly waitMinutesMs: Float64Array;
  private readonly openObservedMs: Float64Array;
  private readonly openOperatingMs: Float64Array;
  private readonly openDownMs: Float64Array;
  private readonly snapshotCount: Float64Array;
  private readonly placeholderCount: Float64Array;
  private readonly minWait: Int16Array;
  private readonly maxWait: Int16Array;
  readonly days: DaySums;
  /** By day: whether the ride was observed on the day itself. On others nothing of it is in use. */
  private isObserved: ArrayLike<number> = [];

  constructor(
    private readonly calendar: ParkCalendar,
    private readonly slices: CalendarSlices,
    ceilingMinutes: number,
  ) {
    this.days = new DaySums(calendar.days.length, slices, ceilingMinutes);
    const cells = calendar.cellMs.length;
    const sums = () => new Float64Array(cells);
    this.statusMs = new Float64Array(cells * STATUSES);
    [this.archiveMs, this.waitKnownMs, this.waitMinutesMs] = [sums(), sums(), sums()];
    [this.openObservedMs, this.openOperatingMs, this.openDownMs] = [sums(), sums(), sums()];
    [this.snapshotCount, this.placeholderCount] = [sums(), sums()];
    [this.minWait, this.maxWait] = [new Int16Array(cells), new Int16Array(cells)];
  }

  /** Forgets the ride before. */
  take(rows: ObservedRows, held: HeldValues, isObserved: ArrayLike<number>): void {
    this.isObserved = isObserved;
    this.days.clear();
    const { archiveMs, waitKnownMs, waitMinutesMs, openObservedMs, openOperatingMs, openDownMs } = this;
    const sums = [this.statusMs, archiveMs, waitKnownMs, waitMinutesMs, openObservedMs, openOperatingMs, openDownMs];
    for (const column of [...sums, this.snapshotCount, this.placeholderCount]) column.fill(0);
    this.minWait.fill(-1);
    this.maxWait.fill(-1);
    this.count(rows);
    this.addHeld(held);
  }

  /** Whether the ride was observed on a day at all. */
  hasDay(day: number): boolean {
    for (let cell = day * HOURS_OF_DAY; cell < (day + 1) * HOURS_OF_DAY; cell++) {
      if (this.snapshotCount[cell]! > 0 || this.observedMs(cell) > 0) return true;
    }
    return false;
  }

  /**
   * Null where nothing was observed and the park was not in use. Made at once with its key: to copy it costs a quarter of a
   * rebuild's computing time (measured).
   */
  hourOf(cell: number, rideId: number, localDate: string): RideHour | null {
    const observedMs = this.observedMs(cell);
    const openMs = this.isObserved[Math.floor(cell / HOURS_OF_DAY)] === 1 ? this.slices.openMs[cell]! : 0;
    if (observedMs === 0 && this.snapshotCount[cell] === 0 && openMs === 0) return null;
    const status = (code: number) => this.statusMs[cell * STATUSES + code]!;
    return {
      rideId,
      localDate,
      localHour: cell % HOURS_OF_DAY,
      operatingMs: status(1),
      downMs: status(2),
      closedMs: status(3),
      refurbishmentMs: status(4),
      observedMs,
      archiveMs: this.archiveMs[cell]!,
      unobservedMs: this.calendar.cellMs[cell]! - observedMs,
      waitKnownMs: this.waitKnownMs[cell]!,
      waitMinutesMs: this.waitMinutesMs[cell]!,
      minWait: this.minWait[cell]! < 0 ? null : this.minWait[cell]!,
      maxWait: this.maxWait[cell]! < 0 ? null : this.maxWait[cell]!,
      placeholderCount: this.placeholderCount[cell]!,
      snapshotCount: this.snapshotCount[cell]!,
      openMs,
      openObservedMs: this.openObservedMs[cell]!,
      openOperatingMs: this.openOperatingMs[cell]!,
      openDownMs: this.openDownMs[cell]!,
    };
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

  private addHeld(held: HeldValues): void {
    const { startMs: windowStartMs, endMs: windowEndMs } = this.calendar;
    let slice = 0;
    for (let index = 0; index < held.length; index++) {
      const endMs = Math.min(held.endMs[index]!, windowEndMs);
      let fromMs = Math.max(held.startMs[index]!, windowStartMs);
      if (endMs <= fromMs) continue;
      slice = this.slices.after(fromMs, slice);
      const wait = held.status[index] === OPERATING ? held.waitMinutes[index]! : -1;
      if (wait <= WAIT_IMPLAUSIBLE || wait >= EXTREME_WAIT_MINUTES) this.countOdd(held.startMs[index]!, slice, wait);
      for (let part = slice; fromMs < endMs; part++) {
        const untilMs = Math.min(endMs, this.slices.endMs[part]!);
        const flags = this.isObserved[this.slices.day[part]!] === 1 ? this.slices.flags[part]! : 0;
        this.addPart(held, index, part, flags, untilMs - fromMs);
        if (wait >= 0) this.addWait(part, flags, wait, untilMs - fromMs);
        fromMs = untilMs;
      }
    }
  }

  /** Where it was posted, not where it is carried over to. */
  private countOdd(postedMs: number, slice: number, wait: number): void {
    if (postedMs < this.calendar.startMs) return;
    if (wait < 0) this.placeholderCount[this.slices.cell[slice]!]! += 1;
    if (wait >= EXTREME_WAIT_MINUTES || wait === WAIT_IMPLAUSIBLE_AND_EXTREME) {
      this.days.addExtreme(this.slices.day[slice]!);
    }
  }

  private addPart(held: HeldValues, index: number, part: number, flags: number, heldMs: number): void {
    const cell = this.slices.cell[part]!;
    const status = held.status[index]!;
    this.statusMs[cell * STATUSES + status]! += heldMs;
    if (held.isLive[index] === 0) this.archiveMs[cell]! += heldMs;
    if ((flags & IN_USE) === 0) return;
    this.openObservedMs[cell]! += heldMs;
    if (status === OPERATING) this.openOperatingMs[cell]! += heldMs;
    else if (status === DOWN) this.openDownMs[cell]! += heldMs;
    if ((flags & EVENT) !== 0) this.days.addEventTime(this.slices.day[part]!, status, heldMs);
  }

  private addWait(part: number, flags: number, wait: number, heldMs: number): void {
    const [cell, day] = [this.slices.cell[part]!, this.slices.day[part]!];
    if ((flags & IN_USE) === 0) {
      this.days.addOutsideWait(day, wait, heldMs);
      return;
    }
    this.waitKnownMs[cell]! += heldMs;
    this.waitMinutesMs[cell]! += wait * heldMs;
    if (this.minWait[cell]! < 0 || wait < this.minWait[cell]!) this.minWait[cell] = wait;
    if (wait > this.maxWait[cell]!) this.maxWait[cell] = wait;
    this.days.waits.add(day, wait, heldMs);
    if ((flags & EVENT) !== 0) this.days.addEventWait(day, wait, heldMs);
  }
}
