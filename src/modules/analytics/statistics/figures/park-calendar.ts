import { daysFromTo } from '../../../../common/time/calendar-day.js';
import type { TimeZone } from '../../../../common/time/zones/time-zone.js';
import { timeZoneOf } from '../../../../common/time/zones/time-zones.js';
import { LocalDays } from '../../../snapshots/local-days.js';
import { type NightBounds, nightBoundsOf } from '../../../snapshots/operating-stretches.js';
import { localHours } from './local-hours.js';

export const HOURS_OF_DAY = 24;

export interface CalendarDay {
  localDate: string;
  startMs: number;
  endMs: number;
  night: NightBounds;
}

/**
 * Some local days of a park on end, and their hours. A cell is one hour of one day, `day × 24 + hour`; an hour that is
 * shown twice is one cell, one that is skipped an empty one.
 */
export class ParkCalendar {
  readonly days: CalendarDay[];
  /** Slices in order of time, without a gap, from the start of the first day to the end of the last. */
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

  /** Index of the day of an instant; -1 outside of the days. */
  dayOf(instantMs: number): number {
    return this.days.findIndex(({ startMs, endMs }) => startMs <= instantMs && instantMs < endMs);
  }

  /** Index of one of the days. */
  indexOf(localDate: string): number {
    return this.indexByDate.get(localDate)!;
  }
}
