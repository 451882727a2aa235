import { daysFromTo, HOURS_OF_DAY } from '../../../common/time/calendar.js';
import { type TimeZone, localHours } from '../../../common/time/zones/time-zone.js';
import { timeZoneOf } from '../../../common/time/zones/time-zones.js';
import type { DayUse } from '../../park-use/day-use.js';
import { LocalDays } from '../../snapshots/local-days.js';
import { type NightBounds, nightBoundsOf } from '../../snapshots/operating-intervals.js';

export interface CalendarDay {
  localDate: string;
  startMs: number;
  endMs: number;
  night: NightBounds;
}

/**
 * Consecutive local days of a park and their hours. A cell is one hour of one day, `day × 24 + hour`. A repeated hour is one
 * cell, a skipped hour is an empty cell.
 */
export class ParkCalendar {
  readonly days: CalendarDay[];
  /** Contiguous slices in time order, from the start of the first day to the end of the last. */
  readonly sliceEndMs: Float64Array;
  readonly sliceCell: Uint16Array;
  /** Length of each cell. */
  readonly cellMs: Float64Array;
  private readonly indexByDate: ReadonlyMap<string, number>;

  constructor(
    timezone: string | null,
    dayStartMinutes: number,
    firstDate: string,
    lastDate: string,
    zone: TimeZone = timeZoneOf(timezone),
  ) {
    const localDays = new LocalDays(timezone, dayStartMinutes, zone);
    const nightOf = nightBoundsOf(timezone, zone);
    this.days = daysFromTo(firstDate, lastDate).map((localDate) => {
      return { localDate, ...localDays.window(localDate), night: nightOf(localDate) };
    });
    this.indexByDate = new Map(this.days.map(({ localDate }, day) => [localDate, day]));
    const slices = this.days.flatMap(({ startMs, endMs }, day) =>
      localHours(zone, startMs, endMs).map((slice) => ({ ...slice, cell: day * HOURS_OF_DAY + slice.hour })),
    );
    this.sliceEndMs = Float64Array.from(slices, ({ endMs }) => endMs);
    this.sliceCell = Uint16Array.from(slices, ({ cell }) => cell);
    this.cellMs = new Float64Array(this.days.length * HOURS_OF_DAY);
    for (const { startMs, endMs, cell } of slices) this.cellMs[cell]! += endMs - startMs;
  }

  get startMs(): number {
    return this.days[0]!.startMs;
  }

  get endMs(): number {
    return this.days.at(-1)!.endMs;
  }

  /** Index of the day that contains the instant; -1 if none does. */
  dayOf(instantMs: number): number {
    return this.days.findIndex(({ startMs, endMs }) => startMs <= instantMs && instantMs < endMs);
  }

  /** Index of a day of this calendar. */
  indexOf(localDate: string): number {
    return this.indexByDate.get(localDate)!;
  }
}

/** Bits of {@link CalendarSlices.flags}: the park is in use; an event is in progress; use that continues from the day before. */
export const IN_USE = 1;
export const EVENT = 2;
export const EVENING = 4;

/** The time of a calendar in contiguous slices, each within one hour and with constant flags. */
export class CalendarSlices {
  readonly endMs: Float64Array;
  readonly cell: Uint16Array;
  readonly day: Uint16Array;
  readonly flags: Uint8Array;
  /** Time in use of each cell. */
  readonly scheduledMs: Float64Array;
  /** Time of events of each day. */
  readonly eventMs: Float64Array;
  /** The parts of these times that continue from the day before. */
  readonly eveningMs: Float64Array;
  readonly eveningEventMs: Float64Array;

  constructor(calendar: ParkCalendar, uses: readonly DayUse[]) {
    const [endMs, cell, flags]: [number[], number[], number[]] = [[], [], []];
    this.scheduledMs = new Float64Array(calendar.cellMs.length);
    this.eventMs = new Float64Array(calendar.days.length);
    this.eveningMs = new Float64Array(calendar.cellMs.length);
    this.eveningEventMs = new Float64Array(calendar.days.length);
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
        this.addTime(sliceCell, intervals, untilMs - fromMs);
        fromMs = untilMs;
      }
    }
    this.endMs = Float64Array.from(endMs);
    this.cell = Uint16Array.from(cell);
    this.day = Uint16Array.from(cell, (of) => Math.floor(of / HOURS_OF_DAY));
    this.flags = Uint8Array.from(flags);
  }

  private addTime(cell: number, flags: number, durationMs: number): void {
    const day = Math.floor(cell / HOURS_OF_DAY);
    if ((flags & IN_USE) !== 0) this.scheduledMs[cell]! += durationMs;
    if ((flags & EVENT) !== 0) this.eventMs[day]! += durationMs;
    if ((flags & EVENING) === 0) return;
    this.eveningMs[cell]! += durationMs;
    if ((flags & EVENT) !== 0) this.eveningEventMs[day]! += durationMs;
  }

  /** Index of the first slice that ends after the instant, searching from slice `from`. */
  after(instantMs: number, from: number): number {
    let slice = from;
    while (slice < this.endMs.length && this.endMs[slice]! <= instantMs) slice++;
    return slice;
  }
}

/** Instants at which a flag changes, in order. Windows of one kind never overlap. */
function changesOf(uses: readonly DayUse[]): { atMs: number; flag: number }[] {
  const changes = uses.flatMap(({ windows, events, opensAtMs }) => [
    ...windows
      .filter(({ startMs }) => opensAtMs !== null && startMs < opensAtMs)
      .flatMap(({ startMs, endMs }) => [startMs, endMs].map((atMs) => ({ atMs, flag: EVENING }))),
    ...windows.flatMap(({ startMs, endMs }) => [startMs, endMs].map((atMs) => ({ atMs, flag: IN_USE }))),
    ...events.flatMap(({ startMs, endMs }) => [startMs, endMs].map((atMs) => ({ atMs, flag: EVENT }))),
  ]);
  return changes.sort((a, b) => a.atMs - b.atMs);
}
