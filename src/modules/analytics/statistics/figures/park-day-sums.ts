import type { Span } from './open-windows.js';
import type { ParkCalendar } from './park-calendar.js';
import { addOpenTime, NO_OPEN_TIME, type ParkDayFigures, type RideDay } from './time-figures.js';

/** A park's days as sums over its rides: averages are over ride time, weighted by it. */
export class ParkDaySums {
  private readonly byDate = new Map<string, ParkDayFigures>();
  private readonly windowsByDate: Map<string, readonly Span[]>;

  constructor(
    private readonly parkId: number,
    calendar: ParkCalendar,
    windows: readonly (readonly Span[])[],
  ) {
    this.windowsByDate = new Map(calendar.days.map(({ localDate }, day) => [localDate, windows[day]!]));
  }

  add(days: readonly RideDay[]): void {
    for (const day of days) {
      const sum = this.dayOf(day.localDate);
      addOpenTime(sum, day);
      sum.ridesTracked += 1;
      if (day.operatingMs > 0) sum.ridesOperated += 1;
      if (day.openDownMs > 0) sum.ridesWithDowntime += 1;
    }
  }

  /** Days on which no ride was observed have none. */
  figures(): ParkDayFigures[] {
    return [...this.byDate.values()]
      .map((day) => ({ ...day, coverage: day.openMs === 0 ? null : day.openObservedMs / day.openMs }))
      .sort((a, b) => (a.localDate < b.localDate ? -1 : 1));
  }

  private dayOf(localDate: string): ParkDayFigures {
    const known = this.byDate.get(localDate);
    if (known !== undefined) return known;
    const windows = this.windowsByDate.get(localDate)!;
    const day: ParkDayFigures = {
      parkId: this.parkId,
      localDate,
      ...NO_OPEN_TIME,
      opensAtMs: windows[0]?.startMs ?? null,
      closesAtMs: windows.at(-1)?.endMs ?? null,
      ridesTracked: 0,
      ridesOperated: 0,
      ridesWithDowntime: 0,
      coverage: null,
    };
    this.byDate.set(localDate, day);
    return day;
  }
}
