import { DAY_MS, utcDayOf } from '../../common/time/calendar.js';
import { MAX_AHEAD_OF_UTC_MS, type TimeZone } from '../../common/time/zones/time-zone.js';
import { type LocalClock, timeZoneOf, zoneClock } from '../../common/time/zones/time-zones.js';

/**
 * The wall clock of a park. A wall time is the local time encoded as milliseconds since 1970 as if it were UTC, so that 10:00
 * plus a day is 10:00 even when the clock changes.
 */
export class ParkClock {
  private readonly zone: TimeZone;
  private readonly clock: LocalClock | null;

  /** @param timezone a valid IANA name; null if unknown */
  constructor(timezone: string | null) {
    this.zone = timeZoneOf(timezone);
    this.clock = timezone === null ? null : zoneClock(timezone);
  }

  get isKnown(): boolean {
    return this.clock !== null;
  }

  /** Uses UTC if the zone is unknown. */
  wallMs(instantMs: number): number {
    return instantMs + this.zone.offsetMs(instantMs);
  }

  /** The instant at which the clock shows the wall time, by the rules of {@link LocalClock}. */
  instantOf(wallMs: number): number {
    return this.clock?.toInstantMs(wallMs) ?? wallMs;
  }

  /** `YYYY-MM-DD` of the instant. */
  dateOf(instantMs: number): string {
    return utcDayOf(this.wallMs(instantMs));
  }

  /** The park's current date. If the zone is unknown, the latest current date anywhere, so that no earlier date can still change. */
  today(nowMs: number): string {
    return this.dateOf(this.isKnown ? nowMs : nowMs + MAX_AHEAD_OF_UTC_MS);
  }

  /** The same wall time of the next day. */
  nextDay(instantMs: number): number {
    return this.instantOf(this.wallMs(instantMs) + DAY_MS);
  }
}
