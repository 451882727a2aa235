import { DAY_MS, HOUR_MS } from '../../../common/time/durations.js';
import type { TimeWindow } from '../../../common/time/time-windows.js';
import type { TimeZone } from '../../../common/time/zones/time-zone.js';
import { timeZoneOf } from '../../../common/time/zones/time-zones.js';
import { LocalDays } from '../../snapshots/local-days.js';
import { localHours } from '../statistics/figures/local-hours.js';
import { DayWindows } from './day-windows.js';

const HOURS = 24;

/**
 * The local hours of one zone as instants. On the day on which the clock turns back an hour holds two hours' worth, and
 * one that the clock skips is empty.
 */
export class LocalHours {
  readonly days: DayWindows;
  private readonly zone: TimeZone;
  private readonly firstHour: number;

  /** @param dayStartMinutes a full hour of the clock */
  constructor(timezone: string | null, dayStartMinutes: number) {
    this.days = new DayWindows(new LocalDays(timezone, dayStartMinutes));
    this.zone = timeZoneOf(timezone);
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

  /**
   * The hours of a day lie end to end, each as long as the clock shows it. Where the clock turns back into an hour that it
   * has left before (Pacific/Chatham, from 3:45 to 2:45), the quarter that returns is counted at the end of its hour.
   */
  window(localDate: string, hour: number): TimeWindow {
    const day = this.days.of(localDate);
    const position = this.positionOf(hour);
    if (day.endMs - day.startMs === DAY_MS && this.zone.nextTurnMs(day.startMs) >= day.endMs) {
      return { startMs: day.startMs + position * HOUR_MS, endMs: day.startMs + (position + 1) * HOUR_MS };
    }
    let [startMs, lengthMs] = [day.startMs, 0];
    for (const slice of localHours(this.zone, day.startMs, day.endMs)) {
      const sliceMs = slice.endMs - slice.startMs;
      if (slice.hour === hour) lengthMs += sliceMs;
      else if (this.positionOf(slice.hour) < position) startMs += sliceMs;
    }
    return { startMs, endMs: startMs + lengthMs };
  }
}
