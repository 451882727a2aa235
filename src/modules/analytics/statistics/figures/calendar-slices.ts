import type { Span } from './open-windows.js';
import type { ParkCalendar } from './park-calendar.js';

/** The calendar's time in pieces, in order and without a gap, each within one hour and either open or not. */
export class CalendarSlices {
  readonly endMs: Float64Array;
  readonly cell: Uint16Array;
  readonly isOpen: Uint8Array;
  /** Open time of each cell. */
  readonly openMs: Float64Array;

  constructor(calendar: ParkCalendar, windowsOfDays: readonly (readonly Span[])[]) {
    const windows = windowsOfDays.flat();
    const [endMs, cell, isOpen]: [number[], number[], number[]] = [[], [], []];
    this.openMs = new Float64Array(calendar.cellMs.length);
    let fromMs = calendar.startMs;
    for (const [slice, sliceEndMs] of calendar.sliceEndMs.entries()) {
      while (fromMs < sliceEndMs) {
        const next = windows.find((window) => window.endMs > fromMs);
        const open = next !== undefined && next.startMs <= fromMs;
        const untilMs = Math.min(sliceEndMs, (open ? next.endMs : next?.startMs) ?? Infinity);
        endMs.push(untilMs);
        cell.push(calendar.sliceCell[slice]!);
        isOpen.push(open ? 1 : 0);
        if (open) this.openMs[calendar.sliceCell[slice]!]! += untilMs - fromMs;
        fromMs = untilMs;
      }
    }
    this.endMs = Float64Array.from(endMs);
    this.cell = Uint16Array.from(cell);
    this.isOpen = Uint8Array.from(isOpen);
  }

  /** Index of the first piece that ends after the instant, looking from piece `from` on. */
  after(instantMs: number, from: number): number {
    let slice = from;
    while (slice < this.endMs.length && this.endMs[slice]! <= instantMs) slice++;
    return slice;
  }
}
