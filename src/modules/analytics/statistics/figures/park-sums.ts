import type { OpenTime } from './open-windows.js';
import type { ParkCalendar } from './park-calendar.js';
import {
  addTime,
  coverageOf,
  NO_TIME,
  type ParkDayFigures,
  type ParkHour,
  type RideDay,
  type RideHour,
} from './time-figures.js';

/** A park's hours and days as sums over its rides: averages of them are over ride time. */
export class ParkSums {
  private readonly days = new Map<string, ParkDayFigures>();
  private readonly hours = new Map<string, ParkHour>();
  private readonly openTimeByDate: Map<string, OpenTime>;

  constructor(
    private readonly parkId: number,
    calendar: ParkCalendar,
    openTime: readonly OpenTime[],
  ) {
    this.openTimeByDate = new Map(calendar.days.map(({ localDate }, day) => [localDate, openTime[day]!]));
  }

  addHour(hour: RideHour): void {
    const { localDate, localHour } = hour;
    const key = `${localDate} ${localHour}`;
    let sum = this.hours.get(key);
    if (sum === undefined) this.hours.set(key, (sum = { parkId: this.parkId, localDate, localHour, ...NO_TIME }));
    addTime(sum, hour);
  }

  addDay(day: RideDay): void {
    const sum = this.dayOf(day.localDate);
    addTime(sum, day);
    sum.statusChanges += day.statusChanges;
    sum.longestDownMs = Math.max(sum.longestDownMs, day.longestDownMs);
    sum.ridesTracked += 1;
    if (day.operatingMs > 0) sum.ridesOperated += 1;
    if (day.openDownMs > 0) sum.ridesWithDowntime += 1;
  }

  /** Days on which no ride was observed have none. */
  figures(): { parkHours: ParkHour[]; parkDays: ParkDayFigures[] } {
    const parkDays = [...this.days.values()].map((day) => ({ ...day, coverage: coverageOf(day) }));
    return { parkHours: [...this.hours.values()], parkDays };
  }

  private dayOf(localDate: string): ParkDayFigures {
    const known = this.days.get(localDate);
    if (known !== undefined) return known;
    const { opensAtMs, closesAtMs } = this.openTimeByDate.get(localDate)!;
    const day: ParkDayFigures = {
      parkId: this.parkId,
      localDate,
      ...NO_TIME,
      statusChanges: 0,
      longestDownMs: 0,
      opensAtMs,
      closesAtMs,
      ridesTracked: 0,
      ridesOperated: 0,
      ridesWithDowntime: 0,
      coverage: null,
    };
    this.days.set(localDate, day);
    return day;
  }
}
