import type { HeldValues } from '../timeline/held-values.js';
import type { ObservedRows } from '../timeline/observed-rows.js';
import type { ParkCalendar } from './park-calendar.js';
import { isPlaceholder, OPERATING } from './placeholder-waits.js';
import { NO_TIME, type TimeFigures } from './time-figures.js';

const STATUSES = 5;

/** Sums of one ride by local hour. Made once for a calendar and used for ride after ride. */
export class HourSums {
  /** By cell and status code. */
  private readonly statusMs: Float64Array;
  private readonly waitKnownMs: Float64Array;
  private readonly waitMinutesMs: Float64Array;
  private readonly minWait: Int16Array;
  private readonly maxWait: Int16Array;
  private readonly snapshotCount: Uint32Array;
  private readonly placeholderCount: Uint32Array;

  constructor(private readonly calendar: ParkCalendar) {
    const cells = calendar.cellMs.length;
    this.statusMs = new Float64Array(cells * STATUSES);
    this.waitKnownMs = new Float64Array(cells);
    this.waitMinutesMs = new Float64Array(cells);
    this.minWait = new Int16Array(cells);
    this.maxWait = new Int16Array(cells);
    this.snapshotCount = new Uint32Array(cells);
    this.placeholderCount = new Uint32Array(cells);
  }

  /** Forgets the ride before. */
  take(rows: ObservedRows, held: HeldValues): void {
    for (const sums of [this.statusMs, this.waitKnownMs, this.waitMinutesMs, this.snapshotCount]) sums.fill(0);
    this.placeholderCount.fill(0);
    this.minWait.fill(-1);
    this.maxWait.fill(-1);
    this.count(rows);
    this.addHeld(held);
  }

  /** Null where nothing was observed. */
  figures(cell: number): TimeFigures | null {
    const observedMs = this.observedMs(cell);
    if (observedMs === 0 && this.snapshotCount[cell] === 0) return null;
    const of = (status: number) => this.statusMs[cell * STATUSES + status]!;
    return {
      ...NO_TIME,
      operatingMs: of(1),
      downMs: of(2),
      closedMs: of(3),
      refurbishmentMs: of(4),
      observedMs,
      unobservedMs: this.calendar.cellMs[cell]! - observedMs,
      waitKnownMs: this.waitKnownMs[cell]!,
      waitMinutesMs: this.waitMinutesMs[cell]!,
      minWait: this.minWait[cell]! < 0 ? null : this.minWait[cell]!,
      maxWait: this.maxWait[cell]! < 0 ? null : this.maxWait[cell]!,
      placeholderCount: this.placeholderCount[cell]!,
      snapshotCount: this.snapshotCount[cell]!,
    };
  }

  private observedMs(cell: number): number {
    let sum = 0;
    for (let status = 0; status < STATUSES; status++) sum += this.statusMs[cell * STATUSES + status]!;
    return sum;
  }

  private count(rows: ObservedRows): void {
    const { calendar } = this;
    let slice = 0;
    for (let row = 0; row < rows.length; row++) {
      const atMs = rows.atMs[row]!;
      if (atMs < calendar.startMs) continue;
      slice = calendar.sliceAfter(atMs, slice);
      if (slice === calendar.sliceEndMs.length) return;
      this.snapshotCount[calendar.sliceCell[slice]!]! += 1;
    }
  }

  private addHeld(held: HeldValues): void {
    const { sliceEndMs, sliceCell, startMs: windowStartMs, endMs: windowEndMs } = this.calendar;
    let slice = 0;
    for (let index = 0; index < held.length; index++) {
      const endMs = Math.min(held.endMs[index]!, windowEndMs);
      let fromMs = Math.max(held.startMs[index]!, windowStartMs);
      if (endMs <= fromMs) continue;
      slice = this.calendar.sliceAfter(fromMs, slice);
      const status = held.status[index]!;
      const wait = status === OPERATING ? held.waitMinutes[index]! : -1;
      const placeholder = wait >= 0 && isPlaceholder(held, index, this.calendar);
      if (placeholder) this.placeholderCount[sliceCell[slice]!]! += 1;
      for (let part = slice; fromMs < endMs; part++) {
        const untilMs = Math.min(endMs, sliceEndMs[part]!);
        const cell = sliceCell[part]!;
        this.statusMs[cell * STATUSES + status]! += untilMs - fromMs;
        if (wait >= 0) this.addWait(cell, wait, untilMs - fromMs, placeholder);
        fromMs = untilMs;
      }
    }
  }

  private addWait(cell: number, wait: number, heldMs: number, placeholder: boolean): void {
    this.waitKnownMs[cell]! += heldMs;
    this.waitMinutesMs[cell]! += wait * heldMs;
    if (placeholder) return;
    if (this.minWait[cell]! < 0 || wait < this.minWait[cell]!) this.minWait[cell] = wait;
    if (wait > this.maxWait[cell]!) this.maxWait[cell] = wait;
  }
}
