import { DAY_MS, dayAfter, daysFromTo, MINUTE_MS, startOfUtcDay } from '../../common/time/calendar.js';
import { MAX_AHEAD_OF_UTC_MS, MAX_BEHIND_UTC_MS, type TimeZone } from '../../common/time/zones/time-zone.js';
import { timeZoneOf } from '../../common/time/zones/time-zones.js';

/** Bounds the cache, because an import passes through years. */
const MAX_CACHED_UTC_DAYS = 400;

interface LocalDay {
  localDate: string;
  /** The start of the next day: local days are contiguous and do not overlap. */
  endMs: number;
}

/**
 * The park-days of one zone. A day starts at the first instant at which the park's clock shows `dayStartMinutes` after
 * midnight, or at the clock change that skips this time. Setting the clock back does not start the day again.
 */
export class LocalDays {
  private readonly byUtcDay = new Map<number, LocalDay[]>();

  /** @param timezone an IANA name; null (not known yet) counts as UTC */
  constructor(
    private readonly timezone: string | null,
    private readonly dayStartMinutes: number,
    private readonly zone: TimeZone = timeZoneOf(timezone),
  ) {}

  /** `YYYY-MM-DD` of the instant, in milliseconds since 1970 UTC. */
  dateOf(instantMs: number): string {
    const utcDay = Math.floor(instantMs / DAY_MS);
    let days = this.byUtcDay.get(utcDay);
    if (days === undefined) {
      if (this.byUtcDay.size >= MAX_CACHED_UTC_DAYS) this.byUtcDay.clear();
      days = this.covering(utcDay * DAY_MS, (utcDay + 1) * DAY_MS - 1);
      this.byUtcDay.set(utcDay, days);
    }
    return days.find(({ endMs }) => instantMs < endMs)!.localDate;
  }

  /** The first and last possible date of the instant; they differ only if the zone is unknown. */
  datesPossible(instantMs: number): { earliest: string; latest: string } {
    if (this.timezone !== null) {
      const date = this.dateOf(instantMs);
      return { earliest: date, latest: date };
    }
    return {
      earliest: this.dateOf(instantMs - MAX_BEHIND_UTC_MS),
      latest: this.dateOf(instantMs + MAX_AHEAD_OF_UTC_MS),
    };
  }

  /** Every local date from that of the first instant to that of the last, inclusive. */
  datesBetween(firstMs: number, lastMs: number): string[] {
    return daysFromTo(this.dateOf(firstMs), this.dateOf(lastMs));
  }

  /** The start of the local day and of the next one, in milliseconds since 1970 UTC. */
  window(localDate: string): { startMs: number; endMs: number } {
    return { startMs: this.startOf(localDate), endMs: this.startOf(dayAfter(localDate, 1)) };
  }

  private covering(fromMs: number, toMs: number): LocalDay[] {
    // Next to a clock change, the date by the clock is off by at most one day.
    const shown = new Date(fromMs + this.zone.offsetMs(fromMs) - this.dayStartMinutes * MINUTE_MS).toISOString();
    const days: LocalDay[] = [];
    let localDate = dayAfter(shown.slice(0, 10), -1);
    let startMs = this.startOf(localDate);
    while (startMs <= toMs) {
      const next = dayAfter(localDate, 1);
      const endMs = this.startOf(next);
      if (endMs > fromMs && endMs > startMs) days.push({ localDate, endMs });
      [localDate, startMs] = [next, endMs];
    }
    return days;
  }

  private startOf(localDate: string): number {
    return this.zone.instantOf(startOfUtcDay(localDate) + this.dayStartMinutes * MINUTE_MS);
  }
}
