import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../../common/config/app-config.js';
import { DAY_MS, HOUR_MS, HOURS_OF_DAY } from '../../../common/time/calendar.js';
import { Clock } from '../../../common/time/clock.js';
import type { TimeInterval } from '../../../common/time/time-intervals.js';
import { type TimeZone, localHours } from '../../../common/time/zones/time-zone.js';
import { timeZoneOf } from '../../../common/time/zones/time-zones.js';
import { LocalDays } from '../../snapshots/local-days.js';

/** Covers more than ten years. */
const MAX_KNOWN = 5_000;

/** Local days of one zone as instants. Caches them, because computing one takes about 30 microseconds. */
export class DayWindows {
  private readonly known = new Map<string, TimeInterval>();

  constructor(private readonly days: LocalDays) {}

  of(localDate: string): TimeInterval {
    let window = this.known.get(localDate);
    if (window === undefined) {
      if (this.known.size >= MAX_KNOWN) this.known.clear();
      window = this.days.window(localDate);
      this.known.set(localDate, window);
    }
    return window;
  }
}

/**
 * Local hours of one zone as instants. When the clock is set back, the repeated hour lasts two hours; an hour that the clock
 * skips is empty.
 */
export class LocalHours {
  readonly days: DayWindows;
  private readonly zone: TimeZone;
  private readonly firstHour: number;

  /** @param dayStartMinutes must be a full hour */
  constructor(timezone: string | null, dayStartMinutes: number) {
    this.days = new DayWindows(new LocalDays(timezone, dayStartMinutes));
    this.zone = timeZoneOf(timezone);
    this.firstHour = dayStartMinutes / 60;
  }

  /** The index of an hour in its day: if days start at 03:00, the hour of midnight has index 21. */
  positionOf(hour: number): number {
    return (hour - this.firstHour + HOURS_OF_DAY) % HOURS_OF_DAY;
  }

  /** The hours 0 to 23 in the order of the local day. */
  get hoursOfDay(): number[] {
    return Array.from({ length: HOURS_OF_DAY }, (_, position) => (position + this.firstHour) % HOURS_OF_DAY);
  }

  /**
   * The hours of a day are contiguous, and each is as long as the clock shows it. If the clock is set back into an earlier
   * hour (Pacific/Chatham, from 3:45 to 2:45), the repeated quarter is placed at the end of that hour.
   */
  window(localDate: string, hour: number): TimeInterval {
    const day = this.days.of(localDate);
    const position = this.positionOf(hour);
    if (day.endMs - day.startMs === DAY_MS && this.zone.nextTransitionMs(day.startMs) >= day.endMs) {
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

  /** The local hour of an instant of this day. */
  hourAt(localDate: string, atMs: number): number {
    return this.hoursOfDay.find((hour) => {
      const { startMs, endMs } = this.window(localDate, hour);
      return startMs <= atMs && atMs < endMs;
    })!;
  }
}

/** The local days and hours of each park, cached by time zone. */
@Injectable()
export class LocalCalendar {
  private readonly daysOfZone = new Map<string | null, LocalDays>();
  private readonly hoursOfZone = new Map<string | null, LocalHours>();

  constructor(
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  today(timezone: string | null): string {
    return this.days(timezone).dateOf(this.clock.now().getTime());
  }

  days(timezone: string | null): LocalDays {
    return cached(this.daysOfZone, timezone, () => new LocalDays(timezone, this.config.parkDayStartMinutes));
  }

  hours(timezone: string | null): LocalHours {
    return cached(this.hoursOfZone, timezone, () => new LocalHours(timezone, this.config.parkDayStartMinutes));
  }
}

function cached<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
