import { dayAfter } from '../../../common/time/calendar-day.js';
import { DAY_MS, HOUR_MS } from '../../../common/time/durations.js';
import type { TimeWindow } from '../../../common/time/time-windows.js';
import { LocalDays } from '../../snapshots/local-days.js';
import { DayWindows } from './day-windows.js';

const HOURS = 24;

/**
 * The local hours of one zone as instants. On the day on which the clock turns back an hour holds two hours' worth, and
 * one that the clock skips is empty.
 */
export class LocalHours {
  readonly days: DayWindows;
  /** By hour: days that begin where the clock shows this hour. */
  private readonly daysFromHour: LocalDays[];
  private readonly firstHour: number;

  /** @param dayStartMinutes a full hour of the clock */
  constructor(timezone: string | null, dayStartMinutes: number) {
    this.days = new DayWindows(new LocalDays(timezone, dayStartMinutes));
    this.daysFromHour = Array.from({ length: HOURS }, (_, hour) => new LocalDays(timezone, hour * 60));
    this.firstHour = dayStartMinutes / 60;
  }

  /** Where in its day an hour comes: a day that begins at three has its midnight hour as the 21st. */
  positionOf(hour: number): number {
    return (hour - this.firstHour + HOURS) % HOURS;
  }

  /** The hours of the clock in the order in which a day has them. */
  get hoursOfDay(): number[] {
    return Array.from({ length: HOURS }, (_, position) => (position + this.firstHour) % HOURS);
  }

  window(localDate: string, hour: number): TimeWindow {
    const day = this.days.of(localDate);
    const position = this.positionOf(hour);
    if (day.endMs - day.startMs === DAY_MS) {
      return { startMs: day.startMs + position * HOUR_MS, endMs: day.startMs + (position + 1) * HOUR_MS };
    }
    const startMs = position === 0 ? day.startMs : this.turnTo(localDate, hour);
    const endMs = position === HOURS - 1 ? day.endMs : this.turnTo(localDate, (hour + 1) % HOURS);
    return { startMs, endMs };
  }

  /** The first instant at which the clock shows the hour, on this park-day. */
  private turnTo(localDate: string, hour: number): number {
    const date = hour < this.firstHour ? dayAfter(localDate, 1) : localDate;
    return this.daysFromHour[hour]!.window(date).startMs;
  }
}
