import type { DayUse } from '../../park-use/day-use.js';
import { addHour } from '../hours/add-hour.js';
import type { HoursByColumn } from '../hours/packed-hours.js';
import { WaitHistogram } from './day-accumulator.js';
import { type CalendarSlices, type ParkCalendar } from './park-calendar.js';
import { HOURS_OF_DAY } from '../../../common/time/calendar.js';
import {
  addDayOnlyTotals,
  addTime,
  coverageOf,
  NO_DAY_ONLY_TOTALS,
  NO_TIME,
  type ParkDayRow,
  type ParkHour,
  type RideDay,
} from './rollup-rows.js';

/** Hours and days of a park as sums over its rides, so that averages are weighted by ride time. */
export class ParkAccumulator {
  private readonly days: (ParkDayRow | undefined)[];
  private readonly hours: (ParkHour | undefined)[];
  /** By day, the number of rides that were expected but not observed. */
  private readonly missing: Uint16Array;
  private readonly waits: WaitHistogram;

  constructor(
    private readonly parkId: number,
    private readonly calendar: ParkCalendar,
    private readonly slices: CalendarSlices,
    private readonly uses: readonly DayUse[],
    ceilingMinutes: number,
  ) {
    this.days = calendar.days.map(() => undefined);
    this.hours = Array.from(calendar.cellMs, () => undefined);
    this.missing = new Uint16Array(calendar.days.length);
    this.waits = new WaitHistogram(calendar.days.length, ceilingMinutes);
  }

  /** Call it only for days on which the ride was observed. */
  addHours(day: number, of: HoursByColumn, hours: number): void {
    for (let hour = 0; hour < HOURS_OF_DAY; hour++) {
      if ((hours & (1 << hour)) !== 0) addHour(this.hourOf(day * HOURS_OF_DAY + hour), of, hour);
    }
  }

  /** Call it only for days on which the ride was observed. */
  addDay(day: number, statistics: RideDay, waits: WaitHistogram): void {
    const sum = (this.days[day] ??= this.newDay(day));
    addTime(sum, statistics);
    addDayOnlyTotals(sum, statistics);
    this.waits.addDay(day, waits);
    sum.statusChanges += statistics.statusChanges;
    sum.longestDownMs = Math.max(sum.longestDownMs, statistics.longestDownMs);
    sum.ridesTracked += 1;
    if (statistics.scheduledOperatingMs > 0) sum.ridesOperated += 1;
    if (statistics.scheduledDownMs > 0) sum.ridesWithDowntime += 1;
  }

  addMissing(day: number): void {
    this.missing[day]! += 1;
  }

  /** Days on which no ride was observed have no rows. */
  rows(): { parkHours: ParkHour[]; parkDays: ParkDayRow[] } {
    const parkDays: ParkDayRow[] = [];
    for (const [day, sum] of this.days.entries()) {
      if (sum === undefined) continue;
      if (this.missing[day]! > 0) this.countMissing(day, sum);
      const [p50Wait, p90Wait] = [this.waits.percentile(day, 0.5), this.waits.percentile(day, 0.9)];
      parkDays.push({ ...sum, p50Wait, p90Wait, coverage: coverageOf(sum) });
    }
    return { parkHours: this.hours.filter((hour) => hour !== undefined), parkDays };
  }

  /** Missing rides count as unknown for the whole day, while the park was in use. */
  private countMissing(day: number, sum: ParkDayRow): void {
    const rides = this.missing[day]!;
    const { startMs, endMs } = this.calendar.days[day]!;
    sum.ridesTracked += rides;
    sum.unknownMs += rides * (endMs - startMs);
    sum.eventMs += rides * this.slices.eventMs[day]!;
    for (let cell = day * HOURS_OF_DAY; cell < (day + 1) * HOURS_OF_DAY; cell++) {
      const scheduledMs = rides * this.slices.scheduledMs[cell]!;
      if (scheduledMs === 0) continue;
      sum.scheduledMs += scheduledMs;
      const hour = this.hourOf(cell);
      hour.scheduledMs += scheduledMs;
      hour.unknownMs += rides * this.calendar.cellMs[cell]!;
    }
  }

  private hourOf(cell: number): ParkHour {
    const { localDate } = this.calendar.days[Math.floor(cell / HOURS_OF_DAY)]!;
    return (this.hours[cell] ??= { parkId: this.parkId, localDate, localHour: cell % HOURS_OF_DAY, ...NO_TIME });
  }

  private newDay(day: number): ParkDayRow {
    const { opensAtMs, closesAtMs } = this.uses[day]!;
    return {
      parkId: this.parkId,
      localDate: this.calendar.days[day]!.localDate,
      ...NO_TIME,
      ...NO_DAY_ONLY_TOTALS,
      statusChanges: 0,
      longestDownMs: 0,
      p50Wait: null,
      p90Wait: null,
      opensAtMs,
      closesAtMs,
      ridesTracked: 0,
      ridesOperated: 0,
      ridesWithDowntime: 0,
      coverage: null,
    };
  }
}
