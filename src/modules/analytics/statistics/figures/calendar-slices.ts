import type { DayUse } from '../../../park-use/day-use.js';
import { HOURS_OF_DAY, type ParkCalendar } from './park-calendar.js';

/** Bits of {@link CalendarSlices.flags}: the park is in use; an event is held in it. */
export const IN_USE = 1;
export const EVENT = 2;

/** The calendar's time in pieces, in order and without a gap, each within one hour and either in use or not. */
export class CalendarSlices {
  readonly endMs: Float64Array;
  readonly cell: Uint16Array;
  readonly day: Uint16Array;
  readonly flags: Uint8Array;
  /** Time in use of each cell. */
  readonly scheduledMs: Float64Array;
  /** Time of events of each day. */
  readonly eventMs: Float64Array;

  constructor(calendar: ParkCalendar, uses: readonly DayUse[]) {
    const [endMs, cell, flags]: [number[], number[], number[]] = [[], [], []];
    this.scheduledMs = new Float64Array(calendar.cellMs.length);
    this.eventMs = new Float64Array(calendar.days.length);
    const changes = changesOf(uses);
    let [fromMs, next, intervals] = [calendar.startMs, 0, 0];
    for (const [slice, sliceEndMs] of calendar.sliceEndMs.entries()) {
      const sliceCell = calendar.sliceCell[slice]!;
      while (fromMs < sliceEndMs) {
        for (; next < changes.length && changes[next]!.atMs <= fromMs; next++) intervals ^= changes[next]!.flag;
        const untilMs = Math.min(sliceEndMs, changes[next]?.atMs ?? Infinity);
        endMs.push(untilMs);
        cell.push(sliceCell);
        flags.push(intervals);
        if ((intervals & IN_USE) !== 0) this.scheduledMs[sliceCell]! += untilMs - fromMs;
        if ((intervals & EVENT) !== 0) this.eventMs[Math.floor(sliceCell / HOURS_OF_DAY)]! += untilMs - fromMs;
        fromMs = untilMs;
      }
    }
    this.endMs = Float64Array.from(endMs);
    this.cell = Uint16Array.from(cell);
    this.day = Uint16Array.from(cell, (of) => Math.floor(of / HOURS_OF_DAY));
    this.flags = Uint8Array.from(flags);
  }

  /** Index of the first piece that ends after the instant, looking from piece `from` on. */
  after(instantMs: number, from: number): number {
    let slice = from;
    while (slice < this.endMs.length && this.endMs[slice]! <= instantMs) slice++;
    return slice;
  }
}

/** Instants at which a flag turns, in order: windows of one kind never overlap. */
function changesOf(uses: readonly DayUse[]): { atMs: number; flag: number }[] {
  const turns = uses.flatMap(({ windows, events }) => [
    ...windows.flatMap(({ startMs, endMs }) => [startMs, endMs].map((atMs) => ({ atMs, flag: IN_USE }))),
    ...events.flatMap(({ startMs, endMs }) => [startMs, endMs].map((atMs) => ({ atMs, flag: EVENT }))),
  ]);
  return turns.sort((a, b) => a.atMs - b.atMs);
}
